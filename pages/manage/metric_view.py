"""Any metric of the registry: what it says, its definition, its chart and the same as a table."""

from typing import Any

import pandas as pd
import streamlit as st

from core.metrics.contract import Metric, MetricResult
from core.metrics.results import metric_result
from core.rules.metric_filters import MetricFilter
from core.rules.rates import FEWEST
from core.rules.time.formats import MISSING, money_text, period_text
from core.vocabulary.metrics import ChartForm
from pages import context
from pages.components.charts import ChartWords, chart_spec, show_chart
from pages.components.markup import Markup, fill, pairs, show_html, show_text
from pages.components.screen_dates import screen_instant
from pages.manage.metric_rows import show_drill_down

TOO_FEW = "Not enough data"


def show_metric(metric: Metric, wanted: MetricFilter) -> None:
    """All of it, top to bottom."""
    found = context.query(metric_result, metric.code, wanted)
    st.subheader(metric.title)
    show_html(_summary(found))
    with st.expander("How this metric works"):
        show_html(_definition(found))
    if not found.points:
        show_text(f"No {metric.unit[1]} match these filters.")
        return
    left, right = st.columns([3, 2])
    with left:
        clicked = show_chart(_spec(metric), _points(found), f"chart-{metric.code}", metric.title)
    with right:
        _show_table(found)
    show_drill_down(found, wanted, clicked)


# words


def _summary(found: MetricResult) -> Markup:
    """The rate or number, n, and the period or instant; then the number of each outcome."""
    metric = found.metric
    n = metric.counted(found.n)
    if metric.rate is None:
        first, rest = n, []
    elif found.rate is None:
        first, rest = TOO_FEW, [f"{n}; rates are shown from {FEWEST}"]
    else:
        first, *rest = f"{found.rate:.1%}", metric.rate.label, n
    return fill(
        '<p class="desk" role="status"><strong>{first}</strong> {rest} · {when}</p>'
        '<p class="desk quiet">{parts}</p>',
        first=first,
        rest=" · ".join(rest),
        when=_when(found),
        parts=" · ".join(_parts(found)),
    )


def _when(found: MetricResult) -> str:
    if found.metric.grouping.days:
        return period_text(found.first_on, found.last_on)
    return f"as of {screen_instant(found.as_of)}"


def _parts(found: MetricResult) -> list[str]:
    metric = found.metric
    parts = [f"{words}: {found.count(code):,}" for code, words in metric.outcomes.items()]
    if metric.money_name:
        unpriced = f" ({found.unpriced:,} without a price)" if found.unpriced else ""
        parts.append(f"{metric.money_name}: {money_text(found.money.cents)}{unpriced}")
    if metric.median_name:
        days = found.median_days
        parts.append(f"{metric.median_name}: {MISSING if days is None else f'{days:.1f} days'}")
    return parts


def _definition(found: MetricResult) -> Markup:
    metric = found.metric
    return pairs(
        (
            ("Question", metric.question),
            ("Formula", metric.formula),
            ("Included", metric.cohort),
            ("Excluded", "; ".join(metric.exclusions)),
            ("Deadline", found.target),
        )
    )


# chart and table


def _spec(metric: Metric) -> dict[str, Any]:
    shown = metric.charted or tuple(metric.series)
    counted = metric.rate.label if metric.rate and _is_line(metric) else metric.unit[1]
    words = ChartWords(
        group=metric.grouping.name,
        groups=tuple(map(metric.grouping.label, metric.grouping.codes)),
        series=metric.series_name,
        all_series=tuple(metric.series[code] for code in shown),
        counted=counted.capitalize(),
    )
    return chart_spec(metric.chart, words)


def _is_line(metric: Metric) -> bool:
    """Whether a point is a rate; else it is a number, and n that of its group."""
    return metric.chart is ChartForm.RATE_LINE


def _points(found: MetricResult) -> list[dict[str, Any]]:
    """What the chart draws."""
    shown = found.metric.charted or tuple(found.metric.series)
    codes = dict.fromkeys((one.group, one.series) for one in found.points)
    return [_point(found, group, series) for group, series in codes if series in shown]


def _point(found: MetricResult, group: str, series: str) -> dict[str, Any]:
    metric, here = found.metric, found.at(group, series)
    is_line = _is_line(metric)
    n = (here if is_line else found.at(group)).n
    counts = ((words.lower(), here.count(code)) for code, words in metric.outcomes.items())
    point = {
        "group": group,
        "series": series,
        "group_label": metric.grouping.label(group),
        "series_label": metric.series[series],
        "series_order": list(metric.series).index(series),
        "rate": here.rate,
        "count": here.count(),
        "value": _rate_text(here.rate) if is_line else f"{here.count():,}",
        "n": n,
        "detail": ", ".join(f"{number:,} {words}" for words, number in counts if number),
    }
    words = "{group_label}, {series_label}: {value}, {counted}"
    return point | {"description": words.format(**point, counted=metric.counted(n))}


def _show_table(found: MetricResult) -> None:
    """The same numbers as the chart, the latest period first."""
    groups = found.groups()
    rows = [
        row
        for group in (reversed(groups) if found.metric.grouping.days else groups)
        for row in _table_rows(found, group)
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=360 if len(rows) > 10 else "content",
        alt=f"{found.metric.title}, as a table",
    )


def _table_rows(found: MetricResult, group: str) -> list[dict[str, Any]]:
    """One row of the group, with its series beside each other; for a line, one for each series."""
    metric, here = found.metric, found.at(group)
    first = {metric.grouping.name: metric.grouping.label(group)}
    if not _is_line(metric):
        present = [code for code in metric.series if found.count_of(code)]
        numbers = {metric.series[code]: here.at(group, code).count() for code in present}
        return [first | _numbers(here) | numbers | _money(here)]
    return [
        first
        | {metric.series_name: metric.series[code]}
        | _numbers(part)
        | {words: part.count(outcome) for outcome, words in metric.outcomes.items()}
        for code in metric.series
        if (part := here.at(group, code)).points
    ]


def _numbers(part: MetricResult) -> dict[str, Any]:
    number = {part.metric.unit[1].capitalize(): part.n}
    return number | ({"Rate": _rate_text(part.rate)} if part.metric.rate else {})


def _money(part: MetricResult) -> dict[str, Any]:
    name = part.metric.money_name
    return {name: money_text(part.money.cents), "No price": part.unpriced} if name else {}


def _rate_text(rate: float | None) -> str:
    return TOO_FEW if rate is None else f"{rate:.1%}"
