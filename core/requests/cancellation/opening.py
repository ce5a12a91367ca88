"""What opening a cancellation does, whoever asked for it: everything that can still be held is held
at once, and nothing is voided, refunded or recovered yet (R16)."""

from dataclasses import dataclass

from core.db.transaction import WriteContext
from core.facts.cancellations import CancellationRows
from core.facts.due_instants import settling_columns, write_request_deadlines
from core.facts.policies import business_calendar, policy_book
from core.models.base import ImportedRow
from core.models.requests import CancellationCase, SupportRequest
from core.requests.cancellation import rows as rows
from core.requests.cancellation.rows import CancellationWork, HeldStatus, Restore
from core.requests.filing import Requester, new_request
from core.vocabulary.care import SessionStatus
from core.vocabulary.requests import RequestKind, RequestStatus, SettleStatus


@dataclass(frozen=True)
class Opening:
    """Why a session is to be cancelled, who asks, and who files it."""

    reason: str
    requester: Requester
    filed_by_id: int


def open_cancellation(
    context: WriteContext, found: CancellationRows, opening: Opening
) -> SupportRequest:
    """The session is `cancel_requested`, charge and payout on hold, the request ready for whoever
    takes it. The caller holds the rows and knows that nothing is against it."""
    request, before = _request(context, found, opening), rows.statuses(found)
    work = CancellationWork(context, request, _case(context, request, opening.reason, found), found)
    _hold(work)
    rows.keep_lights(work, {})
    context.db.add(work.case)
    after = {"status": request.status}
    context.record("request.filed", "support_request", request.key, after=after)
    rows.audit(work, "session.cancellation_requested", before, opening.reason)
    return request


def _request(context: WriteContext, found: CancellationRows, opening: Opening) -> SupportRequest:
    session, kind = found.session, RequestKind.SESSION_CANCELLATION
    book, calendar = policy_book(context), business_calendar(context)
    request = new_request(context, kind, opening.requester, opening.filed_by_id)
    request.provider_id, request.client_id = session.provider_id, session.client_id
    request.session_id = session.key
    request.status, request.ready_at = RequestStatus.READY, context.now
    write_request_deadlines(request, book, calendar)
    context.db.add(request)
    context.db.flush()
    return request


def _case(
    context: WriteContext, request: SupportRequest, reason: str, found: CancellationRows
) -> CancellationCase:
    book, calendar = policy_book(context), business_calendar(context)
    return CancellationCase(
        created_at=context.now,
        updated_at=context.now,
        request_id=request.key,
        session_id=found.session.key,
        reason=reason,
        claim_status_at_open=found.claims[0].status if found.claims else None,
        claim_settled=SettleStatus.TODO,
        charge_settled=SettleStatus.TODO,
        payout_settled=SettleStatus.TODO,
        car_settled=SettleStatus.TODO,
        **settling_columns(request.ready_at, book, calendar),
    )


def _hold(work: CancellationWork) -> None:
    """Hold what can be held, and keep in the case what it was."""
    restore = Restore()
    changes: list[tuple[ImportedRow, dict[str, object]]] = []
    for step in work.steps():
        row = work.found.of(step.part, step.ref)
        if row is None or step.at_once is None:
            continue
        changes.append((row, {"status": rows.LISTS[step.part](step.at_once)}))
        restore.held.append(HeldStatus(step.part.value, step.ref, step.status, step.at_once))
    changes.append((work.found.session, {"status": SessionStatus.CANCEL_REQUESTED}))
    rows.put(work, *changes)
    rows.keep_restore(work.case, restore)
