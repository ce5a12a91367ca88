"""Keeps the counts of periods, of a week or less, that are over, and counts them anew when
something changed in them.

Why a kept count is that of the rows, on PostgreSQL too, where many write at once (READ COMMITTED):
- A period is first announced: its row commits without counts. From then on, triggers mark it in
  the transaction of each change. Changes that began before may not have seen it; it is counted
  after all of these have ended, so that it is counted with them.
- A recount takes the marks away first and counts after that, in one transaction. The count sees
  every change whose mark is gone, since both committed together before. A change that commits later
  leaves its mark behind, and the period is counted again. If the recount fails, the marks are back.
- Two recounts of one period wait for each other.
SQLite has one writer, so nothing happens in between.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic, sleep
from typing import Any

from sqlalchemy import BigInteger, Engine, String, cast, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import col

from core import db
from core.access import Actor
from core.db.transaction import ReadContext, queue_for
from core.facts.policies import policy_book
from core.metrics.contract import Metric
from core.metrics.kept_counts import FILTERED, IS_STALE, Tallies, Tally, counted, together
from core.metrics.registry import METRICS
from core.models.metrics import KeptPeriod, MetricCount, StalePeriod
from core.rules.metric_filters import MetricFilter
from core.rules.time.platform_clock import platform_day
from core.vocabulary.people import Role

KEEPER = Actor("worker", Role.ADMIN)
FINAL_AFTER = timedelta(days=2)
"""By then the last day of a period is over in every zone, and every due instant on it is past."""
LONGEST_WAIT_SECONDS = 5.0
ASK_SECONDS = 0.02


KEYS = (*FILTERED, "series", "outcome")
NUMBERS = ("count", "cents", "unpriced", "durations")
_IS_COUNTED = col(KeptPeriod.counted_at).is_not(None)


@dataclass(frozen=True)
class KeptDays:
    """Days of a metric whose counts are kept together: a week or less."""

    metric: Metric
    first_on: date
    last_on: date

    @property
    def key(self) -> dict[str, Any]:
        """The key of its row."""
        return {"metric": self.metric.code, "first_on": self.first_on}


def keep_counts(
    engine: Engine, clock: Callable[[], datetime], may_go_on: Callable[[], bool] = lambda: True
) -> int:
    """Count the periods that became final and those that a change made stale, a period a
    transaction, while `may_go_on`; returns how many."""
    with db.looking(engine) as look:
        new = list(_newly_final(ReadContext(look, KEEPER, clock())))
    if new:
        _announce(engine, new)
    count = 0
    for period in _waiting(engine):
        if not may_go_on():
            break
        with db.yielding(engine):
            recount(engine, clock(), period)
        count += 1
    return count


def recount(engine: Engine, now: datetime, period: KeptDays) -> None:
    """Count a period from its rows, keep that, and take away the marks that it was stale."""
    with db.writing(engine) as work:
        queue_for(work, "kept counts")
        for table in (StalePeriod, MetricCount):
            work.execute(delete(table).filter_by(**period.key))
        found = _counts_of_rows(ReadContext(work, KEEPER, now), period)
        if found:
            rows = [period.key | _stored(key, tally) for key, tally in found.items()]
            work.execute(insert(MetricCount), rows)
        work.execute(update(KeptPeriod).filter_by(**period.key).values(counted_at=now))


def checked(engine: Engine, now: datetime) -> Iterator[tuple[KeptDays, bool]]:
    """Each period whose counts are in use, and whether they are those of its rows."""
    with db.looking(engine) as look:
        used = _periods(look, _IS_COUNTED, ~IS_STALE)
    for period in used:
        is_of_period = (getattr(KeptPeriod, name) == value for name, value in period.key.items())
        with db.looking(engine) as look:
            if _periods(look, _IS_COUNTED, ~IS_STALE, *is_of_period):  # nobody marked it meanwhile
                found = _counts_of_rows(ReadContext(look, KEEPER, now), period)
                of_rows = [_stored(key, tally) for key, tally in found.items()]
                yield period, _in_order(of_rows) == _in_order(_kept_counts(look, period))


def _counts_of_rows(context: ReadContext, period: KeptDays) -> Tallies:
    """By KEYS, for all cases and, where they are kept by filters, for each state, each payer and
    both."""
    by = FILTERED if period.metric.is_kept_by_filters else ()
    wanted = MetricFilter(period.first_on, period.last_on)
    found = counted(context, period.metric, wanted, *by, "series", "outcome")
    return together(
        ((*filters, *key[len(by) :]), tally)
        for key, tally in found.items()
        for filters in _filters_that_find(*key[: len(by)])
    )


def _filters_that_find(state: str | None = "", payer: str | None = "") -> set[tuple[str, str]]:
    """The filters by state and payer that find such a case; none asks for no state."""
    return {
        (one, other)
        for one in {state, ""}
        for other in {payer, ""}
        if one is not None and other is not None
    }


def _stored(key: tuple[Any, ...], tally: Tally) -> dict[str, Any]:
    """Durations in order, so that equal counts are stored alike."""
    durations = json.dumps(sorted(tally.durations)) if tally.durations else ""
    numbers = (tally.count, tally.cents, tally.unpriced, durations)
    return dict(zip((*KEYS, *NUMBERS), (*key, *numbers), strict=True))


def _kept_counts(look: Session, period: KeptDays) -> list[dict[str, Any]]:
    columns = [getattr(MetricCount, name) for name in (*KEYS, *NUMBERS)]
    rows = look.execute(select(*columns).filter_by(**period.key))
    return [dict(row) for row in rows.mappings()]


def _in_order(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted(tuple(row[name] for name in (*KEYS, *NUMBERS)) for row in rows)


def _periods(look: Session, *conditions: Any) -> list[KeptDays]:
    rows = look.scalars(select(KeptPeriod).where(*conditions)).all()
    return [
        KeptDays(METRICS[row.metric], row.first_on, row.last_on)
        for row in rows
        if row.metric in METRICS
    ]


def _newly_final(context: ReadContext) -> Iterator[KeptDays]:
    """Periods that are final and not announced, from the first that has a case."""
    last = platform_day(context.now, policy_book(context)) - FINAL_AFTER
    rows = context.db.execute(select(col(KeptPeriod.metric), col(KeptPeriod.first_on)))
    known = {(metric, first_on) for metric, first_on in rows}
    for metric in METRICS.values():
        if metric.kept_by is None or metric.grouping.kept_days is None:
            continue
        day = context.db.scalar(select(func.min(metric.kept_by)))
        while day is not None and (days := metric.grouping.kept_days(day))[1] <= last:
            if (metric.code, days[0]) not in known:
                yield KeptDays(metric, *days)
            day = days[1] + timedelta(days=1)


def _announce(engine: Engine, new: list[KeptDays]) -> None:
    kind = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    rows = [{**one.key, "last_on": one.last_on} for one in new]
    with db.writing(engine) as work:
        work.execute(kind(KeptPeriod).values(rows).on_conflict_do_nothing())


def _waiting(engine: Engine) -> list[KeptDays]:
    """What is stale, and what was never counted if the changes of before have ended."""
    with db.looking(engine) as look:
        stale = _periods(look, _IS_COUNTED, IS_STALE)
        uncounted = _periods(look, ~_IS_COUNTED)
    return [*stale, *uncounted] if uncounted and _have_older_ended(engine) else stale


def _have_older_ended(engine: Engine) -> bool:
    """Wait until the changes that are going on now have ended; False if one takes very long."""
    if engine.dialect.name != "postgresql":
        return True
    end = monotonic() + LONGEST_WAIT_SECONDS
    snapshot = func.pg_current_snapshot()
    next_begun, oldest = (
        select(cast(cast(found, String), BigInteger))
        for found in (func.pg_snapshot_xmax(snapshot), func.pg_snapshot_xmin(snapshot))
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        first_to_see = connection.scalars(next_begun).one()
        while connection.scalars(oldest).one() < first_to_see:
            if monotonic() > end:
                return False
            sleep(ASK_SECONDS)
    return True
