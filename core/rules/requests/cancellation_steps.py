"""The steps by which a claim, a charge and a payout are taken back, one status at a time (R16).

Before the payer has taken a claim in it is withdrawn, afterwards voided (frequency 8 with the
payer's control number, or the plan's own way); what was paid is watched until it is back.
"""

from dataclasses import dataclass

from core.rules.reasons import reason
from core.rules.requests.cancellation_facts import ChargeFact, ClaimFact, PayoutFact
from core.rules.time.formats import day_text
from core.vocabulary.care import ChargeStatus, ClaimStatus, PayoutStatus
from core.vocabulary.coverage import CorrectionMethod
from core.vocabulary.reasons import ReasonCode
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import SettleStatus

C, H, O = ClaimStatus, ChargeStatus, PayoutStatus  # noqa: E741 - claim, charge, payout
NOTED, NOT_APPLICABLE = "noted", "not_applicable"
"""Answers to a step that move no status: done outside, and nothing to be done."""

NEWS = frozenset({C.ACCEPTED, C.FRONT_END_REJECTED, NOTED, NOT_APPLICABLE})
"""Answers that take nothing back: after them a cancellation can still be withdrawn."""

GOVERNMENT_CALENDAR_DAYS = 60
"""Medicare and Medicaid overpayments: reported and returned within 60 days of being found out
(42 CFR 401.305)."""


@dataclass(frozen=True)
class StepAnswer:
    """One answer to a step: the status it moves to (or NOTED), its words, whether that settles
    it, and whether the payer's control number must be known."""

    to: str
    words: str
    ends: bool = False
    needs_number: bool = False


@dataclass(frozen=True)
class CancellationStep:
    """One thing that hangs on the session, what follows for it, and what a person does outside.

    `at_once` is the status that filing moves it to, `at_end` the one that finishing does.
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
    def needs_person(self) -> bool:
        """Whether somebody must do and answer it before the request can be finished."""
        return self.settled == SettleStatus.TODO and self.at_end is None


_OVER = {
    C.WITHDRAWN: "It was withdrawn before it reached the payer.",
    C.RECOUPED: "It is voided, and the payer has its money back.",
    C.REFUNDED_TO_PAYER: "The payer was refunded.",
    C.REPLACED: "Another claim replaced it; that one is taken back.",
    H.STOPPED: "It was stopped; the client pays nothing.",
    H.REFUNDED: "The client has the money back.",
    O.VOID: "It was taken back before it was paid.",
    O.RECOVERED: "The provider has paid it back.",
}
_ANSWERED = frozenset({C.VOID_REQUESTED, C.VOIDED})
"""Claims whose taking back was decided before: what is left is the payer's answer."""


def of_claim(claim: ClaimFact) -> CancellationStep:
    """What follows for one claim."""
    over = claim.status in _OVER or (claim.status == C.VOIDED and not claim.is_paid)
    return CancellationStep(
        part=Part.CLAIM,
        ref=claim.ref,
        status=claim.status,
        text=_OVER.get(claim.status, "It is voided.") if over else _CLAIM_TEXT[claim.status],
        settled=SettleStatus.NOT_APPLICABLE if over else SettleStatus.TODO,
        moves=() if over else _claim_moves(claim),
        needs_approval=not over and claim.is_paid and claim.status not in _ANSWERED,
        warnings=() if over else tuple(_warnings(claim)),
    )


_CLAIM_TEXT = {
    C.QUEUED: "Take it out of the batch before it is sent.",
    C.SUBMITTED: "The payer has not answered. Wait for its control number, then void the claim.",
    C.FRONT_END_REJECTED: "It never reached the payer: close it, no void is needed.",
    C.ACCEPTED: "Void it with the payer's control number, or by a call to the payer.",
    C.DENIED: "Nothing was paid: note it. Void it only if the payer wants that.",
    C.PAID: "Void it with the payer's control number and watch for the reversal, or refund it.",
    C.VOID_REQUESTED: "The void is with the payer. Write down its answer.",
    C.VOID_REJECTED: "The payer did not void it. Ask again, or call the payer.",
    C.VOIDED: "The payer's money is not back yet. Watch for the reversal.",
}


def _claim_moves(claim: ClaimFact) -> tuple[StepAnswer, ...]:
    void = StepAnswer(
        C.VOID_REQUESTED,
        _VOID_WORDS[claim.method],
        needs_number=claim.method == CorrectionMethod.REPLACE_VOID and not claim.has_payer_number,
    )
    refund = StepAnswer(C.REFUNDED_TO_PAYER, "The payer was refunded", ends=True)
    by_status: dict[ClaimStatus, tuple[StepAnswer, ...]] = {
        C.QUEUED: (StepAnswer(C.WITHDRAWN, "It is out of the batch", ends=True),),
        C.SUBMITTED: (
            StepAnswer(
                C.ACCEPTED, "The payer has taken it in", needs_number=not claim.has_payer_number
            ),
            StepAnswer(C.FRONT_END_REJECTED, "It came back rejected"),
        ),
        C.FRONT_END_REJECTED: (StepAnswer(NOTED, "It is closed", ends=True),),
        C.ACCEPTED: (void,),
        C.DENIED: (StepAnswer(NOTED, "The denial is noted", ends=True), void),
        C.PAID: (void, refund),
        C.VOID_REQUESTED: (
            StepAnswer(C.VOIDED, "The payer voided it", ends=not claim.is_paid),
            StepAnswer(C.VOID_REJECTED, "The payer refused the void"),
        ),
        C.VOID_REJECTED: (void,),
        C.VOIDED: (StepAnswer(C.RECOUPED, "The reversal came", ends=True),),
    }
    return by_status[claim.status]


_VOID_WORDS = {
    CorrectionMethod.REPLACE_VOID: "The void is sent",
    CorrectionMethod.REOPENING: "The reopening is asked for",
    CorrectionMethod.PORTAL: "It is cancelled in the payer's portal",
}


def _warnings(claim: ClaimFact) -> list[str]:
    found = []
    if claim.is_government and claim.is_paid:
        found.append(
            f"Government money: report and return it within {GOVERNMENT_CALENDAR_DAYS} days of "
            "finding out."
        )
    if claim.file_by is not None:
        limit = reason(ReasonCode.FILING_LIMIT, on=day_text(claim.file_by))
        found.append(limit.text)
    return found


def of_charge(charge: ChargeFact) -> CancellationStep:
    """What follows for one charge to the client: held and stopped, or refunded."""
    texts = {
        H.DUE: "Held at once, so that the client is not charged; stopped at the end.",
        H.ON_HOLD: "Held; stopped at the end.",
        H.FAILED: "It was not collected; stopped at the end, so that nobody tries again.",
        H.CHARGED: "The client has paid: order the refund.",
        H.REFUND_DUE: "The refund is ordered. See that it goes out.",
    }
    answers = {
        H.CHARGED: (StepAnswer(H.REFUND_DUE, "The refund is ordered"),),
        H.REFUND_DUE: (StepAnswer(H.REFUNDED, "The refund went out", ends=True),),
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
    """What follows for one payout: held and taken back, or recovered."""
    held = "Held at once, so that it is not paid; taken back at the end."
    texts = {
        O.PENDING: held,
        O.SCHEDULED: held,
        O.ON_HOLD: "Held; taken back at the end.",
        O.PAID: "The provider has it: announce the recovery.",
        O.RECOVERY_DUE: "The recovery is announced. See that it comes.",
    }
    answers = {
        O.PAID: (StepAnswer(O.RECOVERY_DUE, "The recovery is announced"),),
        O.RECOVERY_DUE: (StepAnswer(O.RECOVERED, "It is recovered", ends=True),),
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
