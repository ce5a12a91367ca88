"""Settling what hangs on a session being cancelled, step by step: what was done outside is
written down with its reference, and the status moves on (R16)."""

from dataclasses import dataclass, replace

from core.access import WORKING, guard
from core.db.edits import count_edit
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict, Refused, refuse_problems
from core.facts import approvals
from core.facts import cancellations as record
from core.facts.cancellations import CancellationRows
from core.models.care import CarReport, Claim, ClientCharge
from core.models.requests import CancellationCase, SupportRequest
from core.requests import lifecycle, locking
from core.requests.approvals import current_approval, is_approved
from core.requests.cancellation import rows as rows
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
from core.vocabulary.care import CarOutcome, ChargeStatus, ClaimStatus, PayoutStatus
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import RequestKind, RequestStatus
from core.vocabulary.words import sentence_case

LISTS = {Part.CLAIM: ClaimStatus, Part.CHARGE: ChargeStatus, Part.PAYOUT: PayoutStatus}


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
    request, case, found = lock_work(context, command.ref, command.version)
    step = _step(context, request, found, command.code)
    move = _move(step, command.answer)
    reference, number = clean(command.reference), clean(command.control_number)
    _check(move, reference, number)
    _must_be_approved(context, request, step)
    before, approval = rows.statuses(found), current_approval(context, request)
    _carry_out(context, request, found, step, move, reference, number)
    _remember(context, request, case, step, move, reference)
    notice_self_harm(context, request, command)
    context.db.flush()
    if approval is not None:
        approval.record_version = approvals.record_version(context.db, request)
    _write_lights(context, request, case, found)
    lifecycle.note_first_action(context, request)
    count_edit(request)
    reason = f"{request.ref}: {step.code.replace('.', ' ')} {move.words} ({reference})"
    rows.audit(context, request, "session.cancellation_step", before, found, reason)
    return Receipt(request.ref, f"{sentence_case(step.name)}: {move.words}.")


def lock_work(
    context: WriteContext, ref: str, version: int
) -> tuple[SupportRequest, CancellationCase, CancellationRows]:
    """The request of a cancellation under way, its case and everything on the session, held."""
    request = locking.lock_request(context, ref, version)
    locking.must_be_kind(request, RequestKind.SESSION_CANCELLATION)
    locking.must_be_mine(context, request)
    case = record.case_of(context.db, request)
    if not case.is_open or not may_become(request.status, RequestStatus.REPLY_PENDING):
        raise Conflict("This cancellation is no longer in progress. Load the page again.")
    return request, case, rows.lock_rows(context, case.session_id)


def _step(
    context: WriteContext, request: SupportRequest, found: CancellationRows, code: str
) -> CancellationStep:
    """The open step; Conflict once it is settled or gone."""
    steps = cancellation.plan(record.cancellation_facts(found, context.now))
    answered = record.answered(record.items_of(context.db, request))
    for step in cancellation.open_steps(steps, answered):
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


def _must_be_approved(
    context: WriteContext, request: SupportRequest, step: CancellationStep
) -> None:
    if step.needs_approval and not is_approved(context, request):
        raise Refused([reason("approval_of_money")])


def _carry_out(
    context: WriteContext,
    request: SupportRequest,
    found: CancellationRows,
    step: CancellationStep,
    move: StepAnswer,
    reference: str,
    number: str,
) -> None:
    row = found.of(step.part, step.ref)
    if row is None or move.to in (NOTED, NOT_APPLICABLE):
        return
    values: dict[str, object] = {}
    if isinstance(row, CarReport):
        values = {"outcome": CarOutcome(move.to), "reference": reference[:60]}
    else:
        values = {"status": LISTS[step.part](move.to)}
    if isinstance(row, Claim):
        values |= _with_claim(context, row, move, number)
    if isinstance(row, ClientCharge) and move.to == ChargeStatus.REFUNDED:
        values["refunded_cents"] = row.amount_cents
    rows.put(context, request, found, (row, values))


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
    context: WriteContext,
    request: SupportRequest,
    case: CancellationCase,
    step: CancellationStep,
    move: StepAnswer,
    reference: str,
) -> None:
    item = rows.settled_item(context, request, step.code)
    if move.to == NOT_APPLICABLE:
        item.not_applicable_reason = reference
    else:
        item.reference = reference
    if move.ends:
        item.done_at, item.done_by_id = context.now, context.staff_id
    if move.to not in CAN_STILL_WITHDRAW:
        restore = rows.read_restore(case)
        rows.keep_restore(case, replace(restore, moved=[*restore.moved, step.code]))


def _write_lights(
    context: WriteContext, request: SupportRequest, case: CancellationCase, found: CancellationRows
) -> None:
    steps = cancellation.plan(record.cancellation_facts(found, context.now))
    rows.keep_lights(case, steps, record.answered(record.items_of(context.db, request)))
