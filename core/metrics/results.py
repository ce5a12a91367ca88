"""What a metric says: its data points, the rows of a drill-down, and all of these as a CSV."""

from collections.abc import Generator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import islice
from statistics import median
from typing import Any

from sqlalchemy import Select, Subquery, func, select

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.facts.policies import policy_book
from core.metrics.contract import (
    DataPoint,
    Grouping,
    Metric,
    MetricResult,
    MetricRows,
    Money,
    Value,
)
from core.metrics.registry import metric_named
from core.rules.cells import guarded
from core.rules.metric_filters import DrillDown, MetricFilter, check_drill_down, check_filter
from core.rules.time.formats import amount_text
from core.rules.time.platform_clock import platform_day
from core.vocabulary.words import label

LIMIT = 50
"""Rows that a page shows; a CSV has all."""
BATCH = 500
"""Rows that are held in memory at once while all are read."""
Cell = str | int


@guard(MANAGING)
def metric_result(context: ReadContext, code: str, wanted: MetricFilter) -> MetricResult:
    """The data points of a metric, and the period that they cover: whole groups at both ends.
    Raises InvalidInput by field, NotFound for an unknown code."""
    check_filter(wanted)
    metric = metric_named(code)
    within = _within(metric.grouping, wanted)
    cases = metric.population(context, within).subquery("cases")
    return MetricResult(
        metric,
        within.from_on,
        within.to_on,
        context.now,
        _points(context, cases),
        _target(context, metric),
        _median_days(context, cases) if metric.median_name else None,
    )


@guard(MANAGING)
def metric_rows(
    context: ReadContext, code: str, wanted: MetricFilter, drill_down: DrillDown
) -> MetricRows:
    """The first rows of a data point, or of all; the other rows are not read."""
    with closing(_every_row(context, metric_named(code), wanted, drill_down)) as found:
        rows = tuple(islice(found, LIMIT + 1))
    return MetricRows(rows[:LIMIT], len(rows) > LIMIT)


@guard(MANAGING)
def export_rows(
    context: ReadContext, code: str, wanted: MetricFilter, drill_down: DrillDown
) -> Generator[list[Cell]]:
    """The headings, then all rows of a data point, or of all, in the order of the page. Clients
    are in initials, instants on the reader's clock. Reads on as it is asked, so the context must
    stay open. Raises InvalidInput by field."""
    return _csv_rows(context, metric_named(code), wanted, drill_down)


# data points


def _points(context: ReadContext, cases: Subquery) -> tuple[DataPoint, ...]:
    by: tuple[Any, ...] = (cases.c.group, cases.c.series, cases.c.outcome)
    money = [func.sum(cases.c[name]) for name in ("cents", "is_unpriced") if name in cases.c]
    rows = context.db.execute(select(*by, func.count(), *money).group_by(*by).order_by(*by))
    return tuple(DataPoint(*row[:4], *(int(number or 0) for number in row[4:])) for row in rows)


def _median_days(context: ReadContext, cases: Subquery) -> float | None:
    ended = select(cases.c.started_at, cases.c.ended_at).where(cases.c.ended_at.is_not(None))
    days = [(end - start) / timedelta(days=1) for start, end in context.db.execute(ended)]
    return median(days) if days else None


def _target(context: ReadContext, metric: Metric) -> str:
    """The policy value of today in words: "10 business days (internal)"."""
    if not metric.target_policy:
        return ""
    book = policy_book(context)
    value = book.on(metric.target_policy, platform_day(context.now, book))
    text = amount_text(value.text, value.unit)
    return f"{text} (internal)" if value.origin == "ours" else text


def _within(grouping: Grouping, wanted: MetricFilter, group: str = "") -> MetricFilter:
    """The same over the days that count: whole periods at both ends where the grouping says so,
    and only the days of `group`, so that an index serves them."""
    first, last = wanted.from_on, wanted.to_on
    if grouping.days and grouping.is_whole:
        first, last = (grouping.days(day.isoformat())[end] for end, day in enumerate((first, last)))
    if grouping.days and group:
        with suppress(ValueError):  # no such period: no row has it
            start, end = grouping.days(group)
            first, last = max(first, start), min(last, end)
    return replace(wanted, from_on=first, to_on=last)


# rows


def _every_row(
    context: ReadContext, metric: Metric, wanted: MetricFilter, drill_down: DrillDown
) -> Generator[tuple[Value, ...]]:
    """`BATCH` rows at a time, however many there are; closing it early frees the cursor."""
    statement = _statement(context, metric, wanted, drill_down)
    with context.db.execute(statement.execution_options(yield_per=BATCH)) as found:
        for row in found:
            given = iter(row)
            yield tuple(one.value(*islice(given, len(one.source))) for one in metric.columns)


def _statement(
    context: ReadContext, metric: Metric, wanted: MetricFilter, drill_down: DrillDown
) -> Select[Any]:
    check_filter(wanted)
    check_drill_down(drill_down)
    within = _within(metric.grouping, wanted, drill_down.group)
    cases = metric.population(context, within).subquery("cases")
    sources = [
        cases.c[one] if isinstance(one, str) else one
        for column in metric.columns
        for one in column.source
    ]
    statement = select(*sources).select_from(metric.records(cases)).order_by(*metric.order)
    if drill_down.group:
        statement = statement.where(cases.c.group == drill_down.group)
    if drill_down.series:
        statement = statement.where(cases.c.series == drill_down.series)
    return statement


# CSV


def _csv_rows(
    context: ReadContext, metric: Metric, wanted: MetricFilter, drill_down: DrillDown
) -> Generator[list[Cell]]:
    tz = context.actor.tz
    yield [f"{one.name} ({tz.key})" if one.is_instant else one.name for one in metric.columns]
    for row in _every_row(context, metric, wanted, drill_down):
        yield [_cell(value, tz) for value in row]


def _cell(value: Value, tz: tzinfo) -> Cell:
    """Numbers, days and instants as a spreadsheet reads them; no text that it would run."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(tz):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, Money):
        return f"{value.cents // 100}.{value.cents % 100:02d}"
    if isinstance(value, StrEnum):
        return label(value)
    return value if isinstance(value, int) else guarded(str(value))
