"""Charts: authored in Altair, their specs built once, drawn with the data of the moment."""

from functools import cache
from typing import Any

import altair as alt
import streamlit as st

Spec = dict[str, Any]
LEGEND = alt.Legend(title="Clock", orient="top", labelLimit=0)
MONDAY = "utcFormat(toDate(datum.value), '%d %b %Y')"
"""How an axis of ISO dates is labeled; by UTC, since the browser's zone would shift the day."""
MARK = "mark"
"""The name of the selection in every chart: the mark that was clicked."""


@cache
def notes_on_time() -> Spec:
    """The share of notes signed in time by the week they were due, a line for each clock."""
    base = alt.Chart(alt.NamedData("notes")).encode(
        x=alt.X(
            "week:O",
            title="Week in which the note was due, by its Monday",
            axis=alt.Axis(labelExpr=MONDAY, labelAngle=-40, labelOverlap="greedy"),
        ),
        y=alt.Y(
            "rate:Q",
            title="Signed in time",
            axis=alt.Axis(format="%"),
            scale=alt.Scale(domain=[0, 1]),
        ),
        color=alt.Color("clock:N", legend=LEGEND),
    )
    clicked = alt.selection_point(name=MARK, fields=["week", "note_class"], empty=True)
    points = base.mark_point(filled=True, size=70).encode(
        shape=alt.Shape("clock:N", legend=LEGEND),
        opacity=alt.condition(clicked, alt.value(1), alt.value(0.35)),
        tooltip=[
            alt.Tooltip("monday:N", title="Due in the week of"),
            alt.Tooltip("clock:N", title="Clock"),
            alt.Tooltip("rate:Q", title="In time", format=".0%"),
            alt.Tooltip("due:Q", title="Notes due (n)"),
            alt.Tooltip("late:Q", title="Signed late"),
            alt.Tooltip("unsigned:Q", title="Not signed"),
            alt.Tooltip("unknown:Q", title="Signing time unknown"),
        ],
    )
    chart = (base.mark_line(strokeWidth=2) + points.add_params(clicked)).properties(height=320)
    return _without_data(chart.to_dict())


@cache
def bars_by_month(part: str, parts: tuple[str, ...], counted: str) -> Spec:
    """Bars of months, stacked by `parts` in this order; `counted` is what there is a number of."""
    month = alt.X(
        "bucket_words:O",
        title="Month",
        sort=alt.EncodingSortField(field="bucket", op="min"),
        axis=alt.Axis(labelAngle=-40),
    )
    return _stacked(part, parts, x=month, y=alt.Y("count:Q", title=counted, axis=_WHOLE))


@cache
def bars_of_a_moment(
    bucket: str, buckets: tuple[str, ...], part: str, parts: tuple[str, ...], counted: str
) -> Spec:
    """Lying bars of `buckets` in this order, stacked by `parts`."""
    lying = alt.Y("bucket_words:O", title=bucket, sort=list(buckets), axis=alt.Axis(labelLimit=0))
    return _stacked(part, parts, x=alt.X("count:Q", title=counted, axis=_WHOLE), y=lying)


_WHOLE = alt.Axis(tickMinStep=1, format=",d")


def _stacked(part: str, parts: tuple[str, ...], x: alt.X, y: alt.Y) -> Spec:
    clicked = alt.selection_point(name=MARK, fields=["bucket", "part"], empty=True)
    legend = alt.Legend(title=part, orient="top", labelLimit=0, columns=3)
    bars = (
        alt.Chart(alt.NamedData("marks"))
        .mark_bar(cursor="pointer")
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "part_words:N", legend=legend, scale=alt.Scale(domain=list(parts)), sort=list(parts)
            ),
            order=alt.Order("part_order:Q"),
            description=alt.Description("spoken:N"),
            opacity=alt.condition(clicked, alt.value(1), alt.value(0.35)),
            tooltip=[
                alt.Tooltip("bucket_words:N", title=" "),
                alt.Tooltip("part_words:N", title=part),
                alt.Tooltip("count:Q", title="Number"),
                alt.Tooltip("of:Q", title="of (n)"),
            ],
        )
        .add_params(clicked)
        .properties(height=320)
    )
    return _without_data(bars.to_dict())


def draw(spec: Spec, rows: list[dict[str, Any]], key: str, alt_text: str) -> dict[str, Any] | None:
    """Draw `rows` by `spec`; the fields of the mark that was clicked, None while none is."""
    event = st.vega_lite_chart(
        rows,
        {**spec, "description": alt_text},
        key=key,
        on_select="rerun",
        selection_mode=MARK,
    )
    found = event["selection"].get(MARK) or []
    return dict(found[0]) if found else None


def _without_data(spec: Spec) -> Spec:
    """Streamlit hands the data over itself; a name in the spec would hide it."""
    spec.pop("data", None)
    for layer in spec.get("layer", ()):
        layer.pop("data", None)
    return spec
