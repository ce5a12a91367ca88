"""The filters of the request list, as conditions on the columns of `support_request`.

People and sessions are found first, so that their requests are then found through an index.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, func, not_, union_all
from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.access import Actor
from core.facts.references import find_ids
from core.facts.requests import IS_OPEN, is_overdue, is_paused, is_snoozed
from core.models.requests import DirectorySubmission, SupportRequest
from core.queries.requests.rows import is_woken
from core.rules.time.instants import start_of
from core.vocabulary.requests import DueFilter, RequestScope, RequestStage, RequestStatus

ME, NOBODY = "me", "nobody"
"""Values of the assignee filter that are not a staff id."""

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""No request lies outside; days at the ends of the calendar have no instant in some zones."""

SCOPES: dict[RequestScope, list[ColumnElement[bool]]] = {
    RequestScope.OPEN: [IS_OPEN],
    RequestScope.ENDED: [IS_OPEN.is_(false())],
    RequestScope.ALL: [],
}
Status = RequestScope | RequestStage


def by_status(wanted: Status, today: date) -> list[ColumnElement[bool]]:
    """The requests of a scope, or at one stage."""
    if isinstance(wanted, RequestScope):
        return SCOPES[wanted]
    if wanted == RequestStage.WOKEN:
        return [IS_OPEN, is_woken(today)]
    if wanted == RequestStage.SNOOZED:
        return [IS_OPEN, is_snoozed(today)]
    return [col(SupportRequest.status) == RequestStatus(wanted.value)]


def by_assignee(wanted: str, actor: Actor) -> ColumnElement[bool]:
    """My requests, unassigned ones, or those of the person with this staff id."""
    assignee = col(SupportRequest.assignee_id)
    if wanted == NOBODY:
        return assignee.is_(None)
    if wanted == ME:
        return assignee == actor.staff_id
    return assignee == int(wanted)


def by_due(wanted: DueFilter, now: datetime, today: date, tz: ZoneInfo) -> ColumnElement[bool]:
    """Open requests that are overdue or due soon; a paused deadline is neither."""
    if wanted == DueFilter.OVERDUE:
        return is_overdue(now, today)
    due = col(SupportRequest.due_at)
    runs = and_(IS_OPEN, not_(is_paused(today)))
    days = 1 if wanted == DueFilter.TODAY else 7 - today.weekday()
    return and_(runs, due > now, due <= start_of(today + timedelta(days=days), tz))


def by_ref(db: Session, typed: str) -> ColumnElement[bool]:
    """The request of this reference, with or without its "R-", or the one submitted to Evernorth
    under it."""
    number, reference = col(SupportRequest.id), col(DirectorySubmission.submission_reference)
    of_request = select(number).where(number.in_(find_ids(db, SupportRequest, typed, f"R-{typed}")))
    submitted = select(col(DirectorySubmission.request_id)).where(
        func.lower(reference) == func.lower(typed)
    )
    return number.in_(union_all(of_request, submitted))


def received(from_on: date | None, to_on: date | None, tz: ZoneInfo) -> list[ColumnElement[bool]]:
    """Requests received between two days of the reader's calendar, both included."""
    at, found = col(SupportRequest.received_at), list[ColumnElement[bool]]()
    if from_on is not None:
        found.append(at >= start_of(max(from_on, FIRST_DAY), tz))
    if to_on is not None:
        found.append(at < start_of(min(to_on, LAST_DAY) + timedelta(days=1), tz))
    return found
