"""The sessions behind a mark of the notes chart."""

from collections.abc import Callable
from enum import StrEnum
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from core.metrics.notes import NoteCase, NoteCases
from core.rules.time_text import when
from pages.parts.markup import fill, show
from pages.parts.session_table import open_clicked

COLUMNS = ["Session", "Outcome", "Was due", "Signed", "Provider", "Client"]


def draw(cases: NoteCases, words: Callable[[StrEnum], str]) -> None:
    """The rows by the time the note was due; a click on a reference opens the session."""
    table = pd.DataFrame([_cells(case, words) for case in cases.rows], columns=COLUMNS)
    opens = st.column_config.ButtonColumn("Session", type="tertiary", pinned=True, key="open-case")
    st.dataframe(
        table,
        hide_index=True,
        column_config={"Session": opens},
        alt="Sessions behind the mark",
    )
    if cases.has_more:
        text = f"The first {len(cases.rows)}; narrow the filters to see the others."
        show(fill('<p class="desk quiet">{text}</p>', text=text))
    open_clicked("open-case", "session.py")


def _cells(case: NoteCase, words: Callable[[StrEnum], str]) -> list[str]:
    tz = ZoneInfo(case.zone)
    return [
        case.session_ref,
        words(case.outcome),
        when(case.due_at, tz),
        when(case.signed_at, tz) if case.signed_at else "–",
        case.provider,
        f"{case.client} {case.client_ref}",
    ]
