"""Sessions whose time to confirm ran out, and what they would have paid."""

from core.metrics.contract import Figure
from core.metrics.expired import expired_session_rows, expired_sessions
from core.rules.metric_filters import MetricFilter
from core.rules.time.formats import day_text, money_text
from core.vocabulary.metrics import ConfirmationOutcome as Outcome
from core.vocabulary.metrics import MetricKind
from core.vocabulary.words import label
from pages import context
from pages.components import charts
from pages.components.markup import Markup, fill
from pages.manage.metrics import stacked
from pages.manage.metrics.look import Stacked
from pages.manage.metrics.words import client, day, month

PARTS = {
    Outcome.EXPIRED.value: "expired",
    Outcome.LATE.value: "confirmed too late",
    Outcome.IN_TIME.value: "confirmed in time",
    Outcome.UNKNOWN.value: "confirmed, time unknown",
}
DRAWN = (Outcome.EXPIRED, Outcome.LATE)
"""Beside the many that were confirmed in time nobody would see these."""
COUNTED = (Outcome.IN_TIME, Outcome.LATE, Outcome.EXPIRED)
LOOK = Stacked(
    kind=MetricKind.EXPIRED,
    title="Sessions not confirmed in time, by the month of their last day",
    spec=charts.bars_by_month("Outcome", tuple(PARTS[one] for one in DRAWN), "Sessions"),
    bucket="Month",
    bucket_words=month,
    part="Outcome",
    parts=PARTS,
    columns=(
        ("Session", lambda row: row.session_ref),
        ("Outcome", lambda row: PARTS[row.outcome]),
        ("Last day", lambda row: day(row.last_on)),
        ("Expected pay", lambda row: _pay(row.expected_cents)),
        ("Payer", lambda row: label(row.payer_kind)),
        ("Provider", lambda row: row.provider),
        ("Client", client),
    ),
    opens="/session",
    good=DRAWN,
    counted=COUNTED,
    drawn=DRAWN,
    at_first=Outcome.EXPIRED,
    has_price=True,
)


def draw(wanted: MetricFilter) -> None:
    """The figure of the period."""
    found = context.query(expired_sessions, wanted)
    stacked.draw(
        LOOK,
        found,
        _said(found, wanted),
        wanted,
        lambda pick: context.query(expired_session_rows, wanted, pick),
    )


def _pay(cents: int | None) -> str:
    return money_text(cents) if cents is not None else "–"


def _said(found: Figure, wanted: MetricFilter) -> Markup:
    total = found.count(*COUNTED)
    missed = found.count(Outcome.LATE, Outcome.EXPIRED)
    return fill(
        '<p class="desk" role="status"><strong>{expired:,}</strong> of n = {total:,} sessions '
        "whose last day to confirm lay between {first} and {last} and has passed were never "
        "confirmed. They would have paid <strong>{cost}</strong>. Not confirmed in time: {rate}, "
        '{late:,} of them confirmed too late. <span class="quiet">Priced are Military OneSource '
        "sessions by the pay of their day, others by what the provider was paid for the last one "
        "before of the same code and payer. Without a price, and not in the sum: {unpriced:,}. "
        "Left out of the rate: {unknown:,} confirmed at a time nobody wrote down.</span></p>",
        expired=found.count(Outcome.EXPIRED),
        total=total,
        first=day_text(wanted.from_on),
        last=day_text(wanted.to_on),
        cost=money_text(found.cents),
        rate=stacked.percent(missed, total),
        late=found.count(Outcome.LATE),
        unpriced=found.unpriced,
        unknown=found.count(Outcome.UNKNOWN),
    )
