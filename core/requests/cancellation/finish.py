"""How a cancellation ends: finished, with the session cancelled after its confirmation, or
withdrawn, with everything that was held put back as it was (R16)."""

from dataclasses import dataclass

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict, Refused, refuse_problems
from core.facts import cancellations as record
from core.facts.cancellations import CancellationRows
from core.requests import lifecycle, locking
from core.requests.approvals import is_approved
from core.requests.cancellation import rows as rows
from core.requests.cancellation.rows import CancellationWork, Restore
from core.requests.cancellation.settle import lock_work
from core.rules.reasons import reason
from core.rules.requests import cancellation
from core.rules.requests.cancellation_steps import CancellationStep, step_name
from core.rules.texts import text_problem
from core.vocabulary.care import SessionStatus
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import RequestKind, RequestStatus
from core.vocabulary.words import sentence_case


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
    work = lock_work(context, command.ref, command.version)
    request, case = work.request, work.case
    if work.found.version != command.record_version:
        raise Conflict(rows.CHANGED)
    steps = work.steps()
    _must_be_settled(work, steps)
    before = rows.statuses(work.found)
    _end_steps(work, steps)
    _cancel(work)
    lifecycle.change_status(request, RequestStatus.REPLY_PENDING)
    case.is_open = False
    context.db.flush()
    rows.keep_lights(work, work.answered())
    rows.audit(work, "session.cancelled_after_confirm", before, case.reason)
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
    work = CancellationWork(context, request, case, rows.lock_rows(context, case.session_id))
    restore, found, why = rows.read_restore(case), work.found, command.reason.strip()
    _must_be_whole(found, restore)
    before = rows.statuses(found)
    _put_back(work, restore)
    rows.put(work, (found.session, {"status": SessionStatus.CONFIRMED}))
    case.is_open = False
    lifecycle.change_status(request, RequestStatus.WITHDRAWN)
    request.outcome, request.closed_at = why, context.now
    rows.audit(work, "session.cancellation_withdrawn", before, why)
    after = {"status": request.status}
    lifecycle.record_edit(context, request, "request.withdrawn", after=after, reason=why)
    return Receipt(request.ref, f"{request.ref} withdrawn. The session is confirmed again.")


def _must_be_settled(work: CancellationWork, steps: tuple[CancellationStep, ...]) -> None:
    reasons = [
        reason("open_step", step=one.name, todo=one.text)
        for one in cancellation.open_steps(steps, work.answered())
    ]
    if any(one.needs_approval for one in steps) and not is_approved(work.context, work.request):
        reasons.append(reason("approval_of_money"))
    if work.found.session.status != SessionStatus.CANCEL_REQUESTED:
        reasons.append(reason("not_requested"))
    if reasons:
        raise Refused(reasons)


def _end_steps(work: CancellationWork, steps: tuple[CancellationStep, ...]) -> None:
    """What was held is stopped; it needs nobody outside, so its reference is the request's."""
    for step in steps:
        row = work.found.of(step.part, step.ref)
        if row is None or step.at_end is None:
            continue
        rows.put(work, (row, {"status": rows.LISTS[step.part](step.at_end)}))
        item = rows.settled_item(work, step.code)
        item.done_at, item.done_by_id = work.context.now, work.context.staff_id
        item.reference = work.request.ref


def _cancel(work: CancellationWork) -> None:
    values = {
        "status": SessionStatus.CANCELLED_AFTER_CONFIRM,
        "cancelled_at": work.context.now,
        "cancel_reason": work.case.reason,
        "cancelled_by_party": work.request.requester_type.value,
    }
    rows.put(work, (work.found.session, values))


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


def _put_back(work: CancellationWork, restore: Restore) -> None:
    """Each held status as it was; one that the platform changed meanwhile stays as it is."""
    for held in restore.held:
        part = Part(held.part)
        row = work.found.of(part, held.ref)
        if row is not None and getattr(row, "status", None) == held.new:
            rows.put(work, (row, {"status": rows.LISTS[part](held.old)}))
