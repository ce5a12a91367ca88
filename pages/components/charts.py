"""Charts of metrics: authored in Altair, specs built once, drawn with the data of the moment."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import streamlit as st

from core.vocabulary.metrics import ChartForm

Spec = dict[str, Any]
POINT = "point"
"""The name of the selection in every chart: the bar or point that was clicked."""
PERIOD_LABEL = (
    "length(datum.value) > 7 ? utcFormat(toDate(datum.value), '%b %-d')"
    " : utcFormat(toDate(datum.value + '-01'), '%b %Y')"
)
"""How an axis names weeks (by their Monday) and months; in UTC, since the browser's zone would
shift the day."""
PLAIN_NUMBERS = alt.Axis(tickMinStep=1, format=",d")


@dataclass(frozen=True)
class ChartWords:
    """The titles of a chart and the labels of its closed lists, in order."""

    group: str
    groups: tuple[str, ...]
    series: str
    all_series: tuple[str, ...]
    counted: str


@cache
def chart_spec(form: ChartForm, words: ChartWords) -> Spec:
    """The spec of a form, without data."""
    clicked = alt.selection_point(name=POINT, fields=["group", "series"], empty=True)
    chart = FORMS[form](words, clicked).properties(height=320)
    return _without_data(chart.to_dict())


def _rate_line(words: ChartWords, clicked: alt.Parameter) -> alt.LayerChart:
    """A line of rates for each series."""
    rate = alt.Y("rate:Q", title=words.counted, axis=alt.Axis(format="%"))
    base = alt.Chart(alt.NamedData("points")).encode(
        x=_period(words),
        y=rate.scale(domain=[0, 1]),
        color=alt.Color("series_label:N", legend=_legend(words), sort=list(words.all_series)),
    )
    points = base.mark_point(filled=True, size=70).encode(
        shape=alt.Shape("series_label:N", legend=_legend(words), sort=list(words.all_series)),
        **_common(words, clicked),
    )
    chart: alt.LayerChart = base.mark_line(strokeWidth=2) + points.add_params(clicked)
    return chart


def _bars_by_period(words: ChartWords, clicked: alt.Parameter) -> alt.Chart:
    """Upright bars of periods, stacked by series."""
    count = alt.Y("count:Q", title=words.counted, axis=PLAIN_NUMBERS)
    return _bars(words, clicked).encode(x=_period(words), y=count)


def _bars_now(words: ChartWords, clicked: alt.Parameter) -> alt.Chart:
    """Flat bars of groups, stacked by series."""
    group = alt.Y("group_label:O", title=words.group, axis=alt.Axis(labelLimit=0))
    count = alt.X("count:Q", title=words.counted, axis=PLAIN_NUMBERS)
    return _bars(words, clicked).encode(x=count, y=group.sort(list(words.groups)))


FORMS = {
    ChartForm.RATE_LINE: _rate_line,
    ChartForm.BARS_BY_PERIOD: _bars_by_period,
    ChartForm.BARS_NOW: _bars_now,
}


def _bars(words: ChartWords, clicked: alt.Parameter) -> alt.Chart:
    series = list(words.all_series)
    scale = alt.Scale(domain=series)
    color = alt.Color("series_label:N", legend=_legend(words), scale=scale, sort=series)
    bars = alt.Chart(alt.NamedData("points")).mark_bar(cursor="pointer").add_params(clicked)
    chart: alt.Chart = bars.encode(
        color=color, order=alt.Order("series_order:Q"), **_common(words, clicked)
    )
    return chart


def _common(words: ChartWords, clicked: alt.Parameter) -> dict[str, Any]:
    """What a pointer and a screen reader are told of a point, and how a click shows."""
    return {
        "opacity": alt.condition(clicked, alt.value(1), alt.value(0.35)),
        "description": alt.Description("description:N"),
        "tooltip": [
            alt.Tooltip("group_label:N", title=words.group),
            alt.Tooltip("series_label:N", title=words.series),
            alt.Tooltip("value:N", title=words.counted),
            alt.Tooltip("n:Q", title="Total", format=",d"),
            alt.Tooltip("detail:N", title="Of these"),
        ],
    }


def _period(words: ChartWords) -> alt.X:
    axis = alt.Axis(labelExpr=PERIOD_LABEL, labelAngle=-40, labelOverlap="greedy")
    return alt.X("group:O", title=words.group, axis=axis)


def _legend(words: ChartWords) -> alt.Legend:
    return alt.Legend(title=words.series, orient="top", labelLimit=0, columns=3)


def show_chart(
    spec: Spec, rows: list[dict[str, Any]], key: str, alt_text: str
) -> dict[str, str] | None:
    """Draw `rows`; the codes of the bar or point that was clicked, None while none is."""
    event = st.vega_lite_chart(
        rows,
        {**spec, "description": alt_text},
        key=key,
        on_select="rerun",
        selection_mode=POINT,
    )
    found = event["selection"].get(POINT) or []
    return dict(found[0]) if found else None


def _without_data(spec: Spec) -> Spec:
    """Streamlit hands the data over itself; a name in the spec would hide it."""
    for one in (spec, *spec.get("layer", ())):
        one.pop("data", None)
    return spec
