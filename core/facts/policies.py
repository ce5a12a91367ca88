"""The dated policy values and the business days of this database, read once in a context."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, String, cast, literal, null, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.db.reference_versions import POLICIES, unchanging
from core.db.transaction import Context, WriteContext, queue_for
from core.models.policies import HolidayOverride, Policy
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.policy import PolicyBook, PolicyValue
from core.vocabulary.administration import HolidayOverrideKind

BUSINESS_DAYS = "business days"


@dataclass(frozen=True)
class DatedRules:
    """What is decided by dates: the policy values, and the business days."""

    book: PolicyBook
    calendar: BusinessCalendar


def policy_book(context: Context) -> PolicyBook:
    """Every dated policy value."""
    return _rules_of(context).book


def business_calendar(context: Context) -> BusinessCalendar:
    """The federal calendar with this database's overrides."""
    return _rules_of(context).calendar


def _rules_of(context: Context) -> DatedRules:
    """A write holds the business days until its commit: whoever closes a day waits for it, and
    then recalculates the deadlines that it wrote."""
    if isinstance(context, WriteContext):
        context.once(_hold_business_days)
    return context.once(dated_rules)


def _hold_business_days(db: Session) -> None:
    queue_for(db, BUSINESS_DAYS, with_others=True)


def dated_rules(db: Session) -> DatedRules:
    """Policies and calendar, which most work asks for both; read again only when they changed."""
    return unchanging(db, POLICIES, _dated_rules)


_ORIGIN: Any = col(Policy.origin)
_POLICIES = select(
    literal(None, String).label("override"),
    col(Policy.policy_key),
    col(Policy.value),
    col(Policy.unit),
    col(Policy.from_on),
    col(Policy.to_on),
    _ORIGIN,
    col(Policy.rule),
    col(Policy.citation),
)
_OVERRIDES = select(
    cast(col(HolidayOverride.kind), String),
    col(HolidayOverride.name),
    *(literal("") for _ in range(2)),
    col(HolidayOverride.day),
    cast(null(), Date),
    cast(null(), _ORIGIN.type),
    *(literal("") for _ in range(2)),
)
_STATEMENT = _POLICIES.union_all(_OVERRIDES)


def _dated_rules(db: Session) -> DatedRules:
    rows = db.execute(_STATEMENT).all()
    overrides = [(row[0], row[1], row[4]) for row in rows if row[0] is not None]
    return DatedRules(
        book=PolicyBook(
            PolicyValue(key, json.loads(value), *rest)
            for override, key, value, *rest in rows
            if override is None
        ),
        calendar=BusinessCalendar(
            closed=[(day, name) for kind, name, day in overrides if kind == CLOSED],
            opened=[day for kind, _, day in overrides if kind == OPEN],
        ),
    )


CLOSED, OPEN = HolidayOverrideKind.CLOSED.value, HolidayOverrideKind.OPEN.value
