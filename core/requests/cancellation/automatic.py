"""What the desk asks for by itself: a session that is confirmed while its report says that it was
not held is to be cancelled (R40)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, literal, or_, select
from sqlmodel import col

from core.db.transaction import Context, WriteContext
from core.facts import cancellations as record
from core.models.care import CareSession
from core.models.data_issues import DataIssue
from core.models.people import Staff
from core.models.requests import CancellationCase, SupportRequest
from core.requests.cancellation import rows as rows
from core.requests.cancellation.opening import Opening, open_cancellation
from core.requests.filing import Requester
from core.rules.requests import cancellation
from core.vocabulary.care import SessionStatus
from core.vocabulary.data_issues import DataIssueCode, DataIssueStatus
from core.vocabulary.people import DESK_ADDRESS, DESK_NAME, Role
from core.vocabulary.requests import Channel, RequesterType

FILED_AT_ONCE = 5
"""Requests a transaction: it takes a few milliseconds."""
WHY = "The session is confirmed while its Case Activity Report says "


def ask_cancellations(context: WriteContext, issue_ids: Sequence[int]) -> int:
    """Open a cancellation for each session whose data issue is open (R40); returns for how many.

    Once for each outcome that a report says: where a person has withdrawn it, that stays. A
    session that somebody is cancelling already is left to them.
    """
    found = asking_issues(context, col(DataIssue.id).in_(issue_ids))
    if not found:
        return 0
    staff_id = _desk(context)
    return sum(_ask(context, key, outcome, staff_id) for _, key, outcome in found)


def asking_issues(context: Context, *where: ColumnElement[bool]) -> list[tuple[int, int, str]]:
    """The open data issues under `where` that ask for a cancellation: the id of each, its session,
    and the outcome that the report says."""
    case, request = CancellationCase, SupportRequest
    asked = exists().where(
        col(case.session_id) == col(DataIssue.entity_id),
        col(case.request_id) == col(request.id),
        col(request.filed_by_id) == col(Staff.id),
        or_(
            col(case.is_open),
            (col(Staff.email) == DESK_ADDRESS)
            & (col(case.reason) == literal(WHY) + col(DataIssue.detail)),
        ),
    )
    not_held = col(DataIssue.code) == DataIssueCode.CONFIRMED_NOT_HELD
    statement = (
        select(col(DataIssue.id), col(DataIssue.entity_id), col(DataIssue.detail))
        .join(CareSession, col(CareSession.id) == col(DataIssue.entity_id))
        .where(not_held, col(DataIssue.status) == DataIssueStatus.OPEN)
        .where(col(CareSession.status) == SessionStatus.CONFIRMED, ~asked, *where)
        .order_by(col(DataIssue.id))
    )
    return [(issue or 0, key, outcome) for issue, key, outcome in context.db.execute(statement)]


def _ask(context: WriteContext, session_id: int, outcome: str, staff_id: int) -> bool:
    """Whether it could be: what somebody did a moment ago goes first."""
    found = rows.lock_rows(context, session_id)
    if cancellation.refusal(record.cancellation_facts(found, context.now)):
        return False
    requester = Requester(RequesterType.STAFF, DESK_NAME, "", Channel.INTERNAL, context.now)
    open_cancellation(context, found, Opening(WHY + outcome, requester, staff_id))
    return True


def _desk(context: WriteContext) -> int:
    """The id of the desk's own row: without a password, so that nobody signs in with it."""
    known = context.db.scalar(select(col(Staff.id)).where(col(Staff.email) == DESK_ADDRESS))
    if known is not None:
        return known
    row = Staff(
        created_at=context.now,
        updated_at=context.now,
        email=DESK_ADDRESS,
        name=DESK_NAME,
        role=Role.AGENT,
        zone="UTC",
        is_active=False,
    )
    context.db.add(row)
    context.db.flush()
    shown = {"name": row.name, "role": row.role, "is_active": row.is_active}
    context.record("staff.added", "staff", row.key, after=shown)
    return row.key
