"""What follows for each thing that hangs on a session that is cancelled, and who is refused
(R16, R38-R40)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from core.rules.requests.cancellation import plan, refusal, requester_problem
from core.rules.requests.cancellation_facts import (
    CancellationFacts,
    ClaimFact,
    PaymentFact,
)
from core.rules.requests.cancellation_steps import CancellationStep, StepAnswer
from core.vocabulary.care import (
    CarOutcome,
    ChargeStatus,
    ClaimStatus,
    PayerKind,
    PayoutStatus,
    SessionStage,
)
from core.vocabulary.coverage import CorrectionMethod
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import RequesterType
from tests.support.snapshots.block import Block, together, verdict

ORDINARY = CancellationFacts(SessionStage.CONFIRMED, PayerKind.INSURANCE)
CLAIM = ClaimFact("K-1", ClaimStatus.ACCEPTED)


def blocks() -> Iterator[Block]:
    for status in ClaimStatus:
        unpaid, paid = (replace(CLAIM, status=status, paid_cents=cents) for cents in (0, 9000))
        yield f"claim {status}", _claim(unpaid)
        if _claim(paid) != _claim(unpaid):
            yield f"claim {status}, with money of the payer", _claim(paid)
    yield from _voids()
    for payer, charge in product((PayerKind.INSURANCE, PayerKind.MOS), ChargeStatus):
        lines = _step(Part.CHARGE, payer_kind=payer, charges=(PaymentFact("H-1", charge, 2500),))
        yield f"charge {charge}, session of {payer}", lines
    for payout in PayoutStatus:
        yield f"payout {payout}", _step(Part.PAYOUT, payouts=(PaymentFact("O-1", payout, 10000),))
    for outcome in (None, *CarOutcome):
        yield f"report {outcome}", _step(Part.CAR, payer_kind=PayerKind.MOS, car=outcome)
    for payer in PayerKind:
        yield f"nothing on a session of {payer}", _bare(payer)
    yield from _refusals()


def _voids() -> Iterator[Block]:
    """By how the plan takes corrections, and whether the payer's control number is known."""
    for method, known in product(CorrectionMethod, (True, False)):
        number = "known" if known else "missing"
        claim = replace(CLAIM, method=method, control_number="2026A" if known else "")
        yield f"claim accepted, {method}, number {number}", _claim(claim)
    sent = replace(CLAIM, status=ClaimStatus.SUBMITTED, control_number="2026A")
    yield "claim submitted, number known", _claim(sent)
    for status, cents in product((ClaimStatus.ACCEPTED, ClaimStatus.RECOUPED), (0, 9000)):
        owed = replace(CLAIM, status=status, paid_cents=cents, is_government=True)
        owed = replace(owed, file_by=date(2027, 3, 10))
        money = "paid" if cents else "unpaid"
        yield f"claim {status}, {money}, government, a limit to file", _claim(owed)


def _refusals() -> Iterator[Block]:
    for stage in SessionStage:
        yield f"session {stage}", _obstacles(replace(ORDINARY, stage=stage))
    yield "session in a request", _obstacles(replace(ORDINARY, open_request="R-ABCDEF"))
    answers = {str(kind): verdict(requester_problem(kind)) for kind in RequesterType}
    yield "who asks", together(answers, "anybody")


def _claim(claim: ClaimFact) -> list[str]:
    return _step(Part.CLAIM, claims=(claim,))


def _step(part: Part, **given: Any) -> list[str]:
    (step,) = [one for one in plan(replace(ORDINARY, **given)) if one.part == part]
    return _told(step)


def _bare(payer: PayerKind) -> list[str]:
    return [line for step in plan(replace(ORDINARY, payer_kind=payer)) for line in _told(step)]


def _told(step: CancellationStep) -> list[str]:
    at_once = f", {step.at_once} at once" if step.at_once is not None else ""
    at_end = f", {step.at_end} at the end" if step.at_end is not None else ""
    approval = ", a second person looks" if step.needs_approval else ""
    return [
        f"{step.part} '{step.ref}' '{step.status}': {step.settled}{at_once}{at_end}{approval}",
        f"{step.text}",
        *(_move(move) for move in step.moves),
        *(f"! {warning}" for warning in step.warnings),
    ]


def _move(move: StepAnswer) -> str:
    ends = ", which ends it" if move.ends else ""
    number = ", with the payer's number" if move.needs_number else ""
    return f"> {move.to}{number}: {move.words}{ends}"


def _obstacles(facts: CancellationFacts) -> list[str]:
    found = refusal(facts)
    return [
        f"{found.code} {found.rule}: {found.sentences}" if found else "nothing stands in the way"
    ]
