"""Settling what hangs on a session being cancelled, step by step: what was done outside is
written down with its reference, and the status moves on (R16)."""

from dataclasses import dataclass, replace

from core.access import WORKING, guard
from core.db.edits import count_edit
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict, Refused, refuse_problems
from core.facts import approvals
from core.facts import cancellations as record
from core.models.care import CarReport, Claim, ClientCharge
from core.requests import lifecycle, locking
from core.requests.approvals import current_approval, is_approved
from core.requests.cancellation import rows as rows
from core.requests.cancellation.rows import CancellationWork
from core.requests.urgency import notice_self_harm
from core.rules.reasons import reason
from core.rules.requests import cancellation
from core.rules.requests.cancellation_steps import (
    CAN_STILL_WITHDRAW,
    DOES_NOT_APPLY,
    NOT_APPLICABLE,
    NOTED,
    CancellationStep,
    StepAnswer,
)
from core.rules.requests.corrections import clean
from core.rules.requests.transitions import may_become
from core.rules.texts import text_problem
from core.vocabulary.care import CarOutcome, ChargeStatus, ClaimStatus
from core.vocabulary.requests import RequestKind, RequestStatus
from core.vocabulary.words import sentence_case


@dataclass(frozen=True)
class SettleStep:
    """The answer to one step: the status it moves to, NOTED, or NOT_APPLICABLE.

    `reference` is that of what was done outside, or why the step does not apply;
    `control_number` is the payer's, where it was not known yet.
    """

    ref: str
    version: int
    code: str
    answer: str
    reference: str
    control_number: str = ""


@guard(WORKING)
def settle_step(context: WriteContext, command: SettleStep) -> Receipt:
    """Write down one step. Raises InvalidInput without a reference, and for a void without the
    payer's control number; Refused for a paid claim without an approval; Conflict for
    a step that moved meanwhile."""
    work = lock_work(context, command.ref, command.version)
    request, step = work.request, _step(work, command.code)
    move = _move(step, command.answer)
    reference, number = clean(command.reference), clean(command.control_number)
    _check(move, reference, number)
    if step.needs_approval and not is_approved(context, request):
        raise Refused([reason("approval_of_money")])
    before, approval = rows.statuses(work.found), current_approval(context, request)
    _carry_out(work, step, move, reference, number)
    _remember(work, step, move, reference)
    notice_self_harm(context, request, command)
    context.db.flush()
    if approval is not None:
        approval.record_version = approvals.record_version(context.db, request)
    rows.keep_lights(work, work.answered())
    lifecycle.note_first_action(context, request)
    count_edit(request)
    why = f"{step.code.replace('.', ' ')} {move.words} ({reference})"
    rows.audit(work, "session.cancellation_step", before, why)
    return Receipt(request.ref, f"{sentence_case(step.name)}: {move.words}.")


def lock_work(context: WriteContext, ref: str, version: int) -> CancellationWork:
    """The work of a cancellation under way, held."""
    request = locking.lock_request(context, ref, version)
    locking.must_be_kind(request, RequestKind.SESSION_CANCELLATION)
    locking.must_be_mine(context, request)
    case = record.case_of(context.db, request)
    if not case.is_open or not may_become(request.status, RequestStatus.REPLY_PENDING):
        raise Conflict("This cancellation is no longer in progress. Load the page again.")
    return CancellationWork(context, request, case, rows.lock_rows(context, case.session_id))


def _step(work: CancellationWork, code: str) -> CancellationStep:
    """The open step; Conflict once it is settled or gone."""
    for step in cancellation.open_steps(work.steps(), work.answered()):
        if step.code == code:
            return step
    raise Conflict("Someone already settled this step. Load the page again.")


def _move(step: CancellationStep, answer: str) -> StepAnswer:
    for move in (*step.moves, DOES_NOT_APPLY):
        if move.to == answer:
            return move
    raise Conflict("Someone changed this step while you were looking at it. Load the page again.")


def _check(move: StepAnswer, reference: str, number: str) -> None:
    missing = "Enter the reference of what you did: a number, a name and a date."
    if move.to == NOT_APPLICABLE:
        missing = "Enter why the step does not apply."
    problems = {"reference": text_problem(reference, missing, 120)}
    if move.needs_number:
        missing = "Enter the payer's control number. A claim can't be voided without it."
        problems["control_number"] = text_problem(number, missing, 40)
    refuse_problems(problems)


def _carry_out(
    work: CancellationWork, step: CancellationStep, move: StepAnswer, reference: str, number: str
) -> None:
    row = work.found.of(step.part, step.ref)
    if row is None or move.to in (NOTED, NOT_APPLICABLE):
        return
    values: dict[str, object] = {}
    if isinstance(row, CarReport):
        values = {"outcome": CarOutcome(move.to), "reference": reference[:60]}
    else:
        values = {"status": rows.LISTS[step.part](move.to)}
    if isinstance(row, Claim):
        values |= _with_claim(work.context, row, move, number)
    if isinstance(row, ClientCharge) and move.to == ChargeStatus.REFUNDED:
        values["refunded_cents"] = row.amount_cents
    rows.put(work, (row, values))


def _with_claim(
    context: WriteContext, claim: Claim, move: StepAnswer, number: str
) -> dict[str, object]:
    """What a claim's new status brings with it."""
    values: dict[str, object] = {"payer_control_number": number} if move.needs_number else {}
    if move.to == ClaimStatus.VOID_REQUESTED:
        values["void_requested_at"] = context.now
    if move.to == ClaimStatus.VOIDED:
        values["void_accepted_at"] = context.now
    if move.to in (ClaimStatus.RECOUPED, ClaimStatus.REFUNDED_TO_PAYER):
        values["recouped_cents"] = claim.paid_cents
    return values


def _remember(
    work: CancellationWork, step: CancellationStep, move: StepAnswer, reference: str
) -> None:
    context, item = work.context, rows.settled_item(work, step.code)
    if move.to == NOT_APPLICABLE:
        item.not_applicable_reason = reference
    else:
        item.reference = reference
    if move.ends:
        item.done_at, item.done_by_id = context.now, context.staff_id
    if move.to not in CAN_STILL_WITHDRAW:
        restore = rows.read_restore(work.case)
        rows.keep_restore(work.case, replace(restore, moved=[*restore.moved, step.code]))
