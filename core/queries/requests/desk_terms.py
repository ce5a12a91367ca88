"""What the desk counts and lists by: whose a request is, which filters it meets, when it is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, not_, true
from sqlmodel import col, select

from core.facts.requests import IS_OPEN, is_paused
from core.models.base import written_out
from core.models.requests import (
    Approval,
    DirectoryLine,
    DirectorySubmission,
    ListingCheck,
    SupportRequest,
)
from core.queries.requests.rows import is_woken
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.instants import start_of
from core.rules.time.platform_clock import platform_zone
from core.rules.time.policy import PolicyBook
from core.vocabulary.requests import (
    ApprovalOutcome,
    DeskFilter,
    DeskScope,
    DueGroup,
    Priority,
    RequestKind,
    RequestStatus,
)

DAYS_AHEAD, SOON = 10, 5
"""Business days after today that the chart names, and those under the head before "Later"."""
OVERDUE, LATER, PAUSED = -1, DAYS_AHEAD + 1, DAYS_AHEAD + 2
"""Places beside today (0) and the business days after it (from 1)."""
NAMES = {OVERDUE: "overdue", LATER: "later", PAUSED: "paused"}
DAY: BindParameter[date] = bindparam("day")
NOW: BindParameter[datetime] = bindparam("now")
ME: BindParameter[int] = bindparam("me")
due_at: Any = col(SupportRequest.due_at)


def moment(name: str) -> BindParameter[datetime]:
    """The parameter of this name, an instant."""
    return bindparam(name, type_=due_at.type)


IS_URGENT = col(SupportRequest.priority) == Priority.URGENT
ON_DESK = and_(IS_OPEN, not_(IS_URGENT))
"""Urgent requests stand above every list and are in none."""


@dataclass(frozen=True)
class DueDays:
    """Today, and the business days after it, with the first instant after each."""

    days: tuple[date, ...]
    ends: tuple[datetime, ...]
    now: datetime

    @classmethod
    def of(
        cls, now: datetime, today: date, calendar: BusinessCalendar, book: PolicyBook
    ) -> "DueDays":
        """The days of the chart as of `now`."""
        days = (today, *(calendar.after(today, one).day for one in range(1, DAYS_AHEAD + 1)))
        next_days = [day + timedelta(days=1) for day in days]
        return cls(days, tuple(start_of(one, platform_zone(one, book)) for one in next_days), now)

    def place(self, due_at: datetime | None, *, is_paused: bool) -> int:
        """Where a request stands: OVERDUE, the number of its day, LATER or PAUSED."""
        if is_paused or due_at is None:
            return PAUSED
        if due_at <= self.now:
            return OVERDUE
        return next((number for number, end in enumerate(self.ends) if due_at <= end), LATER)

    def code(self, place: int) -> str:
        """How a URL names a place of the chart: "overdue", "2026-11-27", "later"."""
        return NAMES[place] if place in NAMES else self.days[place].isoformat()

    def place_of(self, code: str) -> int | None:
        """The place that a code names; None for another one, as of a day that has passed."""
        places = range(OVERDUE, PAUSED + 1)
        return next((one for one in places if self.code(one) == code), None)

    def span(self, place: int) -> tuple[datetime | None, datetime | None]:
        """Between which instants a deadline at `place` lies: after the first, up to the second."""
        if place == OVERDUE:
            return None, self.now
        ends = (self.now, *self.ends)
        return ends[place], ends[place + 1] if place < LATER else None


def group_of(place: int) -> DueGroup:
    """The head of the list that a place stands under."""
    if place == PAUSED:
        return DueGroup.PAUSED
    if place <= 0:
        return DueGroup.TODAY if place == 0 else DueGroup.OVERDUE
    return DueGroup.SOON if place <= SOON else DueGroup.LATER


def has_no_deadline() -> ColumnElement[bool]:
    """The deadline is paused by a snooze, or information is missing and it has not begun."""
    # not "or", which would sort all paused requests to find the first
    return not_(and_(due_at.is_not(None), not_(is_paused(DAY))))


def is_check_due() -> ColumnElement[bool]:
    """Evernorth was to have the listing right by now, some item of it was not seen right yet, and
    nobody has looked at it today (R49)."""
    request = col(SupportRequest.id)
    out = select(col(DirectorySubmission.id)).where(
        col(DirectorySubmission.request_id) == request,
        col(DirectorySubmission.returned_on).is_(None),
        col(DirectorySubmission.expected_on) <= DAY,
    )
    seen = select(col(ListingCheck.id)).where(
        col(ListingCheck.line_id) == col(DirectoryLine.id), col(ListingCheck.looked_on) >= DAY
    )
    unseen = select(col(DirectoryLine.id)).where(
        col(DirectoryLine.request_id) == request,
        col(DirectoryLine.reflected_on).is_(None),
        not_(seen.correlate(DirectoryLine).exists()),
    )
    return and_(
        col(SupportRequest.kind) == RequestKind.DIRECTORY_UPDATE,
        col(SupportRequest.status) == RequestStatus.IN_PROGRESS,
        # not "exists": PostgreSQL reads all items for it, to ask about a few requests
        out.correlate(SupportRequest).limit(1).scalar_subquery().is_not(None),
        unseen.correlate(SupportRequest).limit(1).scalar_subquery().is_not(None),
    )


def asks_approval(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """An approval of the request was asked for and is not decided."""
    asked = select(col(Approval.id)).where(
        col(Approval.request_id) == col(SupportRequest.id),
        col(Approval.outcome) == written_out(ApprovalOutcome.ASKED),
        *more,
    )
    return asked.correlate(SupportRequest).exists()


def waits_for_me() -> ColumnElement[bool]:
    """Requests that await an approval this person may give: none of their own work."""
    return and_(
        col(SupportRequest.filed_by_id) != ME,
        func.coalesce(col(SupportRequest.assignee_id), 0) != ME,
        asks_approval(col(Approval.asked_by_id) != ME),
    )


_mine = col(SupportRequest.assignee_id) == ME
_unassigned = col(SupportRequest.assignee_id).is_(None)
SCOPES: dict[DeskScope, Callable[[], ColumnElement[bool]]] = {
    # not "or": SQLite would read two indexes for it and sort all that it finds
    DeskScope.MY_QUEUE: lambda: func.coalesce(col(SupportRequest.assignee_id), ME) == ME,
    DeskScope.MINE: lambda: _mine,
    DeskScope.UNASSIGNED: lambda: _unassigned,
    DeskScope.ALL_OPEN: true,
    DeskScope.MY_APPROVALS: waits_for_me,
}
FILTERS: dict[DeskFilter, Callable[[], ColumnElement[bool]]] = {
    DeskFilter.OVERDUE: lambda: and_(due_at <= NOW, not_(is_paused(DAY))),
    DeskFilter.TODAY: lambda: and_(due_at > NOW, due_at <= moment("end_0"), not_(is_paused(DAY))),
    DeskFilter.WOKEN: lambda: is_woken(DAY),
    DeskFilter.CHECK_DUE: is_check_due,
    DeskFilter.APPROVAL: asks_approval,
}
