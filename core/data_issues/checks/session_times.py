"""Sessions whose times cannot be (R01, R03, R07)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from core.data_issues.checks.histories import before_end
from core.data_issues.checks.scope import (
    CONFIRMED,
    ENDS,
    STANDING,
    STARTS,
    STATUS,
    CheckTime,
    DataCheck,
    on_day,
)
from core.data_issues.checks.sql_time import seconds_between
from core.models.care import CareSession
from core.rules.eligibility.details import span_of_times
from core.rules.reasons import CATALOGUE
from core.rules.time.formats import instant_text, span_text
from core.rules.time.instants import zone
from core.vocabulary.data_issues import DataIssueCode as F

START: Any = col(CareSession.actual_start_at)
END: Any = col(CareSession.actual_end_at)
LONGEST = "max_session_hours"


def _reversed(_at: CheckTime) -> Select[Any]:
    columns = (col(CareSession.id), START, END, col(CareSession.zone))
    return select(*columns).where(STATUS.in_(STANDING), END <= START)


def _half(_at: CheckTime) -> Select[Any]:
    one_of_two = START.is_(None) != END.is_(None)
    return select(col(CareSession.id), START).where(STATUS.in_(STANDING), one_of_two)


def _too_long(at: CheckTime) -> Select[Any]:
    """By the policy in force on each date of service."""
    seconds = seconds_between(STARTS, ENDS)
    is_past = seconds > on_day(at.book, LONGEST) * 3600
    is_whole = START.is_(None) == END.is_(None)
    columns: tuple[Any, ...] = (col(CareSession.id), seconds)
    return select(*columns).where(STATUS.in_(STANDING), is_whole, is_past)


def _before_end(_at: CheckTime) -> Select[Any]:
    at: Any = col(CareSession.confirmed_at)
    columns = (col(CareSession.id), at, ENDS, col(CareSession.zone))
    return select(*columns).where(STATUS.in_(CONFIRMED), at < ENDS)


def _after_day_30(_at: CheckTime) -> Select[Any]:
    at: Any = col(CareSession.confirmed_at)
    columns = (col(CareSession.id), at, col(CareSession.zone))
    return select(*columns).where(
        STATUS.in_(CONFIRMED), at >= col(CareSession.confirm_blocked_from)
    )


def _missing_time(start: datetime | None) -> str:
    return CATALOGUE["start_time" if start is None else "stop_time"].text


def _in_zone(start: datetime, end: datetime, name: str) -> str:
    return span_of_times(start, end, zone(name))


CHECKS = (
    DataCheck(F.TIMES_REVERSED, "care_session", _reversed, _in_zone),
    DataCheck(
        F.HALF_TIMES,
        "care_session",
        _half,
        _missing_time,
    ),
    DataCheck(F.TOO_LONG, "care_session", _too_long, lambda seconds: span_text(float(seconds))),
    DataCheck(F.CONFIRMED_BEFORE_END, "care_session", _before_end, before_end),
    DataCheck(
        F.CONFIRMED_AFTER_DAY_30,
        "care_session",
        _after_day_30,
        lambda at, name: f"on {instant_text(at, zone(name))}",
    ),
)
