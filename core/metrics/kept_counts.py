"""The counts of a metric: those kept of days long past, and the other days counted from the rows.
Both are read in one state of the database, so the answer is always that of the rows."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlmodel import col

from core.db.transaction import ReadContext
from core.metrics.contract import Metric
from core.models.metrics import KeptPeriod, MetricCount, StalePeriod
from core.rules.metric_filters import MetricFilter

DAY = timedelta(days=1)
FILTERED = ("state_code", "payer_kind")
"""What counts are kept by, where the population of a metric has both as columns."""
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Tally:
    """How many cases, their cents, how many have no price, and the durations of those that have
    ended, in microseconds."""

    count: int = 0
    cents: int = 0
    unpriced: int = 0
    durations: tuple[int, ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.count + other.count,
            self.cents + other.cents,
            self.unpriced + other.unpriced,
            self.durations + other.durations,
        )


Tallies = dict[tuple[Any, ...], Tally]
Kept = Mapping[tuple[date, date], Tallies]
"""By group, series and outcome, for the first and last of the days that are kept together."""


def tallies(context: ReadContext, metric: Metric, within: MetricFilter) -> Tallies:
    """By group, series and outcome."""
    kept = _kept(context, metric, within)
    live = (
        counted(context, metric, span, "group", "series", "outcome")
        for span in _spans_between(kept, within)
    )
    return together(pair for found in (*kept.values(), *live) for pair in found.items())


def together(pairs: Iterable[tuple[tuple[Any, ...], Tally]]) -> Tallies:
    """The sum for each key."""
    totals: Tallies = {}
    for key, tally in pairs:
        totals[key] = totals[key] + tally if key in totals else tally
    return totals


def counted(context: ReadContext, metric: Metric, wanted: MetricFilter, *by: str) -> Tallies:
    """The rows themselves counted by the values of the columns `by` of the population."""
    cases = metric.population(context, wanted).subquery("cases")
    # by price and duration, not their sums: the database then works out each only once
    names = [one for one in (*by, "cents", "started_at", "ended_at") if one in cases.c]
    columns = [cases.c[name] for name in names]
    rows = context.db.execute(select(*columns, func.count()).group_by(*columns))
    size = len(by)
    if metric.median_name:
        return together((row[:size], _lasting(*row[size:])) for row in map(tuple, rows))
    if metric.money_name:
        return together((row[:size], _priced(*row[size:])) for row in map(tuple, rows))
    return {tuple(key): Tally(count) for *key, count in rows}


def _priced(cents: int | None, count: int) -> Tally:
    return Tally(count, count * (cents or 0), count if cents is None else 0)


def _lasting(start: datetime, end: datetime | None, count: int) -> Tally:
    return Tally(count, durations=((end - start) // MICROSECOND,) * count if end else ())


def _kept(context: ReadContext, metric: Metric, within: MetricFilter) -> Kept:
    """What is kept of days in `within`, was counted by the context's `now` and is not marked stale.
    Nothing for a filter that counts are not kept by."""
    filters = {name: str(getattr(within, name) or "") for name in FILTERED}
    is_kept = metric.is_kept_by_filters or not any(filters.values())
    if metric.kept_by is None or within.provider_ref or not is_kept:
        return {}
    asked = {"metric": metric.code, "now": context.now, "from": within.from_on, "to": within.to_on}
    kept: dict[tuple[date, date], Tallies] = {}
    rows: Any = context.db.execute(_KEPT, {**asked, **filters})
    for first_on, last_on, series, outcome, *numbers in rows:
        found = kept.setdefault((first_on, last_on), {})
        if series is not None:
            found[metric.grouping.code(first_on), series, outcome] = stored_tally(*numbers)
    return kept


def stored_tally(count: int, cents: int, unpriced: int, durations: str) -> Tally:
    """The tally of a row of counts."""
    return Tally(count, cents, unpriced, tuple(json.loads(durations)) if durations else ())


def _spans_between(kept: Kept, within: MetricFilter) -> Iterator[MetricFilter]:
    """The days of `within` that are not kept; all of it where nothing is."""
    start = within.from_on
    for first_on, last_on in sorted(kept):
        if start < first_on:
            yield replace(within, from_on=start, to_on=first_on - DAY)
        start = last_on + DAY
    if start <= within.to_on:
        yield replace(within, from_on=start)


_OF_PERIOD = and_(
    col(MetricCount.metric) == col(KeptPeriod.metric),
    col(MetricCount.first_on) == col(KeptPeriod.first_on),
    *(col(getattr(MetricCount, name)) == bindparam(name) for name in FILTERED),
)
IS_STALE = (
    select(col(StalePeriod.id))
    .where(
        col(StalePeriod.metric) == col(KeptPeriod.metric),
        col(StalePeriod.first_on) == col(KeptPeriod.first_on),
    )
    .exists()
)
"""Something changed in these days since they were counted."""
_KEPT = (
    select(
        col(KeptPeriod.first_on),
        col(KeptPeriod.last_on),
        col(MetricCount.series),
        col(MetricCount.outcome),
        col(MetricCount.count),
        col(MetricCount.cents),
        col(MetricCount.unpriced),
        col(MetricCount.durations),
    )
    .outerjoin(MetricCount, _OF_PERIOD)
    .where(
        col(KeptPeriod.metric) == bindparam("metric"),
        col(KeptPeriod.counted_at) <= bindparam("now"),
        col(KeptPeriod.first_on) >= bindparam("from"),
        col(KeptPeriod.last_on) <= bindparam("to"),
        ~IS_STALE,
    )
)
