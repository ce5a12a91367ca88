"""What a metric says: its data points, and the rows of a drill-down."""

from datetime import timedelta
from itertools import islice
from operator import itemgetter
from statistics import median
from typing import Any

from sqlalchemy import Row

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.facts.policies import policy_book
from core.metrics.contract import DataPoint, Metric, MetricResult, MetricRows, Value
from core.metrics.kept_counts import DAY, Tallies, tallies
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
    within = period_of(metric, wanted)
    found = {} if metric.points else tallies(context, metric, within)
    return MetricResult(
        metric,
        within.from_on,
        within.to_on,
        context.now,
        tuple(metric.points(context, within)) if metric.points else _points(found),
        _target(context, metric),
        _median_days(found),
    )


@guard(MANAGING)
def metric_rows(
    context: ReadContext, code: str, wanted: MetricFilter, drill_down: DrillDown
) -> MetricRows:
    """The first rows of a data point, or of all; the other rows are not read."""
    metric = metric_named(code)
    statement = rows_statement(context, metric, wanted, drill_down, LIMIT + 1)
    found = context.db.execute(statement).all()
    return MetricRows(tuple(_values(metric, row) for row in found[:LIMIT]), len(found) > LIMIT)


def _points(found: Tallies) -> tuple[DataPoint, ...]:
    return tuple(
        DataPoint(group, series, outcome, tally.count, tally.cents, tally.unpriced)
        for (group, series, outcome), tally in sorted(found.items(), key=itemgetter(0))
    )


def _median_days(found: Tallies) -> float | None:
    durations = [one for tally in found.values() for one in tally.durations]
    return timedelta(microseconds=median(durations)) / DAY if durations else None


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
