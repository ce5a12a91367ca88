"""The desk: requests that are mine, unassigned, back from snooze, due next, late at Evernorth, or
awaiting my approval."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, not_, or_
from sqlmodel import col, select

from core.access import APPROVING, LOOKING, guard
from core.db.transaction import ReadContext
from core.facts.requests import is_overdue, is_paused
from core.models.requests import Approval, DirectoryLine, DirectorySubmission, SupportRequest
from core.queries.requests.rows import (
    RequestRow,
    is_woken,
    platform_today,
    request_lists,
)
from core.vocabulary.requests import (
    OPEN_STATUSES,
    ApprovalOutcome,
    Priority,
    RequestKind,
)

MOST = 50
"""Rows that a list of the desk shows; the count beside its name covers all."""


IS_OPEN = col(SupportRequest.status).in_(OPEN_STATUSES)


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
    wheres = _lists(context)
    found = request_lists(context, wheres, MOST)
    full = {name: wheres[name] for name, rows in found.items() if len(rows) == MOST}
    overdue = is_overdue(context.now, platform_today(context))
    counts = _counts(context, {**full, "overdue": overdue})
    lists = {name: DeskList(rows, counts.get(name, len(rows))) for name, rows in found.items()}
    return DeskBoard(**lists, overdue_count=counts["overdue"])


def _lists(context: ReadContext) -> dict[str, ColumnElement[bool]]:
    """The condition of each list of the board."""
    mine = col(SupportRequest.assignee_id) == context.actor.staff_id
    unassigned = col(SupportRequest.assignee_id).is_(None)
    day = platform_today(context)
    has_deadline = and_(not_(is_paused(day)), col(SupportRequest.due_at).is_not(None))
    wheres = {
        "urgent": col(SupportRequest.priority) == Priority.URGENT,
        "mine": mine,
        "unassigned": unassigned,
        "woken": is_woken(day),
        "due": has_deadline,
        "late": and_(_is_late(day), or_(unassigned, not_(mine))),
        "approvals": _waits_for(context),
    }
    return {name: and_(IS_OPEN, where) for name, where in wheres.items()}


def _is_late(day: date) -> ColumnElement[bool]:
    """Listings that Evernorth has had for longer than seven business days and that are not all
    corrected (R49)."""
    submitted = select(col(DirectorySubmission.request_id)).where(
        col(DirectorySubmission.late_after_on) < day, col(DirectorySubmission.returned_on).is_(None)
    )
    unseen = select(col(DirectoryLine.request_id)).where(col(DirectoryLine.reflected_on).is_(None))
    key = col(SupportRequest.id)
    is_listing = col(SupportRequest.kind) == RequestKind.DIRECTORY_UPDATE
    return and_(is_listing, key.in_(submitted), key.in_(unseen))


def _waits_for(context: ReadContext) -> ColumnElement[bool]:
    """Requests that await an approval this person may give: none of their own work."""
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


def _counts(context: ReadContext, wheres: dict[str, ColumnElement[bool]]) -> dict[str, int]:
    """How many requests there are under each condition."""
    counted = (
        select(func.count()).select_from(SupportRequest).where(where).scalar_subquery().label(name)
        for name, where in wheres.items()
    )
    return dict(context.db.execute(select(*counted)).mappings().one())
