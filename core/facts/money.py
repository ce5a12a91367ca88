"""What stands on sessions: claims that live, and what is still charged and paid."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.models.care import Claim, ClientCharge, Payout
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


def owed(db: Session, session_ids: Sequence[int]) -> defaultdict[int, MoneyFact]:
    """By session id; nothing for a session without any of it."""
    charged = col(ClientCharge.amount_cents) - col(ClientCharge.refunded_cents)
    claims = _sums(db, Claim, func.count(), GONE_CLAIMS, session_ids)
    charges = _sums(db, ClientCharge, func.sum(charged), GONE_CHARGES, session_ids)
    payouts = _sums(db, Payout, func.sum(col(Payout.amount_cents)), GONE_PAYOUTS, session_ids)
    found = defaultdict(MoneyFact)
    for key in claims | charges | payouts:
        found[key] = MoneyFact(claims.get(key, 0), charges.get(key, 0), payouts.get(key, 0))
    return found


def _sums(
    db: Session, table: Any, what: Any, gone: Sequence[Any], ids: Sequence[int]
) -> dict[int, int]:
    rows = db.execute(
        select(col(table.session_id), what)
        .where(col(table.session_id).in_(ids), col(table.status).not_in(gone))
        .group_by(col(table.session_id))
    )
    return {key: int(number) for key, number in rows}
