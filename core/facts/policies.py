"""The dated policy values and the business days of this database."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.models.policies import HolidayOverride, Policy
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.policy import PolicyBook, PolicyValue
from core.vocabulary.administration import HolidayOverrideKind

POLICY_COLUMNS = (
    col(Policy.policy_key),
    col(Policy.value),
    col(Policy.unit),
    col(Policy.from_on),
    col(Policy.to_on),
    col(Policy.origin),
    col(Policy.rule),
    col(Policy.citation),
)


def policy_book(db: Session) -> PolicyBook:
    """Every dated policy value of this database; `context.once` keeps it for a whole read."""
    return _book(tuple(tuple(row) for row in db.execute(select(*POLICY_COLUMNS))))


@lru_cache(maxsize=8)
def _book(rows: tuple[tuple[Any, ...], ...]) -> PolicyBook:
    """The book of just these rows, kept from one read to the next: policies hardly ever change."""
    return PolicyBook(
        PolicyValue(key, json.loads(value), unit, from_on, to_on, origin.value, rule, citation)
        for key, value, unit, from_on, to_on, origin, rule, citation in rows
    )


def business_calendar(db: Session) -> BusinessCalendar:
    """The federal calendar with this database's overrides."""
    overrides = db.scalars(select(HolidayOverride)).all()
    return BusinessCalendar(
        closed=[(row.day, row.name) for row in overrides if row.kind == HolidayOverrideKind.CLOSED],
        opened=[row.day for row in overrides if row.kind == HolidayOverrideKind.OPEN],
    )
