"""Deadlines of many open requests written anew, as after a day was closed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.due_instants import write_deadlines_of
from core.models.all_tables import metadata
from core.models.requests import DirectorySubmission, SupportRequest
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.deadlines import directory
from core.rules.time.policy import PolicyBook

REQUESTS = metadata.tables["support_request"]
SUBMISSIONS = metadata.tables["directory_submission"]
DEADLINES = ("first_action_due_at", "told_due_at", "due_at")


@dataclass(frozen=True)
class MovedDeadline:
    """A request whose deadlines changed, and its next one before and after."""

    request_id: int
    before: datetime | None
    after: datetime | None


def rewrite_requests(
    db: Session, requests: Sequence[SupportRequest], book: PolicyBook, calendar: BusinessCalendar
) -> list[MovedDeadline]:
    """Write the deadlines of these requests, and the days Evernorth has, where they differ.

    Versions stay, so that a form that somebody has open can still be saved. The requests leave
    the session: read them again.
    """
    keys = [request.key for request in requests]
    for request in requests:
        db.expunge(request)
    _update(db, SUBMISSIONS, list(_submissions(db, keys, book, calendar)))
    stored = {request.key: _deadlines(request) for request in requests}
    for request in requests:
        write_deadlines_of(db, request, book, calendar)
    moved = [one for one in requests if _deadlines(one) != stored[one.key]]
    _update(db, REQUESTS, [{"key": one.key, **_deadlines(one)} for one in moved])
    return [MovedDeadline(one.key, stored[one.key]["due_at"], one.due_at) for one in moved]


def _deadlines(request: SupportRequest) -> dict[str, datetime | None]:
    return {name: getattr(request, name) for name in DEADLINES}


def _submissions(
    db: Session, request_ids: Sequence[int], book: PolicyBook, calendar: BusinessCalendar
) -> Iterator[dict[str, Any]]:
    """The expected and the last day of what Evernorth has now, where they differ (R49)."""
    is_out = col(DirectorySubmission.returned_on).is_(None)
    mine = select(DirectorySubmission).where(col(DirectorySubmission.request_id).in_(request_ids))
    for row in db.scalars(mine.where(is_out)):
        expected, late = directory(row.submitted_on, book, calendar)
        if (row.expected_on, row.late_after_on) != (expected.last_day, late.last_day):
            days = {"expected_on": expected.last_day, "late_after_on": late.last_day}
            yield {"key": row.key, **days}


def _update(db: Session, table: Any, values: Sequence[dict[str, Any]]) -> None:
    if values:
        db.execute(update(table).where(table.c.id == bindparam("key")), values)
