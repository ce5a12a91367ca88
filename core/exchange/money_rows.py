"""The extracts about money: claims, what clients are charged, what providers are paid."""

from typing import Any

from pydantic import ValidationInfo, field_validator

from core.exchange.cell_types import Cents, Count, Day, Instant, Month, Ordinal, Ref, Text40, wrong
from core.exchange.extract_row import ExtractRow, key, may_lack, needed
from core.models.care import Claim, ClientCharge, Payout
from core.vocabulary.care import ChargeStatus, ClaimStatus, PayoutStatus

FREQUENCIES = (1, 7, 8)


class ClaimRow(ExtractRow):
    """Insurance claims; a primary and a secondary claim are rows of their own."""

    file = "claims.csv"
    table = Claim
    ref: Ref = key("claim_id")
    session_id: Ref = needed("which session")
    seq: Ordinal = needed("1 for the session's first claim, 2 for the next")
    frequency: Count = may_lack("1 original, 7 replacement, 8 void", 1)
    replaces_claim_id: Ref | None = may_lack("the claim that this one replaces or voids")
    coverage_id: Ref | None = may_lack("the coverage it is billed to")
    status: ClaimStatus = needed("where it stands")
    submitted_at: Instant | None = may_lack("when it was sent")
    own_control_number: Text40 | None = may_lack("control number given by the platform")
    payer_control_number: Text40 | None = may_lack("control number given by the payer")
    billed_cents: Cents = may_lack("billed", 0)
    paid_cents: Cents = may_lack("paid by the payer", 0)
    adjudicated_at: Instant | None = may_lack("when the payer decided")
    void_requested_at: Instant | None = may_lack("when a void was asked for")
    void_accepted_at: Instant | None = may_lack("when the payer accepted the void")
    recouped_cents: Cents = may_lack("taken back by the payer", 0)

    @field_validator("frequency")
    @classmethod
    def _known(cls, value: int) -> int:
        if value not in FREQUENCIES:
            raise wrong("Not 1, 7 or 8.")
        return value


class ChargeRow(ExtractRow):
    """What clients owe for sessions."""

    file = "client_charges.csv"
    table = ClientCharge
    ref: Ref = key("charge_id")
    session_id: Ref = needed("which session")
    amount_cents: Cents = needed("owed")
    due_on: Day = needed("the day it is charged")
    status: ChargeStatus = needed("where it stands")
    charged_at: Instant | None = may_lack("when it was charged")
    refunded_cents: Cents = may_lack("given back; never more than was owed", 0)

    @field_validator("refunded_cents")
    @classmethod
    def _within(cls, value: Any, info: ValidationInfo) -> Any:
        if value > info.data.get("amount_cents", value):
            raise wrong("More than amount_cents.")
        return value


class PayoutRow(ExtractRow):
    """What providers are paid for sessions."""

    file = "payouts.csv"
    table = Payout
    ref: Ref = key("payout_id")
    session_id: Ref = needed("which session")
    amount_cents: Cents = needed("paid out")
    period: Month = needed("month of service, YYYY-MM")
    status: PayoutStatus = needed("where it stands")
