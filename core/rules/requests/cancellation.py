"""Whether a session may be cancelled by support, and what follows for each thing that hangs on it
(R16, R38-R40). Cancelling is never an edit; only a confirmed session comes here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.rules.reasons import CATALOGUE, reason
from core.rules.requests import cancellation_steps as moves
from core.rules.requests.cancellation_facts import CancellationFacts
from core.rules.requests.cancellation_steps import CancellationStep, StepAnswer
from core.rules.sessions.stage import SessionEnd, closed_because
from core.vocabulary.care import CarOutcome, PayerKind, SessionStage
from core.vocabulary.reasons import Reason, ReasonCode
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import RequesterType, SettleStatus

ASKS = frozenset({RequesterType.PROVIDER, RequesterType.STAFF})
"""Who may ask: the provider, or staff on the provider's behalf (R16)."""


def refusal(facts: CancellationFacts) -> Reason | None:
    """Why this session cannot be canceled by support; None where it can (R16)."""
    if facts.open_request is None and facts.stage == SessionStage.CONFIRMED:
        return None
    at = facts.stage if facts.open_request is None else SessionStage.CANCEL_REQUESTED
    last_on = facts.confirm_last_on
    end = SessionEnd(at, facts.payer_kind, last_on, facts.open_request)
    return closed_because(end) or reason(ReasonCode.CANCEL_IN_CALENDAR)


def requester_problem(kind: RequesterType) -> str | None:
    """Why this requester cannot have a session cancelled; None for one who can (R16, R53)."""
    if kind in ASKS:
        return None
    return (
        "Only the provider has a confirmed session cancelled. Log what was said and pass it on: "
        "the client writes to the provider through Messages, and the provider asks support."
    )


def plan(facts: CancellationFacts) -> tuple[CancellationStep, ...]:
    """What follows, for every claim, charge and payout and for the CAR, as things stand now
    (R16, R38-R40)."""
    return (*_claims(facts), *_charges(facts), *_payouts(facts), _car(facts))


def light(step: CancellationStep, answered: Mapping[str, SettleStatus]) -> SettleStatus:
    """How a step stands: as it was answered, else as the record says. A claim that the payer paid
    after it was settled is to do again."""
    said = answered.get(step.code, step.settled)
    return SettleStatus.TODO if step.needs_approval and said == SettleStatus.DONE else said


def open_steps(
    steps: Sequence[CancellationStep], answered: Mapping[str, SettleStatus]
) -> tuple[CancellationStep, ...]:
    """The steps that somebody must still do and answer; none: the cancellation can be finished."""
    todo = (one for one in steps if light(one, answered) == SettleStatus.TODO)
    return tuple(one for one in todo if one.needs_person)


def summary(
    steps: Sequence[CancellationStep], answered: Mapping[str, SettleStatus]
) -> dict[Part, SettleStatus]:
    """How each part stands: to do while one of its steps is, done when at least one was."""
    found = {}
    for part in Part:
        lights = {light(one, answered) for one in steps if one.part == part}
        ranked = (SettleStatus.TODO, SettleStatus.DONE, SettleStatus.NOT_APPLICABLE)
        found[part] = next(one for one in ranked if one in lights)
    return found


def needs_second_person(facts: CancellationFacts) -> bool:
    """Money of a payer is to be given back, so a lead or manager looks first (R16)."""
    return any(step.needs_approval for step in _claims(facts))


def _claims(facts: CancellationFacts) -> tuple[CancellationStep, ...]:
    if facts.claims:
        return tuple(moves.of_claim(one) for one in facts.claims)
    if facts.payer_kind in (PayerKind.INSURANCE, PayerKind.EAP):
        text = "No claim is here yet. See to it that the next billing batch makes none."
        return (
            CancellationStep(Part.CLAIM, "", "", text, moves=(_noted("It will not be billed"),)),
        )
    text = "No insurer is billed for this session."
    return (CancellationStep(Part.CLAIM, "", "", text, settled=SettleStatus.NOT_APPLICABLE),)


def _charges(facts: CancellationFacts) -> tuple[CancellationStep, ...]:
    if facts.payer_kind == PayerKind.MOS:
        return tuple(_fault(moves.of_charge(one)) for one in facts.charges) or (_no_charge(),)
    return tuple(moves.of_charge(one) for one in facts.charges) or (_no_charge(),)


def _fault(step: CancellationStep) -> CancellationStep:
    """A charge on a Military OneSource session is a fault of the record: never moved by us."""
    if step.settled == SettleStatus.NOT_APPLICABLE:
        return step
    return replace(
        step,
        text=CATALOGUE[ReasonCode.MOS_CHARGE].next_step,
        at_once=None,
        at_end=None,
        moves=(_noted("Reported to billing"),),
    )


def _no_charge() -> CancellationStep:
    return CancellationStep(
        Part.CHARGE, "", "", "The client is charged nothing.", settled=SettleStatus.NOT_APPLICABLE
    )


def _payouts(facts: CancellationFacts) -> tuple[CancellationStep, ...]:
    none = CancellationStep(
        Part.PAYOUT, "", "", "The provider is paid nothing.", settled=SettleStatus.NOT_APPLICABLE
    )
    return tuple(moves.of_payout(one) for one in facts.payouts) or (none,)


def _car(facts: CancellationFacts) -> CancellationStep:
    if facts.payer_kind != PayerKind.MOS:
        text = "Only Military OneSource sessions have a Case Activity Report."
        return CancellationStep(Part.CAR, "", "", text, settled=SettleStatus.NOT_APPLICABLE)
    if facts.car in (CarOutcome.CANCELLED, CarOutcome.NO_SHOW):
        text = "The Case Activity Report shows the true outcome already."
        return CancellationStep(Part.CAR, "", facts.car, text, settled=SettleStatus.NOT_APPLICABLE)
    text = (
        "Have the provider correct the Case Activity Report: it says the session was held."
        if facts.car
        else "Have the provider file the Case Activity Report with the true outcome."
    )
    outcomes = (
        StepAnswer(CarOutcome.CANCELLED, "It says cancelled", ends=True),
        StepAnswer(CarOutcome.NO_SHOW, "It says no-show", ends=True),
    )
    return CancellationStep(Part.CAR, "", facts.car or "", text, moves=outcomes)


def _noted(words: str) -> StepAnswer:
    return StepAnswer(moves.NOTED, words, ends=True)
