"""Requests as the rules of their deadlines see them: pauses, and how far a listing update is.

A snooze ends on its wake-up day, by the platform's calendar; that is derived here, so that no job
has to run.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    and_,
    false,
    func,
    not_,
    select,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from core.models.audit import AuditEntry
from core.models.base import written_out
from core.models.requests import DirectoryLine, DirectorySubmission, Snooze, SupportRequest
from core.rules.requests.listing import ListingCourse
from core.rules.requests.transitions import ENDED_EARLY
from core.rules.time.pauses import Pause
from core.rules.time.platform_clock import platform_day
from core.rules.time.policy import PolicyBook
from core.vocabulary.requests import ENDED_STATUSES, RequestStatus

IS_OPEN: ColumnElement[bool] = col(SupportRequest.status).not_in(
    [written_out(status) for status in ENDED_STATUSES]
)
"""The request has not ended."""
Day = date | BindParameter[date]
Instant = datetime | BindParameter[datetime]


def pauses(db: Session, request: SupportRequest, book: PolicyBook) -> tuple[Pause, ...]:
    """The snoozes of a request since its deadlines began, in days of the platform's calendar."""
    if request.ready_at is None:
        return ()
    rows = db.execute(
        select(col(Snooze.from_on), col(Snooze.wake_on), col(Snooze.ended_at))
        .where(col(Snooze.request_id) == request.key, col(Snooze.created_at) >= request.ready_at)
        .order_by(col(Snooze.id))
    )
    return tuple(
        Pause(from_on, wake_on, ended_at and platform_day(ended_at, book))
        for from_on, wake_on, ended_at in rows
    )


def listing_course(db: Session, request: SupportRequest, book: PolicyBook) -> ListingCourse:
    """How far a directory update is, by its submissions and by the checks of its items."""
    of = col(DirectorySubmission.request_id) == request.key
    columns = (col(DirectorySubmission.submitted_on), col(DirectorySubmission.returned_on))
    submitted = db.execute(
        select(*columns).where(of).order_by(col(DirectorySubmission.attempt))
    ).all()
    lines = col(DirectoryLine.request_id) == request.key
    seen = db.scalars(select(col(DirectoryLine.reflected_on)).where(lines)).all()
    days = [day for day in seen if day is not None]
    return ListingCourse(
        submitted_on=submitted[-1].submitted_on if submitted else None,
        returned_on=max((one.returned_on for one in submitted if one.returned_on), default=None),
        is_out=bool(submitted) and submitted[-1].returned_on is None,
        seen_on=max(days) if days and len(days) == len(seen) else None,
        pauses=pauses(db, request, book),
    )


def wake_up_day() -> ScalarSelect[date]:
    """The wake-up day of a request; null unless it is snoozed."""
    return (
        select(func.max(col(Snooze.wake_on)))
        .where(col(Snooze.request_id) == col(SupportRequest.id), col(Snooze.ended_at).is_(None))
        .correlate(SupportRequest)
        .scalar_subquery()
    )


def is_snoozed(day: Day) -> ColumnElement[bool]:
    """The request is snoozed and its wake-up day has not come."""
    asleep = select(col(Snooze.request_id)).where(
        col(Snooze.ended_at).is_(None), col(Snooze.wake_on) > day
    )
    is_waiting = col(SupportRequest.status) == RequestStatus.SNOOZED
    return and_(is_waiting, col(SupportRequest.id).in_(asleep))


def is_at_evernorth() -> ColumnElement[bool]:
    """Evernorth has the listing: its business days count, snoozed or not (R49)."""
    mine = col(DirectorySubmission.request_id) == col(SupportRequest.id)
    found = select(col(DirectorySubmission.id)).where(
        mine, col(DirectorySubmission.returned_on).is_(None)
    )
    # not "exists": PostgreSQL reads all submissions for it, to ask about a few requests
    return found.correlate(SupportRequest).limit(1).scalar_subquery().is_not(None)


def is_paused(day: Day) -> ColumnElement[bool]:
    """The next deadline of the request is paused by a snooze."""
    return and_(is_snoozed(day), not_(is_at_evernorth()))


def is_overdue(now: Instant, day: Day) -> ColumnElement[bool]:
    """The next deadline of an open request has passed at `now`, and is not paused on `day`."""
    return and_(IS_OPEN, col(SupportRequest.due_at) <= now, not_(is_paused(day)))


def had_ended_early(before: Any) -> ColumnElement[bool]:
    """At the instant `before` the request was over without the work being done, and nobody had
    reopened it yet. The audit entries tell, since the request itself is as it is now."""
    endings = [f"request.{status.value}" for status in ENDED_EARLY]
    last = (
        select(col(AuditEntry.action).in_(endings))
        .where(
            col(AuditEntry.entity) == SupportRequest.__tablename__,
            col(AuditEntry.entity_id) == col(SupportRequest.id),
            col(AuditEntry.action).in_([*endings, "request.reopened"]),
            col(AuditEntry.at) < before,
        )
        .order_by(col(AuditEntry.number).desc())
        .limit(1)
        .correlate_except(AuditEntry)
    )
    return func.coalesce(last.scalar_subquery(), false())
