"""The rows of a metric: of the bar or point that was clicked or chosen, or all; and their CSV."""

from datetime import date, datetime
from enum import StrEnum

import streamlit as st

from core.metrics.contract import Metric, MetricResult, MetricRows, Money, Value
from core.metrics.results import metric_rows
from core.rules.metric_filters import DrillDown, MetricFilter
from core.rules.time.formats import MISSING, money_text
from core.vocabulary.metrics import ChartForm
from core.vocabulary.words import label
from pages import context, url
from pages.components.csv_download import show_csv_download
from pages.components.markup import show_text
from pages.components.screen_dates import screen_day, screen_instant
from pages.components.session_table import show_linked_table
from pages.components.url_choice import url_choice

ALL, FOLLOWED = "all", "followed-click"
POINT = GROUP, SERIES = "group", "series"
"""Where the URL holds the codes of the data point whose rows are shown."""


def show_drill_down(
    found: MetricResult, wanted: MetricFilter, clicked: dict[str, str] | None
) -> None:
    """Which rows, then the first of them and a CSV of all."""
    metric = found.metric
    _follow(metric, clicked)
    heading = st.container()
    drill_down = _choose(found)
    heading.subheader(_heading(metric, drill_down))
    _show_rows(metric, context.query(metric_rows, metric.code, wanted, drill_down))
    show_csv_download(metric.code, wanted, drill_down)


def _heading(metric: Metric, rows: DrillDown) -> str:
    if rows.group and rows.series:
        where = "point" if metric.chart is ChartForm.RATE_LINE else "bar"
        return f"{metric.record_name} in the selected {where}"
    if rows.group:
        return f"{metric.record_name}: {metric.grouping.label(rows.group)}"
    if rows.series:
        return f"{metric.record_name}: {metric.series[rows.series]}"
    return f"All {metric.record_name.lower()}"


def _follow(metric: Metric, clicked: dict[str, str] | None) -> None:
    """Write a new click into the URL, and forget the data point when the click is taken back."""
    before, st.session_state[FOLLOWED] = st.session_state.get(FOLLOWED), (metric.code, clicked)
    is_new_chart = before is None or before[0] != metric.code
    if before == (metric.code, clicked) or (is_new_chart and clicked is None):
        return
    url.write(dict.fromkeys(POINT, "") | (clicked or {}))


def _choose(found: MetricResult) -> DrillDown:
    metric = found.metric
    groups = {code: metric.grouping.label(code) for code in found.groups()}
    series = {code: words for code, words in metric.series.items() if found.count_of(code)}
    first = metric.first_series if metric.first_series in series else ALL
    left, right = st.columns(2)
    with left:
        group = url_choice(metric.grouping.name, {ALL: "All", **groups}, GROUP, ALL, forget=())
    with right:
        of_series = url_choice(metric.series_name, {ALL: "All", **series}, SERIES, first, forget=())
    return DrillDown(*("" if code == ALL else code for code in (group, of_series)))


def _show_rows(metric: Metric, found: MetricRows) -> None:
    """The first rows; the first column opens the record."""
    first, *heads = (column.name for column in metric.columns)
    rows = [[_text(value) for value in row] for row in found.rows]
    show_linked_table(heads, [(ref, cells) for ref, *cells in rows], first, f"/{metric.opens}?ref=")
    if found.has_more:
        text = f"Showing the first {len(rows)} rows. The CSV contains all of them."
        show_text(text, is_quiet=True)


def _text(value: Value) -> str:
    if isinstance(value, datetime):
        return screen_instant(value)
    if isinstance(value, date):
        return screen_day(value)
    if isinstance(value, Money):
        return money_text(value.cents)
    if isinstance(value, StrEnum):
        return label(value)
    return MISSING if value in (None, "") else str(value)
