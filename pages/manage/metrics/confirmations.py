"""Sessions that wait for their confirmation, by the days left."""

from core.metrics.confirmations import open_confirmation_rows, open_confirmations
from core.rules.metric_filters import MetricFilter
from core.vocabulary.care import PayerKind
from core.vocabulary.metrics import DaysLeft, MetricKind
from core.vocabulary.words import label
from pages import context
from pages.components import charts
from pages.components.markup import Markup, fill
from pages.manage.metrics import stacked
from pages.manage.metrics.look import Stacked
from pages.manage.metrics.words import client, day, words

PARTS = words(PayerKind)
BUCKETS = tuple(group.value for group in DaysLeft)
LOOK = Stacked(
    kind=MetricKind.CONFIRMATIONS,
    title="Sessions that wait for their confirmation, by days left and payer",
    spec=charts.bars_of_a_moment(
        "Days left", BUCKETS, "Payer", tuple(PARTS.values()), "Sessions that wait"
    ),
    bucket="Days left",
    bucket_words=str,
    part="Payer",
    parts=PARTS,
    columns=(
        ("Session", lambda row: row.session_ref),
        ("Days left", lambda row: str(row.days_left)),
        ("Last day", lambda row: day(row.last_on)),
        ("Date of service", lambda row: day(row.date_of_service)),
        ("Payer", lambda row: label(row.payer_kind)),
        ("Provider", lambda row: row.provider),
        ("Client", client),
    ),
    opens="/session",
    buckets=BUCKETS,
)


def draw(wanted: MetricFilter) -> None:
    """The figure of this moment."""
    found = context.query(open_confirmations, wanted)
    soon = sum(mark.count for mark in found.marks if mark.bucket == DaysLeft.TO_2)
    said = _said(found.total, soon)
    stacked.draw(
        LOOK, found, said, wanted, lambda pick: context.query(open_confirmation_rows, wanted, pick)
    )


def _said(total: int, soon: int) -> Markup:
    return fill(
        '<p class="desk" role="status"><strong>n = {total:,}</strong> sessions took place, are '
        "not confirmed, and still can be; <strong>{soon:,}</strong> of them have two days left or "
        'less. <span class="quiet">Counted at this moment, whatever the period. On the last day '
        "itself no day is left.</span></p>",
        total=total,
        soon=soon,
    )
