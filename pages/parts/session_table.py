"""Sessions in a table; a click on a reference opens the session."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from core.queries.session_rows import SessionRow
from core.queries.standings import DeadlineRow
from core.rules.time_text import when
from core.vocabulary.words import label

COLUMNS = ["Session", "Starts", "Stage", "Provider", "Client", "Payer", "By", "Note", "Confirm"]


def draw(rows: Sequence[SessionRow], key: str) -> None:
    """The rows, newest first; times are on each session's own clock."""
    table = pd.DataFrame([_cells(row) for row in rows], columns=COLUMNS)
    opens = st.column_config.ButtonColumn("Session", type="tertiary", pinned=True, key=key)
    st.dataframe(
        table,
        hide_index=True,
        height="content",
        column_config={"Session": opens},
        alt="Sessions that were found, newest first",
    )
    open_clicked(key, "session.py")


def open_clicked(key: str, page: str) -> None:
    """Go to the page of the reference that was clicked in the table `key`."""
    clicked = st.session_state.get(key)
    if clicked:
        st.switch_page(page, query_params={"ref": clicked["label"]})


def _cells(row: SessionRow) -> list[str]:
    return [
        row.ref,
        when(row.starts_at, ZoneInfo(row.zone)),
        label(row.stage),
        row.provider,
        f"{row.client} {row.client_ref}",
        row.payer or label(row.payer_kind),
        label(row.modality),
        _limit(row.note_due),
        _limit(row.confirm_by),
    ]


def _limit(limit: DeadlineRow | None) -> str:
    return limit.words if limit else "–"
