"""What a session costs and pays: its claims, client charges, payouts, and its CAR."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.models.base import ImportedRow
from core.models.care import CarReport, Claim, ClientCharge, Payout
from core.vocabulary.care import CarOutcome, ChargeStatus, ClaimStatus, PayoutStatus

R = TypeVar("R")


@dataclass(frozen=True)
class ClaimRow:
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
class ChargeRow:
    """What the client is charged."""

    ref: str
    amount_cents: int
    due_on: date
    status: ChargeStatus
    charged_at: datetime | None
    refunded_cents: int


@dataclass(frozen=True)
class PayoutRow:
    """What the provider is paid; `period` is the month of service, "2026-03"."""

    ref: str
    amount_cents: int
    period: str
    status: PayoutStatus


@dataclass(frozen=True)
class CarRow:
    """The Case Activity Report: when it was really done, and the date that was entered."""

    ref: str
    outcome: CarOutcome
    completed_at: datetime | None
    entered_on: date | None
    reference: str | None


@dataclass(frozen=True)
class Money:
    """Everything about money that hangs on one session."""

    claims: tuple[ClaimRow, ...]
    charges: tuple[ChargeRow, ...]
    payouts: tuple[PayoutRow, ...]
    car: CarRow | None


def money(db: Session, session_id: int) -> Money:
    """Of this session, each kind in the order it arose."""
    cars = _rows(db, CarReport, CarRow, session_id)
    return Money(
        claims=_rows(db, Claim, ClaimRow, session_id),
        charges=_rows(db, ClientCharge, ChargeRow, session_id),
        payouts=_rows(db, Payout, PayoutRow, session_id),
        car=cars[0] if cars else None,
    )


def _rows(db: Session, table: type[ImportedRow], row: type[R], session_id: int) -> tuple[R, ...]:
    """The columns of `table` that `row` has fields for, of one session."""
    names = [one.name for one in fields(row)]  # type: ignore[arg-type]
    columns: Sequence[Any] = [col(getattr(table, name)) for name in names]
    mine = col(getattr(table, "session_id")) == session_id  # noqa: B009 - not on the base
    found = db.execute(select(*columns).where(mine).order_by(col(table.id)))
    return tuple(row(**values) for values in found.mappings())
