"""Open requests by kind and age."""

from datetime import datetime

from core.metrics.contract import Figure
from core.metrics.open_requests import open_request_rows, open_requests
from core.rules.metric_filters import MetricFilter
from core.rules.time.formats import instant_text
from core.vocabulary.metrics import Age, MetricKind
from core.vocabulary.requests import RequestKind
from core.vocabulary.words import label
from pages import context
from pages.components import charts
from pages.components.markup import Markup, fill
from pages.manage.metrics import stacked
from pages.manage.metrics.look import Stacked
from pages.manage.metrics.words import words

PARTS = {age.value: f"{age.value} days" for age in Age}
KINDS = words(RequestKind)
LOOK = Stacked(
    kind=MetricKind.REQUESTS,
    title="Open requests by kind and by the days since they were received",
    spec=charts.bars_of_a_moment(
        "Kind", tuple(KINDS.values()), "Age", tuple(PARTS.values()), "Open requests"
    ),
    bucket="Kind",
    bucket_words=KINDS.__getitem__,
    part="Age",
    parts=PARTS,
    columns=(
        ("Request", lambda row: row.request_ref),
        ("Kind", lambda row: label(row.kind)),
        ("Status", lambda row: label(row.status)),
        ("Received", lambda row: instant_text(row.received_at, context.signed_in().actor.tz)),
        ("Due", lambda row: _due(row.due_at, row.is_overdue)),
        ("Assignee", lambda row: row.assignee or "nobody"),
        ("Provider", lambda row: row.provider_ref or "–"),
    ),
    opens="/request",
)


def draw(wanted: MetricFilter) -> None:
    """The figure of this moment."""
    found = context.query(open_requests, wanted)
    stacked.draw(
        LOOK,
        found,
        _said(found),
        wanted,
        lambda pick: context.query(open_request_rows, wanted, pick),
    )


def _due(due_at: datetime | None, is_overdue: bool) -> str:
    if due_at is None:
        return "–"
    return (
        f"{'overdue, ' if is_overdue else ''}{instant_text(due_at, context.signed_in().actor.tz)}"
    )


def _said(found: Figure) -> Markup:
    return fill(
        '<p class="desk" role="status"><strong>n = {total:,}</strong> requests are open; '
        "<strong>{old:,}</strong> of them were received eight days ago or earlier. "
        '<span class="quiet">Counted at this moment, whatever the period, in days of 24 hours. A '
        "request about no session has no payer, and the state of its provider or client."
        "</span></p>",
        total=found.total,
        old=found.count(Age.TO_14, Age.MORE),
    )
