"""Sessions that can still be confirmed, by the days left (R01)."""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlmodel import col

from core.db.transaction import ReadContext
from core.metrics import population
from core.metrics.contract import Column, DataPoint, Grouping, Metric
from core.models.base import UtcDateTime, written_out
from core.models.care import CareSession
from core.rules.metric_filters import MetricFilter
from core.rules.time.instants import local_date, zone
from core.vocabulary.care import PayerKind, SessionKind, SessionStatus
from core.vocabulary.metrics import ChartForm
from core.vocabulary.words import label

AT_MOST = {"0-2": 2, "3-8": 8, "9-15": 15}
"""The most days left of each group; the last group has no end."""
DAYS_LEFT = {"0-2": "0–2 days", "3-8": "3–8 days", "9-15": "9–15 days", "16+": "16 days or more"}


def _is_to_confirm(now: Any) -> ColumnElement[bool]:
    end = func.coalesce(col(CareSession.actual_end_at), col(CareSession.scheduled_end_at))
    return and_(
        col(CareSession.status) == written_out(SessionStatus.SCHEDULED),
        col(CareSession.kind) == SessionKind.SESSION,
        col(CareSession.confirm_blocked_from) > now,
        end <= now,
    )


_BY = (
    # in the order of the index, so that nothing is sorted
    col(CareSession.confirm_blocked_from),
    col(CareSession.confirm_last_on),
    col(CareSession.zone),
    population.plain(col(CareSession.payer_kind)),
)
_COUNTS = select(*_BY[1:], func.count()).where(_is_to_confirm(bindparam("now"))).group_by(*_BY)


def _points(context: ReadContext, wanted: MetricFilter) -> list[DataPoint]:
    """By last days and zones, which are few: what day it is in each zone is not for SQL."""
    found = context.db.execute(_COUNTS.where(*population.of_sessions(wanted)), {"now": context.now})
    today = cache(lambda tz: local_date(context.now, zone(tz)))
    counts: Counter[tuple[str, str]] = Counter()
    for last_on, tz, payer, count in found:
        counts[_group_of((last_on - today(tz)).days), payer] += count
    return [DataPoint(group, payer, group, n) for (group, payer), n in sorted(counts.items())]


def _group_of(days_left: int) -> str:
    return next((code for code, most in AT_MOST.items() if days_left <= most), "16+")


def _population(context: ReadContext, wanted: MetricFilter) -> Select[Any]:
    where = [_is_to_confirm(context.now), *population.of_sessions(wanted)]
    zones = context.db.scalars(select(col(CareSession.zone)).distinct().where(*where))
    group = _group({name: local_date(context.now, zone(name)) for name in zones})
    columns: tuple[Any, ...] = (
        col(CareSession.id),
        group.label("group"),
        population.plain(col(CareSession.payer_kind)).label("series"),
        group.label("outcome"),
        literal(context.now, UtcDateTime).label("now"),
    )
    return select(*columns).where(*where)


def _group(today: dict[str, date]) -> ColumnElement[str]:
    """The group of a session by its days left, with today's date in each zone (R02)."""
    return case(*((_has_left(days, today), code) for code, days in AT_MOST.items()), else_="16+")


def _has_left(days: int, today: dict[str, date]) -> ColumnElement[bool]:
    """At most `days` are left on the session's own calendar."""
    zones = {day: [name for name in today if today[name] == day] for day in today.values()}
    here, last_on = col(CareSession.zone), col(CareSession.confirm_last_on)
    each = (
        and_(here.in_(names), last_on <= day + timedelta(days=days)) for day, names in zones.items()
    )
    return or_(false(), *each)


def _days_left(now: datetime, last_on: date, tz: str) -> int:
    """0 on the last day itself."""
    return (last_on - local_date(now, zone(tz))).days


SESSIONS_TO_CONFIRM = Metric(
    code="sessions_to_confirm",
    name="Sessions to confirm",
    title="Sessions to confirm, by days left and payer",
    question="Which sessions can still be confirmed, and for how long?",
    formula="Number of sessions. On the last day itself, 0 days are left.",
    cohort="Sessions that have ended, are not confirmed, and can still be confirmed now.",
    exclusions=("Consultation calls", "Canceled sessions and no-shows"),
    unit=("session to confirm", "sessions to confirm"),
    record_name="Sessions",
    opens="session",
    chart=ChartForm.BARS_NOW,
    grouping=Grouping("Days left", DAYS_LEFT.__getitem__, tuple(DAYS_LEFT)),
    series_name="Payer",
    series={kind.value: label(kind) for kind in PayerKind},
    outcomes=DAYS_LEFT,
    population=_population,
    points=_points,
    records=population.session_records,
    columns=(
        population.SESSION,
        Column(
            "Days left",
            ("now", col(CareSession.confirm_last_on), col(CareSession.zone)),
            _days_left,
        ),
        Column("Last day to confirm", (col(CareSession.confirm_last_on),)),
        Column("Date of service", (col(CareSession.date_of_service),)),
        Column("Payer", (col(CareSession.payer_kind),)),
        population.PROVIDER,
        population.CLIENT,
    ),
    order=(col(CareSession.confirm_blocked_from), col(CareSession.id)),
    target_policy="confirm_days",
)
