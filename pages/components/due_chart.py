"""Open requests by due day, stacked by kind: a chart whose bars filter, and the same as a table."""

from collections.abc import Sequence

import streamlit as st

from core.queries.requests.desk import due_chart
from core.queries.requests.desk_counts import DueCount
from core.queries.requests.desk_terms import LATER, OVERDUE, PAUSED, DueDays
from core.rules.time.formats import count_text, day_text
from core.vocabulary.metrics import ChartForm
from core.vocabulary.requests import RequestKind
from core.vocabulary.words import label
from pages import context
from pages.components.charts import ChartWords, Spec, chart_spec, show_chart
from pages.components.markup import show_html, show_text, table

STEP = 22
"""Pixels of a bar with its gap."""


def place_text(place: int, days: DueDays) -> str:
    """What a person reads of it: "Overdue", "Today, Nov 27", "Mon, Nov 30"."""
    names = {OVERDUE: "Overdue", LATER: "Later", PAUSED: "Paused"}
    if place in names:
        return names[place]
    day = days.days[place]
    return f"Today, {day:%b} {day.day}" if place == 0 else day_text(day, days.days[0])


def show_due_chart(
    counts: Sequence[DueCount], days: DueDays, key: str
) -> tuple[str, RequestKind] | None:
    """Draw them; the place and kind of the bar that was clicked, None while none is."""
    shown = [one for one in counts if one.place != PAUSED]
    paused = sum(one.count for one in counts if one.place == PAUSED)
    clicked = None
    if shown:
        totals = {one.place: 0 for one in shown}
        for one in shown:
            totals[one.place] += one.count
        points = [_point(one, totals[one.place], days) for one in shown]
        alt_text = f"Open requests by due day, {count_text(sum(totals.values()), 'request')}"
        clicked = show_chart(_spec(shown, days), points, key, alt_text)
    else:
        show_text("No open deadlines", is_quiet=True)
    if paused:
        show_text(f"Not shown: {paused:,} paused.", is_quiet=True)
    if shown:
        with st.expander("Show as table"):
            rows = [(place_text(one.place, days), label(one.kind), one.count) for one in shown]
            show_html(table("", ("Due", "Kind", "Requests"), rows))
    return (clicked["group"], RequestKind(clicked["series"])) if clicked else None


def show_beside(kind: RequestKind, key: str = "beside") -> None:
    """The chart of one kind, beside a form; with another key, where it is called."""
    found = context.query(due_chart, kind)
    with st.container(key=key):
        st.subheader("Due by day", divider="gray")
        show_text(f"{label(kind)}: all open requests", is_quiet=True)
        show_due_chart(found.counts, found.days, "beside-chart")


def _point(one: DueCount, total: int, days: DueDays) -> dict[str, object]:
    due, kind = place_text(one.place, days), label(one.kind)
    return {
        "group": days.code(one.place),
        "group_label": due,
        "series": one.kind.value,
        "series_label": kind,
        "series_order": list(RequestKind).index(one.kind),
        "count": one.count,
        "value": f"{one.count:,}",
        "n": total,
        "detail": "",
        "description": f"{due}: {count_text(one.count, 'request')}, {kind}",
    }


def _spec(shown: Sequence[DueCount], days: DueDays) -> Spec:
    """The flat bars of metrics, a line for each day up to the last with a request."""
    last = max(max(one.place for one in shown), 0)
    places = range(min(OVERDUE, *(one.place for one in shown)), last + 1)
    kinds = [kind for kind in RequestKind if any(one.kind == kind for one in shown)]
    names = tuple(place_text(place, days) for place in places)
    words = ChartWords("Due", names, "Kind", tuple(map(label, kinds)), "Requests")
    spec = chart_spec(ChartForm.BARS_NOW, words)
    bars = dict(spec["encoding"])
    bars["y"] = {
        **bars["y"],
        "title": None,
        "scale": {"domain": list(names)},
        "axis": {"labelLimit": 0, "ticks": False, "domain": False},
    }
    bars["x"] = {**bars["x"], "title": None, "axis": None}
    bars["color"] = {**bars["color"], "legend": {"title": None, "orient": "top", "columns": 2}}
    return {**spec, "encoding": bars, "height": {"step": STEP}}
