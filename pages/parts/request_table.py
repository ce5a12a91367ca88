"""Requests in a list: reference, what it is, when it is due, and what can be done at once."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st
from markupsafe import Markup

from core.queries.desk_board import DeskRow
from core.rules.time_text import left, span, when
from core.vocabulary.words import label
from pages.parts.chips import chip, request_chip
from pages.parts.markup import fill, show

SOON = timedelta(hours=24)


def draw(
    name: str,
    rows: Sequence[DeskRow],
    now: datetime,
    viewer: ZoneInfo,
    act: Callable[[DeskRow], None] | None = None,
) -> None:
    """The rows; `act` draws what can be done with one."""
    for row in rows:
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"{name}-{row.ref}", border=True
        ):
            st.page_link(
                "request.py",
                label=row.ref,
                icon=":material/open_in_full:",
                query_params={"ref": row.ref},
            )
            show(_line(row, now, viewer))
            if act is not None:
                act(row)


def _line(row: DeskRow, now: datetime, viewer: ZoneInfo) -> Markup:
    about = f" · client {row.client_ref}" if row.client_ref else ""
    return fill(
        '<div class="desk"><strong>{kind}</strong> {status} {due}<br>'
        "<span class='quiet'>received {age} ago{about} · {who}</span></div>",
        kind=label(row.kind).capitalize(),
        status=request_chip(row.status),
        due=due_chip(row.due_at, now, viewer),
        age=span((now - row.received_at).total_seconds()),
        about=about,
        who=row.assignee or "nobody has it",
    )


def due_chip(due_at: datetime | None, now: datetime, viewer: ZoneInfo) -> Markup:
    """When it is due, in words and on the viewer's clock."""
    if due_at is None:
        return chip("clock waits for what is missing", "plain")
    late, soon = due_at <= now, due_at - now <= SOON
    tone = "bad" if late else "soon" if soon else "plain"
    verb = "overdue since" if late else "due"
    return fill(
        '{chip} <span class="quiet">{at}</span>',
        chip=chip(
            f"{verb} {left(due_at, now)}" if not late else f"overdue, {left(due_at, now)}", tone
        ),
        at=when(due_at, viewer),
    )
