"""How a cancellation ends: finished, with the session cancelled after its confirmation, or
withdrawn, with everything that was held put back as it was (R16)."""

from dataclasses import dataclass

from core.access import guard
from core.actions import cancellation_rows as rows
from core.actions import lifecycle
from core.actions.approvals import approved
from core.actions.cancellation_rows import Restore
from core.actions.cancellation_work import lock_work
from core.errors import Conflict, InvalidInput, Reason, Refused
from core.models import cancellation_record as record
from core.models.cancellation_record import Rows
from core.models.requests import CancellationCase, SupportRequest
from core.rules import cancellation
from core.rules.cancellation_moves import Step
from core.rules.texts import text_problem
from core.transaction import Change, Receipt
from core.vocabulary.care import ChargeStatus, PayoutStatus, SessionStatus
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import RequestKind, RequestStatus

LISTS = {Part.CHARGE: ChargeStatus, Part.PAYOUT: PayoutStatus}


@dataclass(frozen=True)
class FinishCancellation:
    """Cancel the session: every step is settled. `record_version` is of what was seen."""

    ref: str
    version: int
    record_version: int


@dataclass(frozen=True)
class WithdrawCancellation:
    """The provider takes the request back, and why."""

    ref: str
    version: int
    reason: str


@guard
def finish_cancellation(change: Change, command: FinishCancellation) -> Receipt:
    """The session is cancelled after its confirmation, a held charge stopped, a held payout
    void; then the requester is told. Refused, naming each, while a step is open."""
    request, case, found = lock_work(change, command.ref, command.version)
    if found.version != command.record_version:
        raise Conflict("This session or its money changed while you were looking at it.")
    steps = cancellation.plan(record.facts(change.db, found, change.now))
    _must_be_settled(change, request, found, steps)
    before = rows.statuses(found)
    _end_steps(change, request, found, steps)
    _cancel(change, request, case, found)
    lifecycle.move(request, RequestStatus.TO_TELL)
    case.is_open = False
    _write_lights(change, request, case, found)
    change.touch(case)
    reason = f"{request.ref}: {case.reason}"
    rows.audit(change, request, "session.cancelled_after_confirm", before, found, reason)
    lifecycle.note(change, request, "request.done", after={"status": request.status})
    return Receipt(request.ref, "The session is cancelled. Now tell the requester.")


@guard
def withdraw_cancellation(change: Change, command: WithdrawCancellation) -> Receipt:
    """The session is confirmed again, and charge and payout are what they were. Refused once
    something was taken back for good, and for a request that somebody else has."""
    problem = text_problem(command.reason, "Say who took it back, and why.")
    if problem:
        raise InvalidInput({"reason": problem})
    request = lifecycle.lock_request(change, command.ref, command.version)
    lifecycle.must_be(request, RequestKind.SESSION_CANCELLATION)
    lifecycle.must_not_be_anothers(change, request)
    case = record.case_of(change.db, request)
    if not case.is_open:
        raise Conflict("This cancellation is not under way any more. Load the page again.")
    restore, found = rows.read_restore(case), rows.lock_rows(change, case.session_id)
    _must_be_whole(found, restore)
    before = rows.statuses(found)
    _put_back(change, request, found, restore)
    rows.put_session(change, request, found.session, status=SessionStatus.CONFIRMED)
    case.is_open = False
    change.touch(case)
    lifecycle.move(request, RequestStatus.WITHDRAWN)
    request.outcome, request.closed_at = command.reason.strip(), change.now
    reason = f"{request.ref}: {command.reason.strip()}"
    rows.audit(change, request, "session.cancellation_withdrawn", before, found, reason)
    after = {"status": request.status}
    lifecycle.note(change, request, "request.withdrawn", after=after, reason=request.outcome)
    return Receipt(request.ref, "Withdrawn: the session is confirmed, as it was.")


def _must_be_settled(
    change: Change, request: SupportRequest, found: Rows, steps: tuple[Step, ...]
) -> None:
    answered = record.answered(record.items_of(change.db, request))
    reasons = [
        Reason("open_step", f"{one.part.value.upper()} {one.ref}: {one.text}", "R16")
        for one in cancellation.open_steps(steps, answered)
    ]
    if any(one.needs_approval for one in steps) and not approved(change, request):
        text = "A claim is paid, and nobody else has looked at it as it is now."
        reasons.append(Reason("second_person", text, "R16"))
    if found.session.status != SessionStatus.CANCEL_REQUESTED:
        text = "The session is not being cancelled any more: the platform says otherwise."
        reasons.append(Reason("not_requested", text, "R16"))
    if reasons:
        raise Refused(reasons)


def _end_steps(
    change: Change, request: SupportRequest, found: Rows, steps: tuple[Step, ...]
) -> None:
    """What was held is stopped; it needs nobody outside, so its reference is the request's."""
    for step in steps:
        row = found.of(step.part, step.ref)
        if row is None or step.at_end is None:
            continue
        rows.put(change, request, row, status=LISTS[step.part](step.at_end))
        item = rows.settled_item(change, request, step.code)
        item.done_at, item.done_by_id = change.now, change.staff_id
        item.reference = request.ref


def _cancel(change: Change, request: SupportRequest, case: CancellationCase, found: Rows) -> None:
    rows.put_session(
        change,
        request,
        found.session,
        status=SessionStatus.CANCELLED_AFTER_CONFIRM,
        cancelled_at=change.now,
        cancel_reason=case.reason,
        cancelled_by_party=request.requester_type.value,
    )


def _write_lights(
    change: Change, request: SupportRequest, case: CancellationCase, found: Rows
) -> None:
    change.db.flush()
    steps = cancellation.plan(record.facts(change.db, found, change.now))
    rows.keep_lights(case, steps, record.answered(record.items_of(change.db, request)))


def _must_be_whole(found: Rows, restore: Restore) -> None:
    reasons = [
        Reason("taken_back", f"{code.replace('.', ' ').capitalize()} is taken back already.", "R16")
        for code in dict.fromkeys(restore.moved)
    ]
    if found.session.status != SessionStatus.CANCEL_REQUESTED:
        text = "The session is not being cancelled any more: the platform says otherwise."
        reasons.append(Reason("not_requested", text, "R16"))
    if restore.moved:
        text = "Finish the cancellation; the provider books and confirms a new session."
        reasons.append(Reason("finish_instead", text, "R16"))
    if reasons:
        raise Refused(reasons)


def _put_back(change: Change, request: SupportRequest, found: Rows, restore: Restore) -> None:
    """Each held status as it was; one that the platform changed meanwhile stays as it is."""
    for held in restore.held:
        part = Part(held.part)
        row = found.of(part, held.ref)
        if row is not None and getattr(row, "status", None) == held.new:
            rows.put(change, request, row, status=LISTS[part](held.old))
