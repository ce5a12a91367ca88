"""What a metric says: its data points, and the rows of a drill-down."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from statistics import median
from typing import Any

from sqlalchemy import Row, func, select

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.facts.policies import policy_book
from core.metrics.contract import (
    DataPoint,
    Metric,
    MetricResult,
    MetricRows,
    Value,
)
from core.metrics.registry import metric_named
from core.metrics.statements import period_of, rows_statement
from core.rules.metric_filters import DrillDown, MetricFilter, check_filter
from core.rules.time.formats import amount_text
from core.rules.time.platform_clock import platform_day

LIMIT = 50
"""Rows that a page shows."""


@guard(MANAGING)
def metric_result(context: ReadContext, code: str, wanted: MetricFilter) -> MetricResult:
    """The data points of a metric, and the period that they cover: whole groups at both ends.
    Raises InvalidInput by field, NotFound for an unknown code."""
    check_filter(wanted)
    metric = metric_named(code)
    within = period_of(metric.grouping, wanted)
    points = metric.points or partial(_points, metric)
    return MetricResult(
        metric,
        within.from_on,
        within.to_on,
        context.now,
        tuple(points(context, within)),
        _target(context, metric),
        _median_days(context, metric, within) if metric.median_name else None,
    )


@guard(MANAGING)
def metric_rows(
    context: ReadContext, code: str, wanted: MetricFilter, drill_down: DrillDown
) -> MetricRows:
    """The first rows of a data point, or of all; the other rows are not read."""
    metric = metric_named(code)
    found = context.db.execute(
        rows_statement(context, metric, wanted, drill_down).limit(LIMIT + 1)
    ).all()
    return MetricRows(tuple(_values(metric, row) for row in found[:LIMIT]), len(found) > LIMIT)


def _points(metric: Metric, context: ReadContext, within: MetricFilter) -> Iterator[DataPoint]:
    cases = metric.population(context, within).subquery("cases")
    by: tuple[Any, ...] = (cases.c.group, cases.c.series, cases.c.outcome)
    money = [func.sum(cases.c[name]) for name in ("cents", "is_unpriced") if name in cases.c]
    rows = context.db.execute(select(*by, func.count(), *money).group_by(*by).order_by(*by))
    return (DataPoint(*row[:4], *(int(number or 0) for number in row[4:])) for row in rows)


def _median_days(context: ReadContext, metric: Metric, within: MetricFilter) -> float | None:
    cases = metric.population(context, within).subquery("cases")
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


def _values(metric: Metric, row: Row[Any]) -> tuple[Value, ...]:
    given = iter(row)
    return tuple(one.value(*islice(given, len(one.source))) for one in metric.columns)
