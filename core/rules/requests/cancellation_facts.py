"""Facts for canceling a confirmed session (R16)."""

from dataclasses import dataclass
from datetime import date

from core.vocabulary.care import (
    CarOutcome,
    ChargeStatus,
    ClaimStatus,
    PayerKind,
    PayoutStatus,
    SessionStage,
)
from core.vocabulary.coverage import CorrectionMethod


@dataclass(frozen=True)
class ClaimFact:
    """One claim; `frequency` 8 is the void of another. `file_by` is the last day the plan takes
    claims for this date of service, None where the plan names no limit; `method` is how the plan
    takes corrections; `control_number` is the payer's."""

    ref: str
    status: ClaimStatus
    paid_cents: int = 0
    recouped_cents: int = 0
    control_number: str = ""
    is_government: bool = False
    method: CorrectionMethod = CorrectionMethod.REPLACE_VOID
    file_by: date | None = None
    frequency: int = 1

    @property
    def is_paid(self) -> bool:
        """Whether the payer's money is out and not back yet."""
        return self.status == ClaimStatus.PAID or self.paid_cents > self.recouped_cents


@dataclass(frozen=True)
class PaymentFact:
    """One charge to the client or one payout to the provider."""

    ref: str
    status: ChargeStatus | PayoutStatus
    amount_cents: int


@dataclass(frozen=True)
class CancellationFacts:
    """A session with everything that hangs on it. `car` is None where no CAR was filed;
    `open_request` names the request that cancels it already; `confirm_last_on` is its last day to
    confirm, inclusive; `today` lets this year's days go without the year."""

    stage: SessionStage
    payer_kind: PayerKind
    claims: tuple[ClaimFact, ...] = ()
    charges: tuple[PaymentFact, ...] = ()
    payouts: tuple[PaymentFact, ...] = ()
    car: CarOutcome | None = None
    open_request: str | None = None
    confirm_last_on: date | None = None
    today: date | None = None
