"""Whether support can cancel a session, and what follows for its claims, charges, payouts and CAR
(R16, R38-R40).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.rules.reasons import CATALOGUE, reason
from core.rules.requests.cancellation_facts import CancellationFacts
from core.rules.requests.cancellation_steps import (
    NOTED,
    CancellationStep,
    StepAnswer,
    of_claim,
    of_money,
)
from core.rules.sessions.stage import SessionEnd, closed_because
from core.vocabulary.care import CarOutcome, PayerKind, SessionStage
from core.vocabulary.reasons import Reason
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import RequesterType, SettleStatus

ASKS = frozenset({RequesterType.PROVIDER, RequesterType.STAFF})
"""Who can request it: the provider, or staff for the provider (R16)."""


def refusal(facts: CancellationFacts) -> Reason | None:
    """Why this session cannot be canceled by support; None where it can (R16)."""
    if facts.open_request is None and facts.stage == SessionStage.CONFIRMED:
        return None
    at = facts.stage if facts.open_request is None else SessionStage.CANCEL_REQUESTED
    last_on = facts.confirm_last_on
    end = SessionEnd(at, facts.payer_kind, last_on, facts.open_request, facts.today)
    return closed_because(end) or reason("cancel_in_calendar")


def requester_problem(kind: RequesterType) -> str | None:
    """Why this requester cannot request a cancellation; None for one who can (R16, R53)."""
    if kind in ASKS:
        return None
    return (
        "Only the provider can request the cancellation of a confirmed session. Ask the client to "
        "write to the provider in Messages. The provider then asks support."
    )


def plan(facts: CancellationFacts) -> tuple[CancellationStep, ...]:
    """What follows now for every claim, charge and payout and for the CAR (R16, R38-R40)."""
    return (*_claims(facts), *_charges(facts), *_payouts(facts), _car(facts))


def light(step: CancellationStep, answered: Mapping[str, SettleStatus]) -> SettleStatus:
    """The status of a step: as it was answered, else as the record says. A claim that the payer
    paid after it was settled is to do again."""
    said = answered.get(step.code, step.settled)
    return SettleStatus.TODO if step.needs_approval and said == SettleStatus.DONE else said


def open_steps(
    steps: Sequence[CancellationStep], answered: Mapping[str, SettleStatus]
) -> tuple[CancellationStep, ...]:
    """The steps that a person has not answered yet; none when the cancellation can be finished."""
    todo = (one for one in steps if light(one, answered) == SettleStatus.TODO)
    return tuple(one for one in todo if one.needs_person)


def summary(
    steps: Sequence[CancellationStep], answered: Mapping[str, SettleStatus]
) -> dict[Part, SettleStatus]:
    """The status of each part: to do while one of its steps is, done when at least one was."""
    found = {}
    for part in Part:
        lights = {light(one, answered) for one in steps if one.part == part}
        ranked = (SettleStatus.TODO, SettleStatus.DONE, SettleStatus.NOT_APPLICABLE)
        found[part] = next(one for one in ranked if one in lights)
    return found


def amounts(steps: Sequence[CancellationStep]) -> dict[Part, int]:
    """The cents that go back by direction: to the payer for claims, to the client for charges, from
    the provider for payouts. There is no total over them."""
    directions = (Part.CLAIM, Part.CHARGE, Part.PAYOUT)
    return {part: sum(one.cents for one in steps if one.part == part) for part in directions}


def needs_approval(facts: CancellationFacts) -> bool:
    """Whether a payer's money goes back, so that a lead or manager approves first (R16)."""
    return any(step.needs_approval for step in _claims(facts))


def _claims(facts: CancellationFacts) -> tuple[CancellationStep, ...]:
    if facts.claims:
        return tuple(of_claim(one, facts.today) for one in facts.claims)
    if facts.payer_kind in (PayerKind.INSURANCE, PayerKind.EAP):
        text = "There is no claim yet. Make sure the next billing batch creates none."
        return (CancellationStep(Part.CLAIM, "", "", text, moves=(_noted("not billed"),)),)
    return (_nothing(Part.CLAIM, "No insurer is billed for this session."),)


def _charges(facts: CancellationFacts) -> tuple[CancellationStep, ...]:
    steps = tuple(of_money(Part.CHARGE, one) for one in facts.charges)
    if facts.payer_kind == PayerKind.MOS:
        steps = tuple(_fault(step) for step in steps)
    return steps or (_nothing(Part.CHARGE, "There is no client charge."),)


def _fault(step: CancellationStep) -> CancellationStep:
    """A charge on a Military OneSource session is a data issue. Billing removes it, never this
    request."""
    if step.settled == SettleStatus.NOT_APPLICABLE:
        return step
    text, moves = CATALOGUE["mos_charge"].next_step, (_noted("reported to billing"),)
    return replace(step, text=text, at_once=None, at_end=None, moves=moves)


def _payouts(facts: CancellationFacts) -> tuple[CancellationStep, ...]:
    steps = tuple(of_money(Part.PAYOUT, one) for one in facts.payouts)
    return steps or (_nothing(Part.PAYOUT, "There is no payout."),)


def _car(facts: CancellationFacts) -> CancellationStep:
    if facts.payer_kind != PayerKind.MOS:
        return _nothing(Part.CAR, "Only Military OneSource sessions have a Case Activity Report.")
    if facts.car in (CarOutcome.CANCELLED, CarOutcome.NO_SHOW):
        text = "The Case Activity Report already shows the true outcome."
        return _nothing(Part.CAR, text, facts.car)
    text = (
        "The Case Activity Report says the session took place. Ask the provider to correct it."
        if facts.car
        else "Ask the provider to file the Case Activity Report with the true outcome."
    )
    outcomes = (
        StepAnswer(CarOutcome.CANCELLED, "canceled in the report", ends=True),
        StepAnswer(CarOutcome.NO_SHOW, "no-show in the report", ends=True),
    )
    return CancellationStep(Part.CAR, "", facts.car or "", text, moves=outcomes)


def _nothing(part: Part, text: str, status: str = "") -> CancellationStep:
    return CancellationStep(part, "", status, text, settled=SettleStatus.NOT_APPLICABLE)


def _noted(words: str) -> StepAnswer:
    return StepAnswer(NOTED, words, ends=True)
