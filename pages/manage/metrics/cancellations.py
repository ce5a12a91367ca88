"""Cancelled sessions whose claim, charge, payout and CAR were settled in time."""

from core.metrics.cancellations import (
    SettlementFigure,
    settled_cancellation_rows,
    settled_cancellations,
)
from core.rules.metric_filters import MetricFilter
from core.rules.time.formats import day_text, instant_text
from core.vocabulary.metrics import MetricKind
from core.vocabulary.metrics import SettlementOutcome as Outcome
from core.vocabulary.words import label
from pages import context
from pages.components import charts
from pages.components.markup import Markup, fill
from pages.manage.metrics import stacked
from pages.manage.metrics.look import Stacked
from pages.manage.metrics.words import client, day, month

PARTS = {
    Outcome.IN_TIME.value: "settled in time",
    Outcome.LATE.value: "settled late",
    Outcome.OPEN.value: "not settled",
}
LOOK = Stacked(
    kind=MetricKind.CANCELLATIONS,
    title="Cancelled sessions by the month in which all was to be settled",
    spec=charts.bars_by_month("Outcome", tuple(PARTS.values()), "Cancellations"),
    bucket="Month",
    bucket_words=month,
    part="Outcome",
    parts=PARTS,
    columns=(
        ("Request", lambda row: row.request_ref),
        ("Outcome", lambda row: PARTS[row.outcome]),
        ("Last day", lambda row: day(row.last_on)),
        ("Settled", lambda row: _settled(row)),
        ("Claim", lambda row: label(row.claim)),
        ("Charge", lambda row: label(row.charge)),
        ("Payout", lambda row: label(row.payout)),
        ("CAR", lambda row: label(row.car)),
        ("Session", lambda row: row.session_ref),
        ("Client", client),
    ),
    opens="/request",
    good=(Outcome.IN_TIME,),
)


def draw(wanted: MetricFilter) -> None:
    """The figure of the period."""
    found = context.query(settled_cancellations, wanted)
    stacked.draw(
        LOOK,
        found,
        _said(found, wanted),
        wanted,
        lambda pick: context.query(settled_cancellation_rows, wanted, pick),
    )


def _settled(row: object) -> str:
    at = getattr(row, "settled_at", None)
    return instant_text(at, context.signed_in().actor.tz) if at else "–"


def _said(found: SettlementFigure, wanted: MetricFilter) -> Markup:
    middle = "none is settled" if found.median_days is None else f"{found.median_days:.1f} days"
    return fill(
        '<p class="desk" role="status"><strong>{rate}</strong> of n = {total:,} cancellations '
        "whose limit lay between {first} and {last} and has passed had claim, charge, payout and "
        "CAR settled or not applicable by then. {late:,} were settled late, {open:,} are not. "
        "From a complete request to the last thing settled, in the middle: {middle}. "
        '<span class="quiet">The limit is ten business days of our own making; waiting does not '
        "move it. Not counted: requests that were given up.</span></p>",
        rate=stacked.percent(found.count(Outcome.IN_TIME), found.total),
        total=found.total,
        first=day_text(wanted.from_on),
        last=day_text(wanted.to_on),
        late=found.count(Outcome.LATE),
        open=found.count(Outcome.OPEN),
        middle=middle,
    )
