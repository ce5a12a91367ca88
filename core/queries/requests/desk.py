"""The desk: requests that are mine, unassigned, back from snooze, due next, late at Evernorth, or
awaiting my approval."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    union_all,
)
from sqlmodel import col, select

from core.access import APPROVING, LOOKING, guard
from core.db.transaction import ReadContext
from core.facts.requests import IS_OPEN, is_overdue, is_paused
from core.models.base import written_out
from core.models.requests import Approval, DirectoryLine, DirectorySubmission, SupportRequest
from core.queries.requests.rows import (
    DUE_ORDER,
    RequestRow,
    is_woken,
    platform_today,
    request_columns,
    request_row,
)
from core.vocabulary.requests import ApprovalOutcome, Priority, RequestKind

MOST, DUE_NEXT = 50, 6
"""Rows that a list of the desk shows, and that of the whole team's next; the count beside its name
covers all."""
DAY: BindParameter[date] = bindparam("day")
NOW: BindParameter[datetime] = bindparam("now")
ME: BindParameter[int] = bindparam("me")


@dataclass(frozen=True)
class DeskList:
    """The first requests of a list, and how many it has in all."""

    rows: tuple[RequestRow, ...]
    count: int


@dataclass(frozen=True)
class DeskBoard:
    """The lists of the desk for one person. `urgent` is the same for everyone; a request leaves it
    only once it is handled (R53)."""

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
    """Open requests, the next to fall due first, those without a deadline last. A paused deadline
    is neither due nor overdue; a late listing of mine is on my own list alone. Two statements."""
    may_approve = context.actor.role in APPROVING
    asked = {"day": platform_today(context), "now": context.now, "me": context.actor.staff_id}
    known: dict[str, RequestRow] = {}
    lists: dict[str, list[RequestRow]] = {name: [] for name in _lists(may_approve=may_approve)}
    for found in context.db.execute(_rows(may_approve=may_approve), asked):
        row = known.get(found.ref) or request_row(context, found)
        lists[found.list_name].append(known.setdefault(row.ref, row))
    full = frozenset(name for name, rows in lists.items() if len(rows) == _most(name))
    counts = context.db.execute(_counts(full, may_approve=may_approve), asked).mappings().one()
    return DeskBoard(
        **{name: DeskList(tuple(of), counts.get(name, len(of))) for name, of in lists.items()},
        overdue_count=counts["overdue"],
    )


def _most(name: str) -> int:
    return DUE_NEXT if name == "due" else MOST


@cache
def _rows(*, may_approve: bool) -> Select[Any]:
    """The first requests of each list: found by their ids on an index, then joined."""
    picks = [
        select(literal(name).label("list_name"), col(SupportRequest.id))
        .where(IS_OPEN, where)
        .order_by(*DUE_ORDER)
        .limit(_most(name))
        .subquery()
        for name, where in _lists(may_approve=may_approve).items()
    ]
    picked = union_all(*(select(pick) for pick in picks)).subquery()
    return request_columns(picked).add_columns(picked.c.list_name).order_by(*DUE_ORDER)


@cache
def _counts(names: frozenset[str], *, may_approve: bool) -> Select[Any]:
    """How many requests these lists have, and how many are overdue."""
    lists = _lists(may_approve=may_approve)
    wheres = {**{name: lists[name] for name in sorted(names)}, "overdue": is_overdue(NOW, DAY)}
    counted = select(func.count()).select_from(SupportRequest)
    columns = (
        counted.where(IS_OPEN, where).scalar_subquery().label(name)
        for name, where in wheres.items()
    )
    found: Select[Any] = select(*columns)
    return found


@cache
def _lists(*, may_approve: bool) -> dict[str, ColumnElement[bool]]:
    """The condition of each list of the board."""
    mine = col(SupportRequest.assignee_id) == ME
    unassigned = col(SupportRequest.assignee_id).is_(None)
    return {
        "urgent": col(SupportRequest.priority) == Priority.URGENT,
        "mine": mine,
        "unassigned": unassigned,
        "woken": is_woken(DAY),
        "due": and_(not_(is_paused(DAY)), col(SupportRequest.due_at).is_not(None)),
        "late": and_(_is_late(), or_(unassigned, not_(mine))),
        "approvals": _waits_for_me() if may_approve else false(),
    }


def _is_late() -> ColumnElement[bool]:
    """Listings that Evernorth has had for longer than seven business days and that are not all
    corrected (R49)."""
    number = col(SupportRequest.id)
    submitted = exists().where(
        col(DirectorySubmission.request_id) == number,
        col(DirectorySubmission.late_after_on) < DAY,
        col(DirectorySubmission.returned_on).is_(None),
    )
    unseen = exists().where(
        col(DirectoryLine.request_id) == number, col(DirectoryLine.reflected_on).is_(None)
    )
    return and_(col(SupportRequest.kind) == RequestKind.DIRECTORY_UPDATE, submitted, unseen)


def _waits_for_me() -> ColumnElement[bool]:
    """Requests that await an approval this person may give: none of their own work."""
    asked = select(col(Approval.request_id)).where(
        col(Approval.outcome) == written_out(ApprovalOutcome.ASKED),
        col(Approval.asked_by_id) != ME,
    )
    return (
        col(SupportRequest.id).in_(asked)
        & (col(SupportRequest.filed_by_id) != ME)
        & (func.coalesce(col(SupportRequest.assignee_id), 0) != ME)
    )
