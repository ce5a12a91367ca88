"""Settling what hangs on a session being cancelled, step by step: what was done outside is
written down with its reference, and the status moves on (R16)."""

from dataclasses import dataclass, replace

from core.access import guard
from core.actions import cancellation_rows as rows
from core.actions import lifecycle
from core.actions.approvals import approved, holding
from core.errors import Conflict, InvalidInput, Reason, Refused
from core.models import cancellation_record as record
from core.models import second_look
from core.models.cancellation_record import Rows
from core.models.care import CarReport, Claim, ClientCharge
from core.models.requests import CancellationCase, SupportRequest
from core.rules import cancellation
from core.rules.cancellation_moves import NEWS, NOT_APPLICABLE, NOTED, Move, Step
from core.rules.corrections import clean
from core.rules.request_life import may_become
from core.rules.texts import text_problem
from core.transaction import Change, Receipt
from core.vocabulary.care import CarOutcome, ChargeStatus, ClaimStatus, PayoutStatus
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import RequestKind, RequestStatus

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


@guard
def settle_step(change: Change, command: SettleStep) -> Receipt:
    """Write down one step. Raises InvalidInput without a reference, and for a void without the
    payer's control number; Refused for a paid claim without a second person's yes; Conflict for
    a step that moved meanwhile."""
    request, case, found = lock_work(change, command.ref, command.version)
    step = _step(change, request, found, command.code)
    move = _move(step, command.answer)
    reference, number = clean(command.reference), clean(command.control_number)
    _check(move, reference, number)
    _must_be_approved(change, request, step)
    before, approval = rows.statuses(found), holding(change, request)
    _carry_out(change, request, found, step, move, reference, number)
    _remember(change, request, case, step, move, reference)
    change.db.flush()
    if approval is not None:
        approval.record_version = second_look.record_version(change.db, request)
        change.touch(approval)
    _write_lights(change, request, case, found)
    change.touch(case)
    lifecycle.started(change, request)
    change.touch(request)
    reason = f"{request.ref}: {step.code.replace('.', ' ')}, {move.words.lower()}: {reference}"
    rows.audit(change, request, "session.cancellation_step", before, found, reason)
    return Receipt(request.ref, f"{move.words}: written down.")


def lock_work(
    change: Change, ref: str, version: int
) -> tuple[SupportRequest, CancellationCase, Rows]:
    """The request of a cancellation under way, its case and everything on the session, held."""
    request = lifecycle.lock_request(change, ref, version)
    lifecycle.must_be(request, RequestKind.SESSION_CANCELLATION)
    lifecycle.must_be_mine(change, request)
    case = record.case_of(change.db, request)
    if not case.is_open or not may_become(request.status, RequestStatus.TO_TELL):
        raise Conflict("This cancellation is not under way any more. Load the page again.")
    return request, case, rows.lock_rows(change, case.session_id)


def _step(change: Change, request: SupportRequest, found: Rows, code: str) -> Step:
    """The step as it stands; a Conflict once it is settled or has gone."""
    steps = cancellation.plan(record.facts(change.db, found, change.now))
    answered = record.answered(record.items_of(change.db, request))
    for step in cancellation.open_steps(steps, answered):
        if step.code == code:
            return step
    raise Conflict("This step is settled by now. Load the page again.")


def _move(step: Step, answer: str) -> Move:
    if answer == NOT_APPLICABLE:
        return Move(NOT_APPLICABLE, "Not applicable", ends=True)
    for move in step.moves:
        if move.to == answer:
            return move
    raise Conflict("This step moved on while you were looking at it. Load the page again.")


def _check(move: Move, reference: str, number: str) -> None:
    missing = "Give the reference of what was done: a number, a name and a day."
    if move.to == NOT_APPLICABLE:
        missing = "Say why this does not apply."
    problems = {"reference": text_problem(reference, missing, 120)}
    if move.needs_number:
        missing = "Give the payer's control number; without it no claim can be voided."
        problems["control_number"] = text_problem(number, missing, 40)
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise InvalidInput(found)


def _must_be_approved(change: Change, request: SupportRequest, step: Step) -> None:
    if step.needs_approval and not approved(change, request):
        text = (
            "The payer has paid this claim: a lead or manager must look at it before the money "
            "goes back."
        )
        raise Refused([Reason("second_person", text, "R16")])


def _carry_out(
    change: Change,
    request: SupportRequest,
    found: Rows,
    step: Step,
    move: Move,
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
        values |= _with_claim(change, row, move, number)
    if isinstance(row, ClientCharge) and move.to == ChargeStatus.REFUNDED:
        values["refunded_cents"] = row.amount_cents
    rows.put(change, request, row, **values)


def _with_claim(change: Change, claim: Claim, move: Move, number: str) -> dict[str, object]:
    """What a claim's new status brings with it."""
    values: dict[str, object] = {"payer_control_number": number} if move.needs_number else {}
    if move.to == ClaimStatus.VOID_REQUESTED:
        values["void_requested_at"] = change.now
    if move.to == ClaimStatus.VOIDED:
        values["void_accepted_at"] = change.now
    if move.to in (ClaimStatus.RECOUPED, ClaimStatus.REFUNDED_TO_PAYER):
        values["recouped_cents"] = claim.paid_cents
    return values


def _remember(
    change: Change,
    request: SupportRequest,
    case: CancellationCase,
    step: Step,
    move: Move,
    reference: str,
) -> None:
    item = rows.settled_item(change, request, step.code)
    if move.to == NOT_APPLICABLE:
        item.not_applicable_reason = reference
    else:
        item.reference = reference
    if move.ends:
        item.done_at, item.done_by_id = change.now, change.staff_id
    if move.to not in NEWS:
        restore = rows.read_restore(case)
        rows.keep_restore(case, replace(restore, moved=[*restore.moved, step.code]))


def _write_lights(
    change: Change, request: SupportRequest, case: CancellationCase, found: Rows
) -> None:
    steps = cancellation.plan(record.facts(change.db, found, change.now))
    rows.keep_lights(case, steps, record.answered(record.items_of(change.db, request)))
