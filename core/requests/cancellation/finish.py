"""How a cancellation ends: finished, with the session cancelled after its confirmation, or
withdrawn, with everything that was held put back as it was (R16)."""

from dataclasses import dataclass

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict, Refused, refuse_problems
from core.facts import cancellations as record
from core.facts.cancellations import CancellationRows
from core.models.requests import CancellationCase, SupportRequest
from core.requests import lifecycle, locking
from core.requests.approvals import is_approved
from core.requests.cancellation import rows as rows
from core.requests.cancellation.rows import Restore
from core.requests.cancellation.settle import lock_work
from core.rules.reasons import reason
from core.rules.requests import cancellation
from core.rules.requests.cancellation_steps import CancellationStep, step_name
from core.rules.texts import text_problem
from core.vocabulary.care import ChargeStatus, PayoutStatus, SessionStatus
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import RequestKind, RequestStatus
from core.vocabulary.words import sentence_case

LISTS = {Part.CHARGE: ChargeStatus, Part.PAYOUT: PayoutStatus}


@dataclass(frozen=True)
class FinishCancellation:
    """Cancel the session: every step is settled. `record_version` is of what was seen."""

    ref: str
    version: int
    record_version: int


@dataclass(frozen=True)
class WithdrawCancellation:
    """Withdraw the request for the provider, with the reason."""

    ref: str
    version: int
    reason: str


@guard(WORKING)
def finish_cancellation(context: WriteContext, command: FinishCancellation) -> Receipt:
    """The session is cancelled after its confirmation, a held charge stopped, a held payout
    void; then the requester is told. Refused, naming each, while a step is open."""
    request, case, found = lock_work(context, command.ref, command.version)
    if found.version != command.record_version:
        raise Conflict(rows.CHANGED)
    steps = cancellation.plan(record.cancellation_facts(found, context.now))
    _must_be_settled(context, request, found, steps)
    before = rows.statuses(found)
    _end_steps(context, request, found, steps)
    _cancel(context, request, case, found)
    lifecycle.change_status(request, RequestStatus.REPLY_PENDING)
    case.is_open = False
    _write_lights(context, request, case, found)
    reason = f"{request.ref}: {case.reason}"
    rows.audit(context, request, "session.cancelled_after_confirm", before, found, reason)
    lifecycle.record_edit(context, request, "request.done", after={"status": request.status})
    return Receipt(request.ref, "Session canceled. Next: reply to the requester.")


@guard(WORKING)
def withdraw_cancellation(context: WriteContext, command: WithdrawCancellation) -> Receipt:
    """The session is confirmed again, and charge and payout are what they were. Refused once
    money or a report was changed for good, and for a request that somebody else has."""
    refuse_problems({"reason": text_problem(command.reason, "Enter who withdrew it, and why.")})
    request = locking.lock_request(context, command.ref, command.version)
    locking.must_be_kind(request, RequestKind.SESSION_CANCELLATION)
    locking.must_not_be_anothers(context, request)
    case = record.case_of(context.db, request)
    if not case.is_open:
        raise Conflict("This cancellation is no longer in progress. Load the page again.")
    restore, found = rows.read_restore(case), rows.lock_rows(context, case.session_id)
    _must_be_whole(found, restore)
    before = rows.statuses(found)
    _put_back(context, request, found, restore)
    rows.put(context, request, found, (found.session, {"status": SessionStatus.CONFIRMED}))
    case.is_open = False
    lifecycle.change_status(request, RequestStatus.WITHDRAWN)
    request.outcome, request.closed_at = command.reason.strip(), context.now
    reason = f"{request.ref}: {command.reason.strip()}"
    rows.audit(context, request, "session.cancellation_withdrawn", before, found, reason)
    after = {"status": request.status}
    lifecycle.record_edit(
        context, request, "request.withdrawn", after=after, reason=request.outcome
    )
    return Receipt(request.ref, f"{request.ref} withdrawn. The session is confirmed again.")


def _must_be_settled(
    context: WriteContext,
    request: SupportRequest,
    found: CancellationRows,
    steps: tuple[CancellationStep, ...],
) -> None:
    answered = record.answered(record.items_of(context.db, request))
    reasons = [
        reason("open_step", step=one.name, todo=one.text)
        for one in cancellation.open_steps(steps, answered)
    ]
    if any(one.needs_approval for one in steps) and not is_approved(context, request):
        reasons.append(reason("approval_of_money"))
    if found.session.status != SessionStatus.CANCEL_REQUESTED:
        reasons.append(reason("not_requested"))
    if reasons:
        raise Refused(reasons)


def _end_steps(
    context: WriteContext,
    request: SupportRequest,
    found: CancellationRows,
    steps: tuple[CancellationStep, ...],
) -> None:
    """What was held is stopped; it needs nobody outside, so its reference is the request's."""
    for step in steps:
        row = found.of(step.part, step.ref)
        if row is None or step.at_end is None:
            continue
        rows.put(context, request, found, (row, {"status": LISTS[step.part](step.at_end)}))
        item = rows.settled_item(context, request, step.code)
        item.done_at, item.done_by_id = context.now, context.staff_id
        item.reference = request.ref


def _cancel(
    context: WriteContext, request: SupportRequest, case: CancellationCase, found: CancellationRows
) -> None:
    values = {
        "status": SessionStatus.CANCELLED_AFTER_CONFIRM,
        "cancelled_at": context.now,
        "cancel_reason": case.reason,
        "cancelled_by_party": request.requester_type.value,
    }
    rows.put(context, request, found, (found.session, values))


def _write_lights(
    context: WriteContext, request: SupportRequest, case: CancellationCase, found: CancellationRows
) -> None:
    context.db.flush()
    steps = cancellation.plan(record.cancellation_facts(found, context.now))
    rows.keep_lights(case, steps, record.answered(record.items_of(context.db, request)))


def _must_be_whole(found: CancellationRows, restore: Restore) -> None:
    reasons = [
        reason("taken_back", step=sentence_case(step_name(code)))
        for code in dict.fromkeys(restore.moved)
    ]
    if found.session.status != SessionStatus.CANCEL_REQUESTED:
        reasons.append(reason("not_requested"))
    if restore.moved:
        reasons.append(reason("finish_instead"))
    if reasons:
        raise Refused(reasons)


def _put_back(
    context: WriteContext, request: SupportRequest, found: CancellationRows, restore: Restore
) -> None:
    """Each held status as it was; one that the platform changed meanwhile stays as it is."""
    for held in restore.held:
        part = Part(held.part)
        row = found.of(part, held.ref)
        if row is not None and getattr(row, "status", None) == held.new:
            rows.put(context, request, found, (row, {"status": LISTS[part](held.old)}))
