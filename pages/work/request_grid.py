"""Requests in a table; a reference opens the request."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.queries.requests.rows import RequestRow
from core.rules.time.formats import day_text, span_text
from core.vocabulary.requests import OPEN_STATUSES, RequestStage
from core.vocabulary.words import label
from pages.components import session_table
from pages.components.chips import chip, request_chip, urgent_chip
from pages.components.markup import fill

HEADS = ("What", "Status", "Due", "Age", "Who has it", "About")
OPEN = {status.value for status in OPEN_STATUSES} | {RequestStage.WOKEN.value}


def draw(rows: Sequence[RequestRow], now: datetime) -> None:
    """The rows in the order they were found."""
    cells = [(row.ref, _cells(row, now)) for row in rows]
    session_table.linked(HEADS, cells, "Request", "/request")


def _cells(row: RequestRow, now: datetime) -> list[object]:
    about = (row.client_ref, row.provider, row.session_ref)
    return [
        label(row.kind).capitalize(),
        _status(row),
        _due(row, now),
        span_text((now - row.received_at).total_seconds()),
        row.assignee or "nobody",
        " · ".join(ref for ref in about if ref) or "–",
    ]


def _status(row: RequestRow) -> object:
    """Where it stands, after what stands out: that it is urgent; then whom it waits for."""
    return fill(
        "{urgent}{stage} {second}",
        urgent=urgent_chip(row.is_urgent),
        stage=request_chip(row.stage),
        second=chip("waits for a second person", "plain") if row.asks_approval else "",
    )


def _due(row: RequestRow, now: datetime) -> object:
    if row.stage.value not in OPEN or row.due_at is None or row.due_on is None:
        return "–"
    if row.stage == RequestStage.SNOOZED and row.wake_on is not None:
        return f"stands still until {day_text(row.wake_on)}"
    gap = row.due_at - now
    if gap <= timedelta(0):
        return chip(f"overdue by {span_text(gap.total_seconds())}", "bad")
    return f"by the end of {day_text(row.due_on)}"
