"""The steps that take back a claim, a charge and a payout, one status at a time (R16).

Until the payer accepts a claim it is withdrawn. After that it is voided (frequency 8 with the
payer's control number, or the plan's own way), and what was paid is watched until it is back.
"""

from dataclasses import dataclass

from core.rules.reasons import reason
from core.rules.requests.cancellation_facts import ChargeFact, ClaimFact, PayoutFact
from core.rules.time.formats import day_text
from core.vocabulary.care import ChargeStatus, ClaimStatus, PayoutStatus
from core.vocabulary.coverage import CorrectionMethod
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import SettleStatus
from core.vocabulary.words import label

C, H, O = ClaimStatus, ChargeStatus, PayoutStatus  # noqa: E741 - claim, charge, payout
NOTED, NOT_APPLICABLE = "noted", "not_applicable"
"""Answers to a step that change no status: done elsewhere, and not applicable."""

TAKES_NOTHING_BACK = frozenset({C.ACCEPTED, C.FRONT_END_REJECTED, NOTED, NOT_APPLICABLE})
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


@dataclass(frozen=True)
class CancellationStep:
    """One claim, charge, payout or CAR of the session, and what support does about it.

    Filing gives it the status `at_once`, finishing the status `at_end`.
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

    @property
    def code(self) -> str:
        """The name of the step within its request: "claim.K-1", "car"."""
        return f"{self.part.value}.{self.ref}" if self.ref else self.part.value

    @property
    def name(self) -> str:
        """The step as a person reads it: "Claim K-1", "CAR"."""
        return f"{label(self.part)} {self.ref}".strip()

    @property
    def needs_person(self) -> bool:
        """Whether a person answers it before the request can be finished."""
        return self.settled == SettleStatus.TODO and self.at_end is None


_OVER = {
    C.WITHDRAWN: "The claim was withdrawn before it reached the payer.",
    C.RECOUPED: "The claim is voided, and the payer has its money back.",
    C.REFUNDED_TO_PAYER: "The payer was refunded.",
    C.REPLACED: "Another claim replaced this one. That claim is taken back.",
    H.STOPPED: "The charge was stopped. The client pays nothing.",
    H.REFUNDED: "The client has the money back.",
    O.VOID: "The payout was taken back before it was paid.",
    O.RECOVERED: "The provider has paid it back.",
}
_ANSWERED = frozenset({C.VOID_REQUESTED, C.VOIDED})
"""Claims that wait for the payer only: to take them back was decided before."""


def of_claim(claim: ClaimFact) -> CancellationStep:
    """What follows for one claim."""
    over = claim.status in _OVER or (claim.status == C.VOIDED and not claim.is_paid)
    return CancellationStep(
        part=Part.CLAIM,
        ref=claim.ref,
        status=claim.status,
        text=_OVER.get(claim.status, "The claim is voided.") if over else _CLAIM_TEXT[claim.status],
        settled=SettleStatus.NOT_APPLICABLE if over else SettleStatus.TODO,
        moves=() if over else _claim_moves(claim),
        needs_approval=not over and claim.is_paid and claim.status not in _ANSWERED,
        warnings=() if over else tuple(_warnings(claim)),
    )


_CLAIM_TEXT = {
    C.QUEUED: "Remove the claim from the batch before it is sent.",
    C.SUBMITTED: "The payer has not answered. Wait for its control number, then void the claim.",
    C.FRONT_END_REJECTED: "The claim never reached the payer. Close it. It needs no void.",
    C.ACCEPTED: "Void the claim with the payer's control number, or call the payer.",
    C.DENIED: "The payer paid nothing. Note the denial. Void it only if the payer asks.",
    C.PAID: "Void the claim with the payer's number and watch for the reversal, or refund it.",
    C.VOID_REQUESTED: "The payer has the void. Record its answer.",
    C.VOID_REJECTED: "The payer did not void the claim. Ask again, or call the payer.",
    C.VOIDED: "The payer does not have its money back yet. Watch for the reversal.",
}


def _claim_moves(claim: ClaimFact) -> tuple[StepAnswer, ...]:
    void = StepAnswer(
        C.VOID_REQUESTED,
        _VOID_WORDS[claim.method],
        needs_number=claim.method == CorrectionMethod.REPLACE_VOID and not claim.has_payer_number,
    )
    refund = StepAnswer(C.REFUNDED_TO_PAYER, "refunded", ends=True)
    by_status: dict[ClaimStatus, tuple[StepAnswer, ...]] = {
        C.QUEUED: (StepAnswer(C.WITHDRAWN, "removed from the batch", ends=True),),
        C.SUBMITTED: (
            StepAnswer(
                C.ACCEPTED, "accepted by the payer", needs_number=not claim.has_payer_number
            ),
            StepAnswer(C.FRONT_END_REJECTED, "rejected before the payer"),
        ),
        C.FRONT_END_REJECTED: (StepAnswer(NOTED, "closed", ends=True),),
        C.ACCEPTED: (void,),
        C.DENIED: (StepAnswer(NOTED, "noted", ends=True), void),
        C.PAID: (void, refund),
        C.VOID_REQUESTED: (
            StepAnswer(C.VOIDED, "voided by the payer", ends=not claim.is_paid),
            StepAnswer(C.VOID_REJECTED, "refused by the payer"),
        ),
        C.VOID_REJECTED: (void,),
        C.VOIDED: (StepAnswer(C.RECOUPED, "reversed", ends=True),),
    }
    return by_status[claim.status]


_VOID_WORDS = {
    CorrectionMethod.REPLACE_VOID: "void sent",
    CorrectionMethod.REOPENING: "reopening requested",
    CorrectionMethod.PORTAL: "canceled in the portal",
}


def _warnings(claim: ClaimFact) -> list[str]:
    found = []
    if claim.is_government and claim.is_paid:
        found.append(
            f"This is government money. Report and return it within {GOVERNMENT_CALENDAR_DAYS} "
            "days of learning about it."
        )
    if claim.file_by is not None:
        limit = reason("filing_limit", on=day_text(claim.file_by))
        found.append(limit.text)
    return found


def of_charge(charge: ChargeFact) -> CancellationStep:
    """What follows for one charge to the client: on hold and then stopped, or refunded."""
    texts = {
        H.DUE: "Filing puts this charge on hold. Canceling the session stops it.",
        H.ON_HOLD: "This charge is on hold. Canceling the session stops it.",
        H.FAILED: "The charge failed. Canceling the session stops it, so nobody collects it again.",
        H.CHARGED: "The client has paid. Order the refund.",
        H.REFUND_DUE: "The refund is ordered. Check that it is sent.",
    }
    answers = {
        H.CHARGED: (StepAnswer(H.REFUND_DUE, "refund ordered"),),
        H.REFUND_DUE: (StepAnswer(H.REFUNDED, "refund sent", ends=True),),
    }
    return CancellationStep(
        part=Part.CHARGE,
        ref=charge.ref,
        status=charge.status,
        text=texts.get(charge.status) or _OVER[charge.status],
        settled=_open(charge.status),
        moves=answers.get(charge.status, ()),
        at_once=H.ON_HOLD if charge.status == H.DUE else None,
        at_end=H.STOPPED if charge.status in (H.DUE, H.ON_HOLD, H.FAILED) else None,
    )


def of_payout(payout: PayoutFact) -> CancellationStep:
    """What follows for one payout: on hold and then taken back, or recovered."""
    now = "Filing puts this payout on hold. Canceling the session voids it."
    texts = {
        O.PENDING: now,
        O.SCHEDULED: now,
        O.ON_HOLD: "This payout is on hold. Canceling the session voids it.",
        O.PAID: "The provider was paid. Tell them the payment will be recovered.",
        O.RECOVERY_DUE: "The provider knows about the recovery. Check that it arrives.",
    }
    answers = {
        O.PAID: (StepAnswer(O.RECOVERY_DUE, "provider told"),),
        O.RECOVERY_DUE: (StepAnswer(O.RECOVERED, "recovered", ends=True),),
    }
    return CancellationStep(
        part=Part.PAYOUT,
        ref=payout.ref,
        status=payout.status,
        text=texts.get(payout.status) or _OVER[payout.status],
        settled=_open(payout.status),
        moves=answers.get(payout.status, ()),
        at_once=O.ON_HOLD if payout.status in (O.PENDING, O.SCHEDULED) else None,
        at_end=O.VOID if payout.status in (O.PENDING, O.SCHEDULED, O.ON_HOLD) else None,
    )


def _open(status: ChargeStatus | PayoutStatus) -> SettleStatus:
    return SettleStatus.NOT_APPLICABLE if status in _OVER else SettleStatus.TODO
