"""What of a session's money still stands."""

from datetime import date

import pytest

from core.rules.eligibility.session_facts import MoneyFact
from core.rules.sessions.money import (
    GONE_CHARGES,
    GONE_CLAIMS,
    GONE_PAYOUTS,
    SessionCharge,
    SessionClaim,
    SessionPayout,
    standing_money,
)
from core.vocabulary.care import ChargeStatus, ClaimStatus, PayoutStatus

DAY = date(2026, 3, 11)


def claim(status: ClaimStatus) -> SessionClaim:
    return SessionClaim("K-1", 1, 1, status, None, 15000, 0, None, None, None, 0, None)


def charge(status: ChargeStatus, refunded: int = 0) -> SessionCharge:
    return SessionCharge("H-1", 2500, DAY, status, None, refunded)


def payout(status: PayoutStatus) -> SessionPayout:
    return SessionPayout("O-1", 9000, "2026-03", status)


@pytest.mark.parametrize("status", list(ClaimStatus))
def test_a_claim_stands_until_it_is_gone(status: ClaimStatus) -> None:
    assert standing_money([claim(status)], [], []).claims == (status not in GONE_CLAIMS)


@pytest.mark.parametrize("status", list(ChargeStatus))
def test_a_charge_stands_until_it_is_gone(status: ChargeStatus) -> None:
    cents = 0 if status in GONE_CHARGES else 2500
    assert standing_money([], [charge(status)], []).charge_cents == cents


@pytest.mark.parametrize("status", list(PayoutStatus))
def test_a_payout_stands_until_it_is_gone(status: PayoutStatus) -> None:
    cents = 0 if status in GONE_PAYOUTS else 9000
    assert standing_money([], [], [payout(status)]).payout_cents == cents


def test_a_refund_is_taken_off_and_rows_add_up() -> None:
    charges = [charge(ChargeStatus.CHARGED, refunded=1000), charge(ChargeStatus.DUE)]
    assert standing_money([], charges, []) == MoneyFact(charge_cents=4000)


def test_a_session_without_money_has_none() -> None:
    assert standing_money([], [], []) == MoneyFact()
