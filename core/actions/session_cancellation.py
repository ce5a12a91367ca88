"""Filing the cancellation of a confirmed session: everything that can still be held is held at
once, and nothing is taken back yet (R16)."""

from dataclasses import dataclass

from sqlmodel import col, select

from core import facts
from core.access import guard
from core.actions import cancellation_rows as rows
from core.actions.cancellation_rows import Held, Restore
from core.actions.filing import Requester, new_request, requester_problems
from core.actions.urgency import notice
from core.deadlines import write_request
from core.errors import Conflict, InvalidInput, NotFound, Reason, Refused
from core.models import cancellation_record as record
from core.models.cancellation_record import Rows
from core.models.care import CareSession
from core.models.requests import CancellationCase, SupportRequest
from core.rules import cancellation
from core.rules.cancellation_facts import CancellationFacts
from core.rules.cancellation_moves import Step
from core.rules.corrections import clean
from core.rules.texts import text_problem
from core.transaction import Change, Receipt
from core.vocabulary.care import ChargeStatus, PayoutStatus, SessionStatus
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import RequestKind, RequestStatus, SettleStatus

HELD = {Part.CHARGE: ChargeStatus, Part.PAYOUT: PayoutStatus}
"""What filing can hold, with the list its statuses are of."""


@dataclass(frozen=True)
class FileSessionCancellation:
    """Which session, why, and who asks. `record_version` is that of the preview that was seen:
    the session with everything that hangs on it."""

    session_ref: str
    record_version: int
    reason: str
    requester: Requester


@guard
def file_session_cancellation(change: Change, command: FileSessionCancellation) -> Receipt:
    """Ask for the cancellation: the session is `cancel_requested`, charge and payout on hold.

    Raises InvalidInput by field, NotFound for an unknown session, Refused with every reason that
    stands in the way, Conflict when anything on the session changed since the preview.
    """
    _check(command, change)
    found = _lock(change, command.session_ref)
    told = record.facts(change.db, found, change.now)
    _must_be_possible(told)
    if found.version != command.record_version:
        raise Conflict("This session or its money changed while you were looking at it.")
    request = _request(change, command, found.session)
    before = rows.statuses(found)
    restore = _hold(change, request, found, cancellation.plan(told))
    _open_case(change, request, clean(command.reason), restore, found)
    rows.put_session(change, request, found.session, status=SessionStatus.CANCEL_REQUESTED)
    change.record("request.filed", "support_request", request.key, after={"status": request.status})
    notice(change, request, command)
    reason = f"{request.ref}: {clean(command.reason)}"
    rows.audit(change, request, "session.cancellation_requested", before, found, reason)
    return Receipt(request.ref, f"Request {request.ref} is filed. What could be held is held.")


def _check(command: FileSessionCancellation, change: Change) -> None:
    problems = requester_problems(command.requester, change.now)
    asks = cancellation.requester_problem(command.requester.kind)
    if asks:
        problems["requester_type"] = asks
    reason = text_problem(command.reason, "Say why: the payer and the provider may ask later.")
    if reason:
        problems["reason"] = reason
    if problems:
        raise InvalidInput(problems)


def _lock(change: Change, ref: str) -> Rows:
    wanted = ref.strip()
    known = select(col(CareSession.id)).where(col(CareSession.ref) == wanted)
    key = change.db.scalar(known) if wanted.isprintable() else None
    if key is None:
        raise NotFound(f"There is no session {wanted}. Look it up by provider and day instead.")
    return rows.lock_rows(change, key)


def _must_be_possible(told: CancellationFacts) -> None:
    found = cancellation.obstacles(told)
    if found:
        raise Refused([Reason(one.code, f"{one.text} {one.help}", one.rule) for one in found])


def _request(
    change: Change, command: FileSessionCancellation, session: CareSession
) -> SupportRequest:
    request = new_request(change, RequestKind.SESSION_CANCELLATION, command.requester)
    request.provider_id, request.client_id = session.provider_id, session.client_id
    request.session_id = session.key
    request.status, request.ready_at = RequestStatus.READY, change.now
    write_request(request, facts.policy_book(change.db), facts.business_calendar(change.db))
    change.db.flush()
    return request


def _hold(change: Change, request: SupportRequest, found: Rows, steps: tuple[Step, ...]) -> Restore:
    restore = Restore()
    for step in steps:
        row = found.of(step.part, step.ref)
        if row is None or step.at_once is None:
            continue
        rows.put(change, request, row, status=HELD[step.part](step.at_once))
        restore.held.append(Held(step.part.value, step.ref, step.status, step.at_once))
    return restore


def _open_case(
    change: Change, request: SupportRequest, reason: str, restore: Restore, found: Rows
) -> None:
    change.db.flush()
    case = CancellationCase(
        created_at=change.now,
        updated_at=change.now,
        request_id=request.key,
        session_id=found.session.key,
        reason=reason,
        claim_status_at_open=found.claims[0].status if found.claims else None,
        claim_settled=SettleStatus.TODO,
        charge_settled=SettleStatus.TODO,
        payout_settled=SettleStatus.TODO,
        car_settled=SettleStatus.TODO,
    )
    rows.keep_restore(case, restore)
    rows.keep_lights(case, cancellation.plan(record.facts(change.db, found, change.now)), {})
    change.db.add(case)
    change.db.flush()
