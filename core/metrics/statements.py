"""What pages and files of metrics ask the database: the period, and the rows of a drill-down."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select

from core.db.transaction import ReadContext
from core.metrics.contract import Metric
from core.rules.metric_filters import DrillDown, MetricFilter, check_drill_down, check_filter


def period_of(metric: Metric, wanted: MetricFilter, group: str = "") -> MetricFilter:
    """The filters that apply, over the days that count: whole periods at both ends where the
    grouping says so, and only the days of `group`, so that an index serves them."""
    grouping, first, last = metric.grouping, wanted.from_on, wanted.to_on
    if grouping.days and grouping.is_whole:
        first, last = (grouping.days(day.isoformat())[end] for end, day in enumerate((first, last)))
    if grouping.days and group:
        with suppress(ValueError):  # no such period: no row has it
            start, end = grouping.days(group)
            first, last = max(first, start), min(last, end)
    payer_kind = None if metric.is_of_any_payer else wanted.payer_kind
    return replace(wanted, from_on=first, to_on=last, payer_kind=payer_kind)


def rows_statement(
    context: ReadContext,
    metric: Metric,
    wanted: MetricFilter,
    drill_down: DrillDown,
    limit: int | None = None,
) -> Select[Any]:
    """What the columns are made of: a row for each case of a data point, or of all, in the order
    of the page; the first `limit` are found before anything is joined to them. Raises InvalidInput
    by field."""
    check_filter(wanted)
    check_drill_down(drill_down)
    found = metric.population(context, period_of(metric, wanted, drill_down.group))
    for name, code in (("group", drill_down.group), ("series", drill_down.series)):
        if code:
            found = found.where(found.selected_columns[name].element == code)
    if limit is not None:
        found = found.order_by(*metric.order).limit(limit)
    cases = found.subquery("cases")
    sources = [
        cases.c[one] if isinstance(one, str) else one
        for column in metric.columns
        for one in column.source
    ]
    return select(*sources).select_from(metric.records(cases)).order_by(*metric.order)
