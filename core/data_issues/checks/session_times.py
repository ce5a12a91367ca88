"""Sessions whose times cannot be (R01, R03, R07)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased
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
from core.data_issues.checks.sql_time import days_after, seconds_between
from core.models.care import CareSession
from core.rules.eligibility.details import span_of_times
from core.rules.reasons import CATALOGUE
from core.rules.time.formats import instant_text, span_text
from core.rules.time.instants import zone
from core.vocabulary.data_issues import DataIssueCode as F

START: Any = col(CareSession.actual_start_at)
END: Any = col(CareSession.actual_end_at)
LONGEST = "max_session_hours"
NEAR_DAYS = 2
"""Sessions that overlap are of dates no further apart: zones make a day of it, midnight another."""


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


def _overlapping(_at: CheckTime) -> Select[Any]:
    """Sessions that began before an earlier one of their provider was over, with each such one.

    They are found in one pass, and only then compared with their neighbors, by the index.
    """
    key, provider = col(CareSession.id), col(CareSession.provider_id)
    until = func.max(ENDS).over(partition_by=provider, order_by=(STARTS, key), rows=(None, -1))
    placed = (
        select(key.label("id"), STARTS.label("starts"), until.label("until"))
        .where(STATUS.in_(STANDING))
        .subquery()
    )
    late = select(placed.c.id).where(placed.c.until > placed.c.starts)
    other, day = aliased(CareSession), col(CareSession.date_of_service)
    starts = func.coalesce(col(other.actual_start_at), col(other.scheduled_start_at))
    ends = func.coalesce(col(other.actual_end_at), col(other.scheduled_end_at))
    near = col(other.date_of_service).between(
        days_after(day, -NEAR_DAYS), days_after(day, NEAR_DAYS)
    )
    came_first = or_(starts < STARTS, and_(starts == STARTS, col(other.id) < key))
    columns: tuple[Any, ...] = (key, col(other.ref))
    return (
        select(*columns)
        .join(other, and_(col(other.provider_id) == provider, near, came_first))
        .where(key.in_(late), starts < ENDS, ends > STARTS)
        .where(col(other.status).in_(STANDING))
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
    DataCheck(F.OVERLAPPING_SESSIONS, "care_session", _overlapping, str),
)
