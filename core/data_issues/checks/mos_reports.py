"""Military OneSource sessions and their Case Activity Report (R34, R36, R39)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlmodel import col

from core.data_issues.checks.scope import (
    DAY,
    IS_MOS,
    IS_SESSION,
    KEY,
    STATUS,
    CheckTime,
    DataCheck,
    on_day,
)
from core.data_issues.checks.sql_time import days_after, today_in
from core.models.care import CareSession, CarReport
from core.rules.time.formats import day_text
from core.vocabulary.care import SessionStatus
from core.vocabulary.data_issues import DataIssueCode as F

IS_CONFIRMED: Any = STATUS == SessionStatus.CONFIRMED
COMPLETED: Any = col(CarReport.completed_at)


def _with_report(*columns: Any) -> Select[Any]:
    """Sessions with their report, or with none."""
    joined = col(CarReport.session_id) == KEY
    return select(KEY, *columns).outerjoin(CarReport, joined).where(IS_MOS, IS_SESSION)


def _confirmed_first(_at: CheckTime) -> Select[Any]:
    is_late = or_(COMPLETED.is_(None), col(CareSession.confirmed_at) < COMPLETED)
    return _with_report().where(IS_CONFIRMED, is_late)


def _not_attested(_at: CheckTime) -> Select[Any]:
    return select(KEY).where(
        IS_MOS, IS_SESSION, IS_CONFIRMED, col(CareSession.attested_at).is_(None)
    )


def _wrong_date(at: CheckTime) -> Select[Any]:
    """A date is entered when the session is confirmed, so before that it may be missing."""
    entered: Any = col(CarReport.entered_on)
    wanted = days_after(DAY, on_day(at.book, "car_offset_days"))
    is_missing = and_(col(CarReport.id).is_not(None), entered.is_(None), IS_CONFIRMED)
    return _with_report(entered, wanted).where(or_(entered != wanted, is_missing))


def _dates(entered: date | None, wanted: date) -> str:
    return f"{day_text(entered) if entered else 'missing'}. It should be {day_text(wanted)}"


def _overdue(at: CheckTime) -> Select[Any]:
    days = on_day(at.book, "car_overdue_days")
    is_over = days_after(DAY, days) < today_in(col(CareSession.zone), at.now)
    return _with_report(DAY, days).where(COMPLETED.is_(None), is_over)


def _last_day(day: date, days: int) -> str:
    return day_text(day + timedelta(days=days))


CHECKS = (
    DataCheck(F.CAR_AFTER_CONFIRMING, "care_session", _confirmed_first, str),
    DataCheck(F.NOT_ATTESTED, "care_session", _not_attested, str),
    DataCheck(F.CAR_DATE_RECORDED, "care_session", _wrong_date, _dates),
    DataCheck(F.CAR_OVERDUE, "care_session", _overdue, _last_day),
)
