"""Sessions as rows, each opened by a real link: Back returns to the list, and a new tab works."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

import streamlit as st
from markupsafe import Markup

from core.queries.session_rows import SessionRow
from core.queries.standings import DeadlineRow
from core.rules.time_text import when
from core.vocabulary.words import label
from pages.parts.chips import DEADLINES, chip, stage_chip
from pages.parts.markup import fill, join, show

HEADS = ("Starts", "Status", "Provider", "Client", "Payer", "Note", "Confirmed")


def draw(rows: Sequence[SessionRow]) -> None:
    """The rows, newest first; times are on each session's own clock."""
    linked("sessions", HEADS, [(row.ref, _cells(row)) for row in rows])


def linked(name: str, heads: Iterable[str], rows: Iterable[tuple[str, Iterable[object]]]) -> None:
    """Rows of a session's reference, which opens it, and cells under `heads`."""
    with st.container(gap=None, key=f"linked-{name}"):
        _row(None, fill("Session"), (fill("{head}", head=head) for head in heads))
        for ref, cells in rows:
            _row(ref, fill("{ref}", ref=ref), cells)


def _row(ref: str | None, words: Markup, cells: Iterable[object]) -> None:
    first, rest = st.columns([1, 8], vertical_alignment="center", gap="small")
    with first:
        if ref is None:
            show(fill('<span class="desk head">{words}</span>', words=words))
        else:
            st.page_link("session.py", label=ref, query_params={"ref": ref})
    with rest:
        body = join(fill("<span>{cell}</span>", cell=cell) for cell in cells)
        kind = "cells head" if ref is None else "cells"
        show(fill('<div class="desk {kind}">{body}</div>', kind=kind, body=body))


def _cells(row: SessionRow) -> list[object]:
    return [
        when(row.starts_at, ZoneInfo(row.zone)),
        stage_chip(row.stage),
        row.provider,
        f"{row.client} {row.client_ref}",
        f"{row.payer or label(row.payer_kind)}, {label(row.modality)}",
        _limit(row.note_due),
        _limit(row.confirm_by),
    ]


def _limit(limit: DeadlineRow | None) -> object:
    return chip(limit.words, DEADLINES[limit.standing]) if limit else "–"
