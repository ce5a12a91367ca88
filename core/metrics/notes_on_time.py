"""Notes signed by their deadline (R10, R11)."""

from typing import Any

from sqlalchemy import Select, case, select
from sqlmodel import col

from core.db.transaction import ReadContext
from core.metrics import population
from core.metrics.contract import Column, Metric, Rate
from core.models.care import CareSession
from core.rules.metric_filters import MetricFilter
from core.rules.time.deadlines import NOT_HELD
from core.vocabulary.care import SessionKind
from core.vocabulary.metrics import ChartForm

OUTCOMES = {
    "late": "Late",
    "unsigned": "Unsigned",
    "on_time": "On time",
    "unknown": "Time unknown",
}


def _population(context: ReadContext, wanted: MetricFilter) -> Select[Any]:
    signed_at, due_at = col(CareSession.note_signed_at), col(CareSession.note_due_at)
    outcome = case(
        (signed_at <= due_at, "on_time"),
        (signed_at > due_at, "late"),
        (col(CareSession.has_uploaded_note), "unknown"),
        else_="unsigned",
    )
    columns: tuple[Any, ...] = (
        col(CareSession.id),
        population.week_of(context.db, col(CareSession.note_due_on)).label("group"),
        population.plain(col(CareSession.note_class)).label("series"),
        outcome.label("outcome"),
        *population.FILTERED,
    )
    return select(*columns).where(
        col(CareSession.note_due_on).between(wanted.from_on, wanted.to_on),
        due_at < context.now,
        col(CareSession.kind) == SessionKind.SESSION,
        col(CareSession.status).not_in(NOT_HELD),
        *population.of_sessions(wanted),
    )


NOTES_ON_TIME = Metric(
    code="notes_on_time",
    name="Session notes on time",
    title="Session notes signed on time, by week due",
    question="Do providers sign session notes before the deadline?",
    formula="Session notes first signed at or before their deadline ÷ session notes due.",
    cohort="Session notes whose deadline falls in the weeks of the period and has passed. "
    "A session without a signed note counts as unsigned. Medicare and Medicaid sessions have 48 "
    "hours, all others 72.",
    exclusions=(
        "Canceled sessions and no-shows",
        "Consultation calls",
        "Uploaded notes without a signing time (shown as Time unknown, not part of the rate)",
    ),
    unit=("note", "notes"),
    record_name="Sessions",
    opens="session",
    chart=ChartForm.RATE_LINE,
    grouping=population.BY_WEEK,
    series_name="Deadline",
    series={"standard": "72 hours", "government": "48 hours"},
    outcomes=OUTCOMES,
    rate=Rate("signed on time", ("on_time",), ("on_time", "late", "unsigned")),
    population=_population,
    kept_by=col(CareSession.note_due_on),
    is_kept_by_filters=True,
    records=population.session_records,
    columns=(
        population.SESSION,
        Column("Outcome", ("outcome",), OUTCOMES.__getitem__),
        Column("Note due", (col(CareSession.note_due_at),), is_instant=True),
        Column("Signed", (col(CareSession.note_signed_at),), is_instant=True),
        population.PROVIDER,
        population.CLIENT,
    ),
    # by the day first, as the index is, so that only the notes of a day are ever sorted
    order=(col(CareSession.note_due_on), col(CareSession.note_due_at), col(CareSession.id)),
)
