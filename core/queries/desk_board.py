"""The desk: what is mine, what nobody has, what is due next, and what waits for my approval."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from core import facts
from core.access import guard
from core.models.people import Client, Staff
from core.models.requests import Approval, SupportRequest
from core.rules.deadlines import PLATFORM_ZONE
from core.rules.policy import PolicyBook
from core.rules.times import local_date
from core.transaction import Reading
from core.vocabulary.requests import OPEN_STATUSES, ApprovalOutcome, RequestKind, RequestStatus

MOST = 50
"""Rows a list of the desk shows; the count beside its name is of all."""


@dataclass(frozen=True)
class DeskRow:
    """One open request in a list. `due_at` is the first instant that is too late, `due_on` the
    last day that is not, by the platform's clock."""

    ref: str
    version: int
    kind: RequestKind
    status: RequestStatus
    client_ref: str | None
    assignee: str | None
    received_at: datetime
    due_at: datetime | None
    due_on: date | None


@dataclass(frozen=True)
class DeskList:
    """The most urgent requests of a list, and how many it has in all."""

    rows: tuple[DeskRow, ...]
    count: int


@dataclass(frozen=True)
class DeskBoard:
    """The lists of the desk for one person."""

    mine: DeskList
    unassigned: DeskList
    due: DeskList
    approvals: DeskList
    overdue_count: int


@guard
def desk_board(reading: Reading) -> DeskBoard:
    """Open requests by who has them, the next to fall due first; those without a clock last."""
    mine = col(SupportRequest.assignee_id) == reading.actor.staff_id
    unassigned = col(SupportRequest.assignee_id).is_(None)
    overdue = col(SupportRequest.due_at) <= reading.now
    return DeskBoard(
        mine=_list(reading, mine),
        unassigned=_list(reading, unassigned),
        due=_list(reading, col(SupportRequest.due_at).is_not(None)),
        approvals=_list(reading, _waits_for(reading)),
        overdue_count=_count(reading, overdue),
    )


def _waits_for(reading: Reading) -> ColumnElement[bool]:
    """Requests whose approval this person may give: asked for, and not one's own work."""
    if not reading.actor.may("decide_approval"):
        return col(SupportRequest.id).is_(None)
    me = reading.actor.staff_id
    asked = select(col(Approval.request_id)).where(
        col(Approval.outcome) == ApprovalOutcome.ASKED, col(Approval.asked_by_id) != me
    )
    return (
        col(SupportRequest.id).in_(asked)
        & (col(SupportRequest.filed_by_id) != me)
        & (func.coalesce(col(SupportRequest.assignee_id), 0) != me)
    )


def _list(reading: Reading, where: ColumnElement[bool]) -> DeskList:
    columns: tuple[Any, ...] = (
        col(SupportRequest.ref),
        col(SupportRequest.version),
        col(SupportRequest.kind),
        col(SupportRequest.status),
        col(Client.ref),
        col(Staff.name),
        col(SupportRequest.received_at),
        col(SupportRequest.due_at),
    )
    due = col(SupportRequest.due_at)
    rows = reading.db.execute(
        select(*columns)
        .outerjoin(Client, col(Client.id) == col(SupportRequest.client_id))
        .outerjoin(Staff, col(Staff.id) == col(SupportRequest.assignee_id))
        .where(col(SupportRequest.status).in_(OPEN_STATUSES), where)
        .order_by(due.is_(None), due, col(SupportRequest.id))
        .limit(MOST)
    )
    book = facts.policy_book(reading.db)
    found = tuple(DeskRow(*(*row, _last_day(row.due_at, book))) for row in rows)
    return DeskList(found, _count(reading, where))


def _last_day(due_at: datetime | None, book: PolicyBook) -> date | None:
    if due_at is None:
        return None
    last = due_at - timedelta(microseconds=1)
    return local_date(last, ZoneInfo(book.on(PLATFORM_ZONE, last.date()).text))


def _count(reading: Reading, where: ColumnElement[bool]) -> int:
    is_open = col(SupportRequest.status).in_(OPEN_STATUSES)
    counted = select(func.count()).select_from(SupportRequest).where(is_open, where)
    return reading.db.scalar(counted) or 0
