"""Directory updates that the listing showed by the last promised day."""

from core.metrics.contract import Figure
from core.metrics.directory import directory_reflection_rows, directory_reflections
from core.rules.metric_filters import MetricFilter
from core.rules.time.formats import day_text
from core.vocabulary.metrics import MetricKind
from core.vocabulary.metrics import ReflectionOutcome as Outcome
from pages import context
from pages.components import charts
from pages.components.markup import Markup, fill
from pages.manage.metrics import stacked
from pages.manage.metrics.look import Stacked
from pages.manage.metrics.words import day, month

PARTS = {
    Outcome.IN_TIME.value: "seen by day 7",
    Outcome.LATE.value: "late, seen after day 7",
    Outcome.NOT_SEEN.value: "late, not seen yet",
}
LOOK = Stacked(
    kind=MetricKind.DIRECTORY,
    title="Directory updates by the month of their seventh business day at Evernorth",
    spec=charts.bars_by_month("In the listing", tuple(PARTS.values()), "Submissions"),
    bucket="Month",
    bucket_words=month,
    part="In the listing",
    parts=PARTS,
    columns=(
        ("Request", lambda row: row.request_ref),
        ("In the listing", lambda row: PARTS[row.outcome]),
        ("Day 7", lambda row: day(row.last_on)),
        ("Seen", lambda row: day(row.seen_on)),
        ("Submitted", lambda row: day(row.submitted_on)),
        ("Attempt", lambda row: str(row.attempt)),
        ("Reference", lambda row: row.submission_reference),
        ("Provider", lambda row: row.provider),
    ),
    opens="/request",
    good=(Outcome.IN_TIME,),
)


def draw(wanted: MetricFilter) -> None:
    """The figure of the period."""
    found = context.query(directory_reflections, wanted)
    stacked.draw(
        LOOK,
        found,
        _said(found, wanted),
        wanted,
        lambda pick: context.query(directory_reflection_rows, wanted, pick),
    )


def _said(found: Figure, wanted: MetricFilter) -> Markup:
    return fill(
        '<p class="desk" role="status"><strong>{rate}</strong> of n = {total:,} submissions whose '
        "seventh business day lay between {first} and {last} and has passed were seen in the "
        "listing by then, with every field right. Late were {both:,}: {late:,} seen after day 7, "
        "{open:,} not seen yet. "
        '<span class="quiet">Not counted: what Evernorth returned (its next attempt is), and '
        "requests that were given up. A payer makes no difference here.</span></p>",
        rate=stacked.percent(found.count(Outcome.IN_TIME), found.total),
        total=found.total,
        first=day_text(wanted.from_on),
        last=day_text(wanted.to_on),
        both=found.count(Outcome.LATE) + found.count(Outcome.NOT_SEEN),
        late=found.count(Outcome.LATE),
        open=found.count(Outcome.NOT_SEEN),
    )
