"""Notes on time by the week they were due and by their clock."""

import pandas as pd
import streamlit as st

from core.metrics.note_cases import NoteFilter
from core.metrics.notes import (
    NoteTimeliness,
    NoteWeek,
    note_timeliness,
    note_timeliness_rows,
)
from core.rules.metric_filters import MetricFilter, Pick
from core.rules.rates import FEWEST
from core.rules.time.formats import day_text
from core.vocabulary.care import NoteClass
from core.vocabulary.metrics import MetricKind
from core.vocabulary.words import label
from pages import context
from pages.components import charts, csv_download
from pages.components.markup import fill, show_html
from pages.manage import note_rows
from pages.manage.metrics import stacked

CLOCKS = {NoteClass.STANDARD: "72 hours", NoteClass.GOVERNMENT: "48 hours (Medicare, Medicaid)"}


def draw(wanted: MetricFilter) -> None:
    """The figure of the weeks of the period."""
    weeks = NoteFilter(
        wanted.from_on,
        wanted.to_on,
        wanted.state_code,
        None,
        wanted.provider_ref,
        wanted.payer_kind,
    )
    found = context.query(note_timeliness, weeks)
    _draw_title(found)
    if not found.weeks:
        show_html(fill('<p class="desk">No note was due in these weeks under these filters.</p>'))
        return
    marks = [_chart_row(week) for week in found.weeks]
    spec, text = charts.notes_on_time(), "Share of notes signed in time by week"
    left, right = st.columns([3, 2])
    with left:
        clicked = charts.draw(spec, marks, "chart-notes", text)
    with right:
        _draw_table(found)
    pick = _draw_rows(found, weeks, clicked)
    csv_download.draw(MetricKind.NOTES, wanted, pick)


def _draw_title(found: NoteTimeliness) -> None:
    """What is counted, over which period, of how many."""
    total = found.total
    rate = f"{total.rate:.1%}" if total.rate is not None else f"no rate of fewer than {FEWEST}"
    share = f", {total.unknown_share:.1%} of all" if total.unknown_share else ""
    st.subheader("Notes signed in time, by week due and clock")
    show_html(
        fill(
            '<p class="desk" role="status"><strong>{rate}</strong> of n = {due:,} notes due from '
            "{first} to {last} whose limit has passed. {late:,} were signed late, {unsigned:,} "
            'are not signed. <span class="quiet">Left out: {unknown:,} uploads whose signing time '
            "nobody attested{share}. A week with fewer than {fewest} has no point.</span></p>",
            rate=rate,
            due=total.due,
            first=day_text(found.first_on),
            last=day_text(found.last_on),
            late=total.late,
            unsigned=total.unsigned,
            unknown=total.unknown,
            share=share,
            fewest=FEWEST,
        )
    )


def _chart_row(week: NoteWeek) -> dict[str, object]:
    """One mark."""
    return {
        "monday": day_text(week.week_on),
        "week": week.week_on.isoformat(),
        "note_class": week.note_class.value,
        "clock": CLOCKS[week.note_class],
        "rate": week.notes.rate,
        "due": week.notes.due,
        "late": week.notes.late,
        "unsigned": week.notes.unsigned,
        "unknown": week.notes.unknown,
    }


def _draw_table(found: NoteTimeliness) -> None:
    """The same figures as the chart."""
    rows = [
        {
            "Week of": week.week_on,
            "Clock": CLOCKS[week.note_class],
            "n": week.notes.due,
            "Rate": stacked.rate_of(week.notes.rate),
            "In time": week.notes.on_time,
            "Late": week.notes.late,
            "Not signed": week.notes.unsigned,
            "Time unknown": week.notes.unknown,
        }
        for week in reversed(found.weeks)
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=360,
        alt="Notes signed in time by week and clock, the same figures as a table",
    )


def _draw_rows(
    found: NoteTimeliness, wanted: NoteFilter, clicked: dict[str, object] | None
) -> Pick:
    """The sessions behind the mark that was clicked, or chosen from the lists; without one the
    pick is the whole figure."""
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
            format_func=day_text,
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
    if week is None or note_class is None:
        return Pick()
    note_rows.draw(context.query(note_timeliness_rows, wanted, week, note_class), label)
    return Pick(week.isoformat(), note_class.value)
