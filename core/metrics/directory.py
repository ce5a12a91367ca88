"""Directory updates that the listing showed by the last promised day, by month (R49)."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Subquery, case, func, select
from sqlmodel import col

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.facts.due_instants import platform_day
from core.facts.policies import policy_book
from core.metrics.contract import Cases, Export, Figure, counted, first, month_of, picked, stream
from core.metrics.population import of_requests
from core.models.care import CareSession
from core.models.people import Provider
from core.models.requests import DirectoryLine, DirectorySubmission, SupportRequest
from core.rules.metric_filters import MetricFilter, Pick, check
from core.vocabulary.metrics import ReflectionOutcome as Outcome
from core.vocabulary.requests import RequestStatus

GIVEN_UP = (
    RequestStatus.REJECTED,
    RequestStatus.WITHDRAWN,
    RequestStatus.REDIRECTED,
    RequestStatus.DUPLICATE,
)
"""Requests that ended otherwise: nobody looks whether their listing changed."""


@dataclass(frozen=True)
class DirectoryCase:
    """One submission to Evernorth; `seen_on` is when the last of its fields was seen right, None
    until all of them were."""

    request_ref: str
    provider_ref: str
    provider: str
    attempt: int
    submission_reference: str
    submitted_on: date
    expected_on: date
    last_on: date
    seen_on: date | None
    outcome: Outcome


@guard(MANAGING)
def directory_reflections(context: ReadContext, wanted: MetricFilter) -> Figure:
    """The submissions whose last promised day lies in the period and has passed: whether all that
    was submitted was seen in the listing by then. Not counted are those that Evernorth returned
    (the next attempt is) and those of requests that were given up. The payer kind makes no
    difference. Raises InvalidInput by field."""
    return Figure(context.now, counted(context.db, _cases(context, wanted)))


@guard(MANAGING)
def directory_reflection_rows(
    context: ReadContext, wanted: MetricFilter, pick: Pick
) -> Cases[DirectoryCase]:
    """The first submissions behind a mark, by their last promised day."""
    return first(_every(context, wanted, pick))


def _every(context: ReadContext, wanted: MetricFilter, pick: Pick) -> Generator[DirectoryCase]:
    cases = _cases(context, wanted)
    submission = DirectorySubmission
    name = col(Provider.first_name) + " " + col(Provider.last_name)
    columns: tuple[Any, ...] = (
        col(SupportRequest.ref).label("request_ref"),
        func.coalesce(col(Provider.ref), "").label("provider_ref"),
        func.coalesce(name, "").label("provider"),
        col(submission.attempt),
        col(submission.submission_reference),
        col(submission.submitted_on),
        col(submission.expected_on),
        col(submission.late_after_on).label("last_on"),
        cases.c.seen_on,
        cases.c.part.label("outcome"),
    )
    statement = (
        select(*columns)
        .select_from(cases)
        .join(submission, col(submission.id) == cases.c.id)
        .join(SupportRequest, col(SupportRequest.id) == col(submission.request_id))
        .outerjoin(Provider, col(Provider.id) == col(SupportRequest.provider_id))
        .order_by(col(submission.late_after_on), col(submission.id))
    )
    for row in stream(context.db, picked(statement, cases, pick)):
        yield DirectoryCase(**{**row._mapping, "outcome": Outcome(row.outcome)})


EXPORT = Export(DirectoryCase, _every)


def _cases(context: ReadContext, wanted: MetricFilter) -> Subquery:
    check(wanted)
    seen, last_on = _seen(), col(DirectorySubmission.late_after_on)
    seen_on = case((seen.c.right == seen.c.fields, seen.c.last_on))
    outcome = case(
        (seen_on <= last_on, Outcome.IN_TIME.value),
        (seen_on > last_on, Outcome.LATE.value),
        else_=Outcome.NOT_SEEN.value,
    )
    columns: tuple[Any, ...] = (
        col(DirectorySubmission.id),
        month_of(context.db, last_on).label("bucket"),
        outcome.label("part"),
        seen_on.label("seen_on"),
    )
    anyone_pays = MetricFilter(
        wanted.from_on, wanted.to_on, wanted.state_code, None, wanted.provider_ref
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
            col(SupportRequest.status).not_in(GIVEN_UP),
            *of_requests(anyone_pays),
        )
        .subquery("directory_case")
    )


def _seen() -> Subquery:
    """Of each request: its fields, how many were seen right, and when the last of them was."""
    columns: tuple[Any, ...] = (
        col(DirectoryLine.request_id),
        func.count(col(DirectoryLine.id)).label("fields"),
        func.count(col(DirectoryLine.reflected_on)).label("right"),
        func.max(col(DirectoryLine.reflected_on)).label("last_on"),
    )
    return select(*columns).group_by(col(DirectoryLine.request_id)).subquery("seen")
