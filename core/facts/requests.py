"""Requests as the rules of their deadlines see them: pauses, and how far a listing update is."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.models.requests import DirectoryLine, DirectorySubmission, Snooze, SupportRequest
from core.rules.requests.listing import ListingCourse
from core.rules.time.instants import local_date
from core.rules.time.pauses import Pause
from core.rules.time.platform_clock import platform_zone
from core.rules.time.policy import PolicyBook


def pauses(db: Session, request: SupportRequest, book: PolicyBook) -> tuple[Pause, ...]:
    """The snoozes of a request since its deadlines began, in days of the platform's calendar."""
    if request.ready_at is None:
        return ()
    rows = db.execute(
        select(col(Snooze.from_on), col(Snooze.wake_on), col(Snooze.ended_at))
        .where(col(Snooze.request_id) == request.key, col(Snooze.created_at) >= request.ready_at)
        .order_by(col(Snooze.id))
    )
    return tuple(Pause(from_on, wake_on, _day(ended, book)) for from_on, wake_on, ended in rows)


def listing_course(db: Session, request_id: int) -> ListingCourse:
    """How far a directory update is, by its submissions and by the checks of its items."""
    of = col(DirectorySubmission.request_id) == request_id
    columns = (col(DirectorySubmission.submitted_on), col(DirectorySubmission.returned_on))
    submitted = db.execute(
        select(*columns).where(of).order_by(col(DirectorySubmission.attempt))
    ).all()
    lines = col(DirectoryLine.request_id) == request_id
    seen = db.scalars(select(col(DirectoryLine.reflected_on)).where(lines)).all()
    days = [day for day in seen if day is not None]
    return ListingCourse(
        submitted_on=submitted[-1].submitted_on if submitted else None,
        returned_on=max((one.returned_on for one in submitted if one.returned_on), default=None),
        is_out=bool(submitted) and submitted[-1].returned_on is None,
        seen_on=max(days) if days and len(days) == len(seen) else None,
    )


def _day(instant: datetime | None, book: PolicyBook) -> date | None:
    if instant is None:
        return None
    return local_date(instant, platform_zone(instant.date(), book))
