"""Requests in a list: reference, what it is, when it is due, and what can be done at once."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import streamlit as st
from markupsafe import Markup

from core.queries.requests.rows import RequestRow
from core.rules.time.formats import day_text, span_text
from core.vocabulary.requests import RequestStage
from core.vocabulary.words import label
from pages.components.chips import chip, request_chip, urgent_chip
from pages.components.markup import fill, show

SOON = timedelta(hours=24)


def draw(
    name: str,
    rows: Sequence[RequestRow],
    now: datetime,
    act: Callable[[RequestRow], None] | None = None,
) -> None:
    """The rows; `act` draws what can be done with one."""
    with st.container(gap="xsmall"):
        for row in rows:
            with st.container(
                horizontal=True, vertical_alignment="center", key=f"{name}-{row.ref}", border=True
            ):
                st.page_link(
                    "work/request.py",
                    label=row.ref,
                    icon=":material/chevron_right:",
                    icon_position="right",
                    query_params={"ref": row.ref},
                )
                show(_line(row, now))
                if act is not None:
                    act(row)


def _line(row: RequestRow, now: datetime) -> Markup:
    second = chip("waits for a second person", "plain") if row.asks_approval else ""
    return fill(
        '<div class="desk row"><span><strong>{kind}</strong> {urgent}{status} {second} {due}</span>'
        "<span class='quiet'>received {age} ago{about} · {who}</span></div>",
        kind=label(row.kind).capitalize(),
        urgent=urgent_chip(row.is_urgent),
        status=request_chip(row.stage),
        due=due_chip(row, now),
        age=span_text((now - row.received_at).total_seconds()),
        second=second,
        about=_about(row),
        who=row.assignee or "nobody has it",
    )


def _about(row: RequestRow) -> str:
    """Whom and what it is about."""
    client = f" · client {row.client_ref}" if row.client_ref else ""
    provider = f" · {row.provider}" if row.provider else ""
    session = f" · session {row.session_ref}" if row.session_ref else ""
    return f"{provider}{client}{session}"


def due_chip(row: RequestRow, now: datetime) -> Markup:
    """When it is due, in words, with the last day that is in time."""
    if row.stage == RequestStage.SNOOZED and row.wake_on is not None:
        return chip(f"clock stands still until {day_text(row.wake_on)}", "plain")
    if row.due_at is None or row.due_on is None:
        return chip("clock waits for what is missing", "plain")
    gap = row.due_at - now
    if gap <= timedelta(0):
        found = chip(f"overdue by {span_text(gap.total_seconds())}", "bad")
    else:
        tone = "soon" if gap <= SOON else "plain"
        found = chip(f"due in {span_text(gap.total_seconds())}", tone)
    return fill(
        '{chip} <span class="quiet">by the end of {day}</span>',
        chip=found,
        day=day_text(row.due_on),
    )
