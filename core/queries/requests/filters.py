"""The filters of the request list, as conditions on the columns of `support_request`.

People and sessions are found first, so that their requests are then found through an index.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, not_, or_
from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.access import Actor
from core.facts.references import find_ids
from core.facts.requests import is_overdue, is_paused, is_snoozed
from core.models.requests import DirectorySubmission, SupportRequest
from core.queries.requests.rows import is_woken
from core.rules.requests.transitions import ENDED
from core.rules.time.instants import start_of
from core.vocabulary.requests import (
    OPEN_STATUSES,
    DueFilter,
    RequestScope,
    RequestStage,
    RequestStatus,
)

ME, NOBODY = "me", "nobody"
"""Values of the assignee filter that are not a staff id."""

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""No request lies outside; days at the ends of the calendar have no instant in some zones."""

SCOPES: dict[RequestScope, tuple[RequestStatus, ...]] = {
    RequestScope.OPEN: OPEN_STATUSES,
    RequestScope.ENDED: tuple(status for status in RequestStatus if status in ENDED),
    RequestScope.ALL: tuple(RequestStatus),
}
Status = RequestScope | RequestStage


def by_status(wanted: Status, today: date) -> ColumnElement[bool]:
    """The requests of a scope, or at one stage; statuses are listed, since they are indexed."""
    status = col(SupportRequest.status)
    if isinstance(wanted, RequestScope):
        return status.in_(SCOPES[wanted])
    if wanted == RequestStage.WOKEN:
        return is_woken(today)
    if wanted == RequestStage.SNOOZED:
        return is_snoozed(today)
    return status == RequestStatus(wanted.value)


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
    runs = and_(col(SupportRequest.status).in_(OPEN_STATUSES), not_(is_paused(today)))
    days = 1 if wanted == DueFilter.TODAY else 7 - today.weekday()
    return and_(runs, due > now, due <= start_of(today + timedelta(days=days), tz))


def by_ref(db: Session, typed: str) -> ColumnElement[bool]:
    """The request of this reference, with or without its "R-", or the one submitted to Evernorth
    under it."""
    reference, number = col(DirectorySubmission.submission_reference), col(SupportRequest.id)
    submitted = select(col(DirectorySubmission.request_id)).where(
        func.lower(reference) == func.lower(typed)
    )
    of_request = find_ids(db, SupportRequest, typed, f"R-{typed}")
    return or_(number.in_(of_request), number.in_(submitted))


def received(from_on: date | None, to_on: date | None, tz: ZoneInfo) -> list[ColumnElement[bool]]:
    """Requests received between two days of the reader's calendar, both included."""
    at, found = col(SupportRequest.received_at), list[ColumnElement[bool]]()
    if from_on is not None:
        found.append(at >= start_of(max(from_on, FIRST_DAY), tz))
    if to_on is not None:
        found.append(at < start_of(min(to_on, LAST_DAY) + timedelta(days=1), tz))
    return found
