"""Rows of the extracts about money: claims, client charges, provider payouts."""

from typing import Any

from pydantic import ValidationInfo, field_validator

from core.exchange.cell_types import Cents, Count, Instant, Month, Ordinal, Ref, WorkDay, wrong
from core.exchange.extract_row import ExtractRow, key, may_lack, needed
from core.models.care import Claim, ClientCharge, Payout
from core.vocabulary.care import ChargeStatus, ClaimStatus, PayoutStatus

FREQUENCIES = (1, 7, 8)


class ClaimRow(ExtractRow):
    """Insurance claims. Primary and secondary claims are separate rows."""

    file = "claims.csv"
    table = Claim
    ref: Ref = key("claim_id")
    session_id: Ref = needed("session")
    seq: Ordinal = needed("1 for the first claim of the session, 2 for the next")
    frequency: Count = may_lack("1 original, 7 replacement, 8 void", 1)
    replaces_claim_id: Ref | None = may_lack("claim that this one replaces or voids")
    coverage_id: Ref | None = may_lack("billed coverage")
    status: ClaimStatus = needed("status")
    submitted_at: Instant | None = may_lack("when it was submitted")
    own_control_number: str | None = may_lack("control number of the platform")
    payer_control_number: str | None = may_lack("control number of the payer")
    billed_cents: Cents = may_lack("billed amount", 0)
    paid_cents: Cents = may_lack("amount the payer paid", 0)
    adjudicated_at: Instant | None = may_lack("when the payer adjudicated it")
    void_requested_at: Instant | None = may_lack("when a void was requested")
    void_accepted_at: Instant | None = may_lack("when the payer accepted the void")
    recouped_cents: Cents = may_lack("amount the payer took back", 0)

    @field_validator("frequency")
    @classmethod
    def _known(cls, value: int) -> int:
        if value not in FREQUENCIES:
            raise wrong("Write 1, 7 or 8.")
        return value


class ChargeRow(ExtractRow):
    """Charges to clients for sessions."""

    file = "client_charges.csv"
    table = ClientCharge
    ref: Ref = key("charge_id")
    session_id: Ref = needed("session")
    amount_cents: Cents = needed("amount the client owes")
    due_on: WorkDay = needed("day of the charge")
    status: ChargeStatus = needed("status")
    charged_at: Instant | None = may_lack("when it was charged")
    refunded_cents: Cents = may_lack("refunded amount, at most `amount_cents`", 0)

    @field_validator("refunded_cents")
    @classmethod
    def _within(cls, value: Any, info: ValidationInfo) -> Any:
        if value > info.data.get("amount_cents", value):
            raise wrong("This is more than amount_cents.")
        return value


class PayoutRow(ExtractRow):
    """Payouts to providers for sessions."""

    file = "payouts.csv"
    table = Payout
    ref: Ref = key("payout_id")
    session_id: Ref = needed("session")
    amount_cents: Cents = needed("amount of the payout")
    period: Month = needed("month of service as `YYYY-MM`")
    status: PayoutStatus = needed("status")
