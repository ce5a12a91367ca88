"""The desk: what is mine, what nobody has, what is back, what is due next, what is late at
Evernorth, and what waits for my approval."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, not_, or_
from sqlmodel import col, select

from core.access import APPROVING, LOOKING, guard
from core.db.transaction import ReadContext
from core.models.requests import Approval, DirectoryLine, DirectorySubmission, SupportRequest
from core.queries.requests.paging import ORDERS
from core.queries.requests.rows import RequestRow, is_woken, request_rows, sleeps, today
from core.vocabulary.requests import (
    OPEN_STATUSES,
    ApprovalOutcome,
    Priority,
    RequestKind,
    RequestSort,
)

MOST = 50
"""Rows a list of the desk shows; the count beside its name is of all."""


@dataclass(frozen=True)
class DeskList:
    """The most urgent requests of a list, and how many it has in all."""

    rows: tuple[RequestRow, ...]
    count: int


@dataclass(frozen=True)
class DeskBoard:
    """The lists of the desk for one person. `urgent` is the same for everybody; it is left by
    being handled alone (R53)."""

    urgent: DeskList
    mine: DeskList
    unassigned: DeskList
    woken: DeskList
    due: DeskList
    late: DeskList
    approvals: DeskList
    overdue_count: int


@guard(LOOKING)
def desk_board(context: ReadContext) -> DeskBoard:
    """Open requests, the next to fall due first; those without a clock last. What still waits is
    neither due nor overdue; a late listing of mine stands under *mine* alone."""
    mine = col(SupportRequest.assignee_id) == context.actor.staff_id
    day, due = today(context), col(SupportRequest.due_at)
    runs = not_(sleeps(day))
    others = or_(col(SupportRequest.assignee_id).is_(None), not_(mine))
    return DeskBoard(
        urgent=_list(context, col(SupportRequest.priority) == Priority.URGENT),
        mine=_list(context, mine),
        unassigned=_list(context, col(SupportRequest.assignee_id).is_(None)),
        woken=_list(context, is_woken(day)),
        due=_list(context, and_(runs, due.is_not(None))),
        late=_list(context, and_(_is_late(day), others)),
        approvals=_list(context, _waits_for(context)),
        overdue_count=_count(context, and_(runs, due <= context.now)),
    )


def _is_late(day: date) -> ColumnElement[bool]:
    """Listings that Evernorth has had for longer than it takes and that are not all right (R49)."""
    handed = select(col(DirectorySubmission.request_id)).where(
        col(DirectorySubmission.late_after_on) < day, col(DirectorySubmission.returned_on).is_(None)
    )
    unseen = select(col(DirectoryLine.request_id)).where(col(DirectoryLine.reflected_on).is_(None))
    key = col(SupportRequest.id)
    is_listing = col(SupportRequest.kind) == RequestKind.DIRECTORY_UPDATE
    return and_(is_listing, key.in_(handed), key.in_(unseen))


def _waits_for(context: ReadContext) -> ColumnElement[bool]:
    """Requests whose approval this person may give: asked for, and not one's own work."""
    if context.actor.role not in APPROVING:
        return col(SupportRequest.id).is_(None)
    me = context.actor.staff_id
    asked = select(col(Approval.request_id)).where(
        col(Approval.outcome) == ApprovalOutcome.ASKED, col(Approval.asked_by_id) != me
    )
    return (
        col(SupportRequest.id).in_(asked)
        & (col(SupportRequest.filed_by_id) != me)
        & (func.coalesce(col(SupportRequest.assignee_id), 0) != me)
    )


def _list(context: ReadContext, where: ColumnElement[bool]) -> DeskList:
    is_open = col(SupportRequest.status).in_(OPEN_STATUSES)
    rows = request_rows(context, [is_open, where], ORDERS[RequestSort.DUE], MOST)
    count = len(rows) if len(rows) < MOST else _count(context, where)
    return DeskList(rows, count)


def _count(context: ReadContext, where: ColumnElement[bool]) -> int:
    is_open = col(SupportRequest.status).in_(OPEN_STATUSES)
    counted = select(func.count()).select_from(SupportRequest).where(is_open, where)
    return context.db.scalar(counted) or 0
