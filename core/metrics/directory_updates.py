"""Directory updates that Evernorth showed by the last promised day (R49)."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from core.db.transaction import ReadContext
from core.facts.policies import policy_book
from core.facts.requests import had_ended_early
from core.metrics import population
from core.metrics.contract import Column, Metric, Rate
from core.models.base import UtcDateTime
from core.models.people import Provider
from core.models.requests import DirectoryLine, DirectorySubmission, ListingCheck, SupportRequest
from core.rules.metric_filters import MetricFilter
from core.rules.time.instants import start_of
from core.rules.time.platform_clock import platform_day, platform_zone
from core.vocabulary.metrics import ChartForm

DAY = timedelta(days=1)
_INSTANT = UtcDateTime()
OUTCOMES = {
    "late": "Listed after day 7",
    "not_seen": "Not listed yet",
    "on_time": "Listed by day 7",
}


def _population(context: ReadContext, wanted: MetricFilter) -> Select[Any]:
    last_on = col(DirectorySubmission.late_after_on)
    today = platform_day(context.now, policy_book(context))
    within = replace(wanted, to_on=min(wanted.to_on, today - DAY))
    fields, right, listed_on = _seen()
    is_on_time = and_(fields > 0, not_(_has_field_not_right_by(last_on)))
    is_right_now = and_(fields > 0, right == fields)
    outcome = case((is_on_time, "on_time"), (is_right_now, "late"), else_="not_seen")
    returned_on = col(DirectorySubmission.returned_on)
    columns: tuple[Any, ...] = (
        col(DirectorySubmission.id),
        population.month_of(context.db, last_on).label("group"),
        outcome.label("series"),
        outcome.label("outcome"),
        case(
            (is_on_time, _last_right_by(last_on)),
            (is_right_now, listed_on),
        ).label("seen_on"),
    )
    return (
        select(*columns)
        .join(SupportRequest, col(SupportRequest.id) == col(DirectorySubmission.request_id))
        .where(
            last_on.between(within.from_on, within.to_on),
            or_(returned_on.is_(None), returned_on > last_on),
            not_(had_ended_early(_over_at(context, within))),
            *population.of_requests(wanted),
        )
    )


def _over_at(context: ReadContext, wanted: MetricFilter) -> Any:
    """The instant at which day 7 was over: looked up among the days of the period, since the
    database does not know the platform's days, and only where a request has ended early."""
    book = policy_book(context)
    length = (wanted.to_on - wanted.from_on).days + 1
    days = (wanted.from_on + DAY * number for number in range(length))
    dialect = context.db.get_bind().dialect
    stored = _INSTANT.bind_processor(dialect)
    over = {str(day): str(stored(start_of(day + DAY, platform_zone(day, book)))) for day in days}
    day = cast(col(DirectorySubmission.late_after_on), String)
    if dialect.name == "postgresql":
        return cast(func.jsonb_extract_path_text(literal(over, JSONB), day), _INSTANT)
    path = literal('$."') + day + '"'
    return type_coerce(func.json_extract(json.dumps(over), path), _INSTANT)


def _has_field_not_right_by(day: Any) -> ColumnElement[bool]:
    """Some field was not listed correctly when it was last checked up to `day`."""
    was_right = (
        select(col(ListingCheck.is_right))
        .where(
            col(ListingCheck.line_id) == col(DirectoryLine.id), col(ListingCheck.looked_on) <= day
        )
        .order_by(col(ListingCheck.looked_on).desc(), col(ListingCheck.id).desc())
        .limit(1)
        .correlate(DirectoryLine, DirectorySubmission)
    )
    mine = col(DirectoryLine.request_id) == col(DirectorySubmission.request_id)
    is_wrong = func.coalesce(was_right.scalar_subquery(), false()) == false()
    return exists(
        select(col(DirectoryLine.id)).where(mine, is_wrong).correlate(DirectorySubmission)
    )


def _last_right_by(day: Any) -> Any:
    """The last day up to `day` on which a field was found correct."""
    mine = col(DirectoryLine.request_id) == col(DirectorySubmission.request_id)
    return (
        select(func.max(col(ListingCheck.looked_on)))
        .join(DirectoryLine, col(DirectoryLine.id) == col(ListingCheck.line_id))
        .where(mine, col(ListingCheck.is_right), col(ListingCheck.looked_on) <= day)
        .correlate(DirectorySubmission)
        .scalar_subquery()
    )


def _seen() -> tuple[Any, Any, Any]:
    """How many fields a submission has, how many are listed correctly now, and since when."""
    reflected_on = col(DirectoryLine.reflected_on)
    mine = col(DirectoryLine.request_id) == col(DirectorySubmission.request_id)
    fields, right, listed_on = (
        select(found).where(mine).correlate(DirectorySubmission).scalar_subquery()
        for found in (
            func.count(col(DirectoryLine.id)),
            func.count(reflected_on),
            func.max(reflected_on),
        )
    )
    return fields, right, listed_on


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
    "submissions. Submissions that are not listed yet count as late. What happens after day 7, "
    "such as a reopened request, does not change whether a submission was on time.",
    cohort="Submissions to Evernorth whose seventh business day falls in the period and has "
    "passed. The payer filter does not apply.",
    exclusions=(
        "Submissions that Evernorth returned by day 7: the next attempt counts",
        "Requests that were rejected, withdrawn, redirected or duplicates by day 7",
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
    kept_by=col(DirectorySubmission.late_after_on),
    is_of_any_payer=True,
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
