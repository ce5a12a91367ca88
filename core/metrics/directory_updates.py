"""Directory updates that Evernorth showed by the last promised day (R49)."""

from dataclasses import replace
from typing import Any

from sqlalchemy import FromClause, Select, Subquery, case, func, select
from sqlmodel import col

from core.db.transaction import ReadContext
from core.facts.policies import policy_book
from core.metrics import population
from core.metrics.contract import Column, Metric, Rate
from core.models.care import CareSession
from core.models.people import Provider
from core.models.requests import DirectoryLine, DirectorySubmission, SupportRequest
from core.rules.metric_filters import MetricFilter
from core.rules.time.platform_clock import platform_day
from core.vocabulary.metrics import ChartForm

OUTCOMES = {
    "late": "Listed after day 7",
    "not_seen": "Not listed yet",
    "on_time": "Listed by day 7",
}


def _population(context: ReadContext, wanted: MetricFilter) -> Select[Any]:
    seen, last_on = _seen(), col(DirectorySubmission.late_after_on)
    seen_on = case((seen.c.right == seen.c.fields, seen.c.last_on))
    outcome = case((seen_on <= last_on, "on_time"), (seen_on > last_on, "late"), else_="not_seen")
    columns: tuple[Any, ...] = (
        col(DirectorySubmission.id),
        population.month_of(context.db, last_on).label("group"),
        outcome.label("series"),
        outcome.label("outcome"),
        seen_on.label("seen_on"),
    )
    return (
        select(*columns)
        .join(SupportRequest, col(SupportRequest.id) == col(DirectorySubmission.request_id))
        .outerjoin(CareSession, col(CareSession.id) == col(SupportRequest.session_id))
        .outerjoin(seen, seen.c.request_id == col(SupportRequest.id))
        .where(
            last_on.between(wanted.from_on, wanted.to_on),
            last_on < platform_day(context.now, policy_book(context)),
            col(DirectorySubmission.returned_on).is_(None),
            col(SupportRequest.status).not_in(population.GIVEN_UP),
            *population.of_requests(replace(wanted, payer_kind=None)),
        )
    )


def _seen() -> Subquery:
    """Of each request: its fields, how many are listed correctly, and since when the last is."""
    columns: tuple[Any, ...] = (
        col(DirectoryLine.request_id),
        func.count(col(DirectoryLine.id)).label("fields"),
        func.count(col(DirectoryLine.reflected_on)).label("right"),
        func.max(col(DirectoryLine.reflected_on)).label("last_on"),
    )
    return select(*columns).group_by(col(DirectoryLine.request_id)).subquery("seen")


def _records(cases: Subquery) -> FromClause:
    return (
        cases.join(DirectorySubmission, col(DirectorySubmission.id) == cases.c.id)
        .join(SupportRequest, col(SupportRequest.id) == col(DirectorySubmission.request_id))
        .outerjoin(Provider, col(Provider.id) == col(SupportRequest.provider_id))
    )


DIRECTORY_UPDATES = Metric(
    code="directory_updates",
    name="Directory updates",
    title="Directory updates listed by day 7, by month of day 7",
    question="Does Evernorth list our directory updates within seven business days?",
    formula="Submissions whose every field was listed correctly by the seventh business day ÷ "
    "submissions. Submissions that are not listed yet count as late.",
    cohort="Submissions to Evernorth whose seventh business day falls in the period and has "
    "passed. The payer filter does not apply.",
    exclusions=(
        "Submissions that Evernorth returned: the next attempt counts",
        "Requests that were rejected, withdrawn, redirected or duplicates",
    ),
    unit=("submission", "submissions"),
    record_name="Requests",
    opens="request",
    chart=ChartForm.BARS_BY_PERIOD,
    grouping=population.BY_MONTH,
    series_name="Outcome",
    series=OUTCOMES,
    outcomes=OUTCOMES,
    rate=Rate("listed by day 7", ("on_time",), tuple(OUTCOMES)),
    population=_population,
    records=_records,
    columns=(
        population.REQUEST,
        Column("Outcome", ("outcome",), OUTCOMES.__getitem__),
        Column("Day 7", (col(DirectorySubmission.late_after_on),)),
        Column("Listed", ("seen_on",)),
        Column("Submitted", (col(DirectorySubmission.submitted_on),)),
        Column("Attempt", (col(DirectorySubmission.attempt),)),
        Column("Evernorth reference", (col(DirectorySubmission.submission_reference),)),
        population.PROVIDER,
    ),
    order=(col(DirectorySubmission.late_after_on), col(DirectorySubmission.id)),
    target_policy="directory_bd_max",
)
