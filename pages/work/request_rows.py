"""Requests in rows: cards with what can be done at once, and a table of all requests."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import streamlit as st
from markupsafe import Markup

from core.queries.requests.rows import RequestRow
from core.rules.time.formats import MISSING, business_days_text, day_text, span_text
from core.vocabulary.requests import OPEN_STATUSES, RequestStage
from core.vocabulary.words import label
from pages import context
from pages.components import session_table
from pages.components.chips import chip, request_chip, urgent_chip
from pages.components.markup import fill, show_html

SOON = timedelta(hours=24)
HEADS = ("Kind", "Status", "Due", "Age", "Assignee", "About")
OPEN = {status.value for status in OPEN_STATUSES} | {RequestStage.WOKEN.value}
UNASSIGNED = "Unassigned"


def show_request_cards(
    name: str,
    rows: Sequence[RequestRow],
    now: datetime,
    show_action: Callable[[RequestRow], None] | None = None,
) -> None:
    """The rows in their order; `show_action` adds what can be done with one."""
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
                show_html(_card(row, now))
                if show_action is not None:
                    show_action(row)


def _card(row: RequestRow, now: datetime) -> Markup:
    facts = [
        f"Received {span_text((now - row.received_at).total_seconds())} ago",
        *_about(row),
        row.assignee or UNASSIGNED,
    ]
    return fill(
        '<div class="desk row"><span><strong>{kind}</strong> {status} {due}</span>'
        "<span class='quiet'>{facts}</span></div>",
        kind=label(row.kind),
        status=_status(row),
        due=_due(row, now),
        facts=" · ".join(facts),
    )


def show_request_table(rows: Sequence[RequestRow], now: datetime) -> None:
    """The rows in their order; a reference opens the request."""
    cells = [(row.ref, _cells(row, now)) for row in rows]
    session_table.show_linked_table(HEADS, cells, "Request", "/request?ref=")


def _cells(row: RequestRow, now: datetime) -> list[object]:
    return [
        label(row.kind),
        _status(row),
        _due(row, now) if row.stage.value in OPEN else MISSING,
        span_text((now - row.received_at).total_seconds()),
        row.assignee or UNASSIGNED,
        " · ".join(_about(row)) or MISSING,
    ]


def _status(row: RequestRow) -> Markup:
    """What stands out first: that it is urgent; then its status, and whose approval it needs."""
    return fill(
        "{urgent}{stage} {approval}",
        urgent=urgent_chip(row.is_urgent),
        stage=request_chip(row.stage),
        approval=chip("Awaiting approval", "plain") if row.asks_approval else "",
    )


def _about(row: RequestRow) -> list[str]:
    """Whom and what it is about."""
    return [one for one in (row.provider, row.client_ref, row.session_ref) if one]


def _due(row: RequestRow, now: datetime) -> Markup:
    """The time left or overdue, with the last day that is in time."""
    today = now.astimezone(context.signed_in().actor.tz).date()
    if row.paused_until is not None:
        return chip(f"Paused until {day_text(row.paused_until, today)}", "plain")
    if row.due_at is None or row.due_on is None:
        return chip("Not started: information is missing", "plain")
    left = row.due_at - now
    tone = "bad" if left <= timedelta(0) else "soon" if left <= SOON else "plain"
    return fill(
        '{chip} <span class="quiet">{day}</span>',
        chip=chip(business_days_text(row.days_left or 0, is_overdue=left <= timedelta(0)), tone),
        day=day_text(row.due_on, today),
    )
