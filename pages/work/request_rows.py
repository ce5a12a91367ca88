"""Requests of all kinds in a table."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from markupsafe import Markup

from core.queries.requests.rows import RequestRow
from core.rules.time.formats import MISSING, business_days_text, day_text, span_text
from core.vocabulary.requests import OPEN_STATUSES, RequestStage
from core.vocabulary.words import label
from pages.components import session_table
from pages.components.chips import chip, request_chip, urgent_chip
from pages.components.markup import fill
from pages.components.screen_dates import screen_today

SOON = timedelta(hours=24)
HEADS = ("Kind", "Status", "Due", "Age", "Assignee", "About")
OPEN = {status.value for status in OPEN_STATUSES} | {RequestStage.WOKEN.value}
UNASSIGNED = "Unassigned"
ADDRESS = "/request?ref="


def show_request_table(rows: Sequence[RequestRow], now: datetime) -> None:
    """The rows in their order; a reference opens the request."""
    today = screen_today()
    cells = [(row.ref, _cells(row, now, today)) for row in rows]
    session_table.show_linked_table(HEADS, cells, "Request", ADDRESS)


def _cells(row: RequestRow, now: datetime, today: date) -> list[object]:
    return [
        label(row.kind),
        _status(row),
        _due(row, now, today) if row.stage.value in OPEN else MISSING,
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


def _due(row: RequestRow, now: datetime, today: date) -> Markup:
    """The time left or overdue, with the last day that is in time."""
    if row.paused_until is not None:
        return chip(f"Paused until {day_text(row.paused_until, today)}", "plain")
    if row.due_at is None or row.due_on is None:
        return chip("Not started: information is missing", "plain")
    left = row.due_at - now
    tone = "bad" if left <= timedelta(0) else "soon" if left <= SOON else "plain"
    return fill(
        '{chip} <span class="quiet whole">{day}</span>',
        chip=chip(business_days_text(row.days_left or 0, is_overdue=left <= timedelta(0)), tone),
        day=day_text(row.due_on, today),
    )
