"""The steps that void a claim, stop or refund a charge, and stop or recover a payout (R16).

Until the payer accepts a claim it is withdrawn. After that it is voided (frequency 8 with the
payer's control number, or the plan's own way), and what was paid is watched until it is back.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.rules.reasons import reason
from core.rules.requests.cancellation_facts import ClaimFact, PaymentFact
from core.rules.time.formats import day_text, money_text
from core.vocabulary.care import ChargeStatus, ClaimStatus, PayoutStatus
from core.vocabulary.coverage import CorrectionMethod
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import SettleStatus
from core.vocabulary.words import phrase

C, H, O = ClaimStatus, ChargeStatus, PayoutStatus  # noqa: E741 - claim, charge, payout
NOTED, NOT_APPLICABLE = "noted", "not_applicable"
"""Answers to a step that change no status: done elsewhere, and not applicable."""

VOID = 8
"""The frequency of a claim that voids another one."""

CAN_STILL_WITHDRAW = frozenset({C.ACCEPTED, C.FRONT_END_REJECTED, NOTED, NOT_APPLICABLE})
"""After these answers a cancellation can still be withdrawn."""

GOVERNMENT_CALENDAR_DAYS = 60
"""Days to report and return Medicare and Medicaid overpayments once they are known (42 CFR
401.305)."""


@dataclass(frozen=True)
class StepAnswer:
    """One answer to a step: the status it leads to (or NOTED), its label, whether it settles the
    step, and whether it needs the payer's control number."""

    to: str
    words: str
    ends: bool = False
    needs_number: bool = False

    @property
    def button(self) -> str:
        """What a person presses to give this answer: "Mark as void sent"."""
        return f"Mark as {self.words}"


DOES_NOT_APPLY = StepAnswer(NOT_APPLICABLE, "not applicable", ends=True)
"""The answer that every step can have."""


@dataclass(frozen=True)
class CancellationStep:
    """One claim, charge, payout or CAR of the session, and what support does about it.

    Filing gives it the status `at_once`, finishing the status `at_end`. `cents` were paid and go
    back: to the payer of a claim or the client of a charge, from the provider of a payout.
    """

    part: Part
    ref: str
    status: str
    text: str
    settled: SettleStatus = SettleStatus.TODO
    moves: tuple[StepAnswer, ...] = ()
    at_once: str | None = None
    at_end: str | None = None
    needs_approval: bool = False
    warnings: tuple[str, ...] = ()
    cents: int = 0

    @property
    def code(self) -> str:
        """The name of the step within its request: "claim.K-1", "car"."""
        return f"{self.part.value}.{self.ref}" if self.ref else self.part.value

    @property
    def name(self) -> str:
        """The step inside a sentence: "claim K-1", "Case Activity Report"."""
        return step_name(self.code)

    @property
    def needs_person(self) -> bool:
        """Whether a person answers it before the request can be finished."""
        return self.settled == SettleStatus.TODO and self.at_end is None


def step_name(code: str) -> str:
    """The name of the step with this code: "claim K-1" for "claim.K-1"."""
    part, _, ref = code.partition(".")
    return f"{phrase(Part(part))} {ref}".strip()


_OVER = {
    C.WITHDRAWN: "The claim was withdrawn before it reached the payer.",
    C.RECOUPED: "The claim is voided, and the payer has its money back.",
    C.REFUNDED_TO_PAYER: "The payer was refunded.",
    C.REPLACED: "Another claim replaced this one. Only the replacement needs a void.",
}
_ANSWERED = frozenset({C.VOID_REQUESTED, C.VOIDED})
"""Claims that wait for the payer only: the void was decided before."""


def of_claim(claim: ClaimFact, today: date | None) -> CancellationStep:
    """What follows for one claim; `today` as in CancellationFacts. A void needs none itself."""
    if claim.frequency == VOID:
        return CancellationStep(
            part=Part.CLAIM,
            ref=claim.ref,
            status=claim.status,
            text="This claim is the void of another one. It needs no void itself.",
            settled=SettleStatus.NOT_APPLICABLE,
        )
    over = claim.status in _OVER or (claim.status == C.VOIDED and not claim.is_paid)
    return CancellationStep(
        part=Part.CLAIM,
        ref=claim.ref,
        status=claim.status,
        text=_OVER.get(claim.status, "The claim is voided.") if over else _claim_text(claim),
        settled=SettleStatus.NOT_APPLICABLE if over else SettleStatus.TODO,
        moves=() if over else _claim_moves(claim),
        needs_approval=not over and claim.is_paid and claim.status not in _ANSWERED,
        warnings=() if over else tuple(_warnings(claim, today)),
        cents=0 if over else max(claim.paid_cents - claim.recouped_cents, 0),
    )


_CLAIM_TEXT = {
    C.QUEUED: "Remove the claim from the batch before it is sent.",
    C.SUBMITTED: "The payer has not answered. Wait for its control number, then void the claim.",
    C.FRONT_END_REJECTED: "The claim never reached the payer. Close it. It needs no void.",
    C.ACCEPTED: "Void the claim with the payer's control number, or call the payer.",
    C.DENIED: "The payer denied the claim. Note the denial. Void it only if the payer asks.",
    C.PAID: "Void the claim with the payer's number and watch for the reversal, or refund it.",
    C.VOID_REQUESTED: "The payer has the void. Record its answer.",
    C.VOID_REJECTED: "The payer did not void the claim. Ask again, or call the payer.",
    C.VOIDED: "The payer does not have its money back yet. Watch for the reversal.",
}


def _claim_text(claim: ClaimFact) -> str:
    paid = f"The payer paid {money_text(claim.paid_cents)}. " if claim.paid_cents else ""
    number = claim.control_number and f" The payer's control number is {claim.control_number}."
    return paid + _CLAIM_TEXT[claim.status] + number


def _claim_moves(claim: ClaimFact) -> tuple[StepAnswer, ...]:
    void = StepAnswer(
        C.VOID_REQUESTED,
        _VOID_WORDS[claim.method],
        needs_number=claim.method == CorrectionMethod.REPLACE_VOID and not claim.control_number,
    )
    call = StepAnswer(C.VOIDED, "voided by a call to the payer", ends=not claim.is_paid)
    refund = StepAnswer(C.REFUNDED_TO_PAYER, "refunded", ends=True)
    by_status: dict[ClaimStatus, tuple[StepAnswer, ...]] = {
        C.QUEUED: (StepAnswer(C.WITHDRAWN, "removed from the batch", ends=True),),
        C.SUBMITTED: (
            StepAnswer(C.ACCEPTED, "accepted by the payer", needs_number=not claim.control_number),
            StepAnswer(C.FRONT_END_REJECTED, "rejected before the payer"),
        ),
        C.FRONT_END_REJECTED: (StepAnswer(NOTED, "closed", ends=True),),
        C.ACCEPTED: (void, call),
        C.DENIED: (StepAnswer(NOTED, "noted", ends=True), void),
        C.PAID: (void, refund),
        C.VOID_REQUESTED: (
            StepAnswer(C.VOIDED, "voided by the payer", ends=not claim.is_paid),
            StepAnswer(C.VOID_REJECTED, "refused by the payer"),
        ),
        C.VOID_REJECTED: (void, call),
        C.VOIDED: (StepAnswer(C.RECOUPED, "reversed", ends=True),),
    }
    return by_status[claim.status]


_VOID_WORDS = {
    CorrectionMethod.REPLACE_VOID: "void sent",
    CorrectionMethod.REOPENING: "reopening requested",
    CorrectionMethod.PORTAL: "canceled in the portal",
}


def _warnings(claim: ClaimFact, today: date | None) -> list[str]:
    found = []
    if claim.is_government and claim.is_paid:
        found.append(
            f"This is government money. Report and return it within {GOVERNMENT_CALENDAR_DAYS} "
            "days of learning about it."
        )
    if claim.file_by is not None:
        found.append(reason("filing_limit", on=day_text(claim.file_by, today)).text)
    return found


class _Money(NamedTuple):
    """What follows for a charge or a payout of one status; `amount` is filled into the text."""

    text: str
    answer: StepAnswer | None = None
    at_once: str | None = None
    at_end: str | None = None


_STOP = " Canceling the session stops it."
_VOID = " Canceling the session voids it."
_FILED_PAYOUT = _Money("Filing puts this {amount} payout on hold." + _VOID, None, O.ON_HOLD, O.VOID)
_MONEY: dict[Part, dict[str, _Money]] = {
    Part.CHARGE: {
        H.DUE: _Money(
            "Filing puts this {amount} charge on hold." + _STOP, None, H.ON_HOLD, H.STOPPED
        ),
        H.ON_HOLD: _Money("This {amount} charge is on hold." + _STOP, at_end=H.STOPPED),
        H.FAILED: _Money("The {amount} charge failed." + _STOP, at_end=H.STOPPED),
        H.CHARGED: _Money(
            "The client paid {amount}. Order the refund.",
            StepAnswer(H.REFUND_DUE, "refund ordered"),
        ),
        H.REFUND_DUE: _Money(
            "The refund of {amount} is ordered. Check that it is sent.",
            StepAnswer(H.REFUNDED, "refund sent", ends=True),
        ),
        H.STOPPED: _Money("The charge was stopped. The client pays nothing."),
        H.REFUNDED: _Money("The client was refunded."),
    },
    Part.PAYOUT: {
        O.PENDING: _FILED_PAYOUT,
        O.SCHEDULED: _FILED_PAYOUT,
        O.ON_HOLD: _Money("This {amount} payout is on hold." + _VOID, at_end=O.VOID),
        O.PAID: _Money(
            "The provider was paid {amount}. Tell them it will be recovered.",
            StepAnswer(O.RECOVERY_DUE, "provider notified"),
        ),
        O.RECOVERY_DUE: _Money(
            "The provider was notified. Check that the {amount} is recovered.",
            StepAnswer(O.RECOVERED, "recovered", ends=True),
        ),
        O.RECOVERED: _Money("The provider has paid it back."),
        O.VOID: _Money("The payout was voided before it was paid."),
    },
}


def of_money(part: Part, money: PaymentFact) -> CancellationStep:
    """What follows for one charge to the client or one payout to the provider."""
    follows = _MONEY[part][money.status]
    is_over = follows.answer is None and follows.at_end is None
    return CancellationStep(
        part=part,
        ref=money.ref,
        status=money.status,
        text=follows.text.format(amount=money_text(money.amount_cents)),
        settled=SettleStatus.NOT_APPLICABLE if is_over else SettleStatus.TODO,
        moves=(follows.answer,) if follows.answer else (),
        at_once=follows.at_once,
        at_end=follows.at_end,
        cents=money.amount_cents if follows.answer else 0,
    )
