"""The money of a session: its claims, client charges and payouts, and what of it still stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from core.rules.eligibility.session_facts import MoneyFact
from core.vocabulary.care import ChargeStatus, ClaimStatus, PayoutStatus

GONE_CLAIMS = (
    ClaimStatus.WITHDRAWN,
    ClaimStatus.VOIDED,
    ClaimStatus.RECOUPED,
    ClaimStatus.REFUNDED_TO_PAYER,
    ClaimStatus.REPLACED,
)
GONE_CHARGES = (ChargeStatus.STOPPED, ChargeStatus.REFUNDED)
GONE_PAYOUTS = (PayoutStatus.VOID, PayoutStatus.RECOVERED)


@dataclass(frozen=True)
class SessionClaim:
    """One claim; the primary's `seq` is 1. `frequency` 7 replaces, 8 voids an earlier one."""

    ref: str
    seq: int
    frequency: int
    status: ClaimStatus
    submitted_at: datetime | None
    billed_cents: int
    paid_cents: int
    adjudicated_at: datetime | None
    void_requested_at: datetime | None
    void_accepted_at: datetime | None
    recouped_cents: int
    payer_control_number: str | None


@dataclass(frozen=True)
class SessionCharge:
    """What the client is charged."""

    ref: str
    amount_cents: int
    due_on: date
    status: ChargeStatus
    charged_at: datetime | None
    refunded_cents: int


@dataclass(frozen=True)
class SessionPayout:
    """What the provider is paid; `period` is the month of service, "2026-03"."""

    ref: str
    amount_cents: int
    period: str
    status: PayoutStatus


def standing_money(
    claims: Iterable[SessionClaim],
    charges: Iterable[SessionCharge],
    payouts: Iterable[SessionPayout],
) -> MoneyFact:
    """How many claims are alive, and the cents that client and provider still pay and get."""
    return MoneyFact(
        claims=sum(one.status not in GONE_CLAIMS for one in claims),
        charge_cents=sum(
            one.amount_cents - one.refunded_cents
            for one in charges
            if one.status not in GONE_CHARGES
        ),
        payout_cents=sum(one.amount_cents for one in payouts if one.status not in GONE_PAYOUTS),
    )
