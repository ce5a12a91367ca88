"""Compliance: notes on time by the week they were due, with their table and the rows behind."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from core.errors import InvalidInput
from core.metrics.note_cases import NoteFilter
from core.metrics.notes import (
    FEWEST,
    NoteTimeliness,
    NoteWeek,
    note_timeliness,
    note_timeliness_rows,
)
from core.rules.time_text import on
from core.vocabulary.care import NoteClass
from core.vocabulary.states import StateCode
from core.vocabulary.words import label
from pages import shell
from pages.parts import case_table, charts, trouble
from pages.parts.markup import fill, show

CLOCKS = {NoteClass.STANDARD: "72 hours", NoteClass.GOVERNMENT: "48 hours (Medicare, Medicaid)"}
HALF_A_YEAR = timedelta(weeks=26)


def draw_filters() -> NoteFilter:
    """Period, state, clock and provider; they stand in the address."""
    today = shell.now().date()
    days, state, clock, provider = st.columns([2, 1, 1.4, 1.4])
    with days, st.container(horizontal=True):
        from_on = st.date_input("Due from", today - HALF_A_YEAR, key="from", bind="query-params")
        to_on = st.date_input("to", today, key="to", bind="query-params")
    with state:
        state_code = st.selectbox(
            "State",
            list(StateCode),
            index=None,
            placeholder="Any",
            key="state",
            bind="query-params",
        )
    with clock:
        note_class = st.selectbox(
            "Clock",
            list(NoteClass),
            index=None,
            format_func=CLOCKS.__getitem__,
            placeholder="Any",
            key="clock",
            bind="query-params",
        )
    with provider:
        ref = st.text_input("Provider", placeholder="P-…", key="provider", bind="query-params")
    return NoteFilter(from_on or today, to_on or today, state_code, note_class, ref.strip())


def draw_title(found: NoteTimeliness) -> None:
    """What is counted, over which period, of how many."""
    total = found.total
    rate = f"{total.rate:.1%}" if total.rate is not None else f"no rate of fewer than {FEWEST}"
    share = f", {total.unknown_share:.1%} of all" if total.unknown_share else ""
    st.subheader("Notes signed in time, by week due and clock")
    show(
        fill(
            '<p class="desk" role="status"><strong>{rate}</strong> of n = {due:,} notes due from '
            "{first} to {last} whose limit has passed. {late:,} were signed late, {unsigned:,} "
            'are not signed. <span class="quiet">Left out: {unknown:,} uploads whose signing time '
            "nobody attested{share}. A week with fewer than {fewest} has no point.</span></p>",
            rate=rate,
            due=total.due,
            first=on(found.first_on),
            last=on(found.last_on),
            late=total.late,
            unsigned=total.unsigned,
            unknown=total.unknown,
            share=share,
            fewest=FEWEST,
        )
    )


def chart_row(week: NoteWeek) -> dict[str, object]:
    """One mark."""
    return {
        "monday": on(week.week_on),
        "week": week.week_on.isoformat(),
        "note_class": week.note_class.value,
        "clock": CLOCKS[week.note_class],
        "rate": week.notes.rate,
        "due": week.notes.due,
        "late": week.notes.late,
        "unsigned": week.notes.unsigned,
        "unknown": week.notes.unknown,
    }


def draw_table(found: NoteTimeliness) -> None:
    """The same figures as the chart."""
    rows = [
        {
            "Week of": week.week_on,
            "Clock": CLOCKS[week.note_class],
            "Due (n)": week.notes.due,
            "In time": week.notes.on_time,
            "Late": week.notes.late,
            "Not signed": week.notes.unsigned,
            "Time unknown": week.notes.unknown,
            "Rate": week.notes.rate,
        }
        for week in reversed(found.weeks)
    ]
    percent = st.column_config.NumberColumn(format="percent")
    with st.expander("The same figures as a table"):
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            column_config={"Rate": percent},
            alt="Notes signed in time by week and clock",
        )


def draw_rows(found: NoteTimeliness, clicked: dict[str, object] | None) -> None:
    """The sessions behind the mark that was clicked, or chosen from the lists."""
    weeks = sorted({week.week_on for week in found.weeks}, reverse=True)
    at = [week.isoformat() for week in weeks]
    start = at.index(str(clicked["week"])) if clicked and clicked["week"] in at else None
    st.subheader("The sessions behind a mark", divider="gray")
    left, right = st.columns(2)
    with left:
        week = st.selectbox(
            "Week of",
            weeks,
            index=start,
            format_func=on,
            placeholder="Click a mark, or choose",
            key=f"rows-week-{clicked}",
        )
    with right:
        chosen = NoteClass(str(clicked["note_class"])) if clicked else NoteClass.STANDARD
        note_class = st.selectbox(
            "Clock ",
            list(NoteClass),
            index=list(NoteClass).index(chosen),
            format_func=CLOCKS.__getitem__,
            key=f"rows-clock-{clicked}",
        )
    if week is not None:
        case_table.draw(shell.read(note_timeliness_rows, wanted, week, note_class), label)


st.title("Compliance")
wanted = draw_filters()
try:
    figure = shell.ask(note_timeliness, wanted)
except InvalidInput as problem:
    trouble.plain(" ".join(problem.fields.values()))
    st.stop()
draw_title(figure)
if not figure.weeks:
    show(fill('<p class="desk">No note was due in these weeks under these filters.</p>'))
    st.stop()
marks = [chart_row(week) for week in figure.weeks]
mark = charts.draw(charts.notes_on_time(), marks, "notes", "Share of notes signed in time by week")
draw_table(figure)
draw_rows(figure, mark)
