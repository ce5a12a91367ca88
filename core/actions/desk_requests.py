"""What the desk asks for by itself: a session that is confirmed while its report says that it was
not held is to be cancelled (R40)."""

from sqlalchemy import exists, literal, or_, select
from sqlmodel import col

from core.actions import cancellation_rows as rows
from core.actions.cancellation_opening import Opening, open_cancellation
from core.actions.filing import Requester
from core.models import cancellation_record as record
from core.models.care import CareSession
from core.models.ledger import Finding
from core.models.people import Staff
from core.models.requests import CancellationCase, SupportRequest
from core.rules import cancellation
from core.transaction import Change
from core.vocabulary.care import SessionStatus
from core.vocabulary.findings import FindingCode
from core.vocabulary.ledgers import FindingStatus
from core.vocabulary.people import DESK_ADDRESS, DESK_NAME, Role
from core.vocabulary.requests import Channel, RequesterType

AT_ONCE = 100
"""Requests a transaction, so that others write in between."""
WHY = "The session is confirmed while its Case Activity Report says "


def ask_cancellations(change: Change) -> int:
    """Open a cancellation for the next sessions whose finding is open, and return for how many.

    Once for each outcome that a report says: where a person has withdrawn it, that stays. A
    session that somebody is cancelling already is left to them.
    """
    found = _to_ask(change)
    if not found:
        return 0
    staff_id = _desk(change)
    return sum(_ask(change, key, outcome, staff_id) for key, outcome in found)


def _to_ask(change: Change) -> list[tuple[int, str]]:
    case, request = CancellationCase, SupportRequest
    asked = exists().where(
        col(case.session_id) == col(Finding.entity_id),
        col(case.request_id) == col(request.id),
        col(request.filed_by_id) == col(Staff.id),
        or_(
            col(case.is_open),
            (col(Staff.email) == DESK_ADDRESS)
            & (col(case.reason) == literal(WHY) + col(Finding.detail)),
        ),
    )
    not_held = col(Finding.code) == FindingCode.CONFIRMED_NOT_HELD
    statement = (
        select(col(Finding.entity_id), col(Finding.detail))
        .join(CareSession, col(CareSession.id) == col(Finding.entity_id))
        .where(not_held, col(Finding.status) == FindingStatus.OPEN)
        .where(col(CareSession.status) == SessionStatus.CONFIRMED, ~asked)
        .order_by(col(Finding.id))
        .limit(AT_ONCE)
    )
    return [(key, outcome) for key, outcome in change.db.execute(statement)]


def _ask(change: Change, session_id: int, outcome: str, staff_id: int) -> bool:
    """Whether it could be: what somebody did a moment ago goes first."""
    found = rows.lock_rows(change, session_id)
    if cancellation.obstacles(record.facts(change.db, found, change.now)):
        return False
    requester = Requester(RequesterType.STAFF, DESK_NAME, "", Channel.INTERNAL, change.now)
    open_cancellation(change, found, Opening(WHY + outcome, requester, staff_id))
    return True


def _desk(change: Change) -> int:
    """The row that stands for nobody: it has no password, and nobody signs in by it."""
    known = change.db.scalar(select(col(Staff.id)).where(col(Staff.email) == DESK_ADDRESS))
    if known is not None:
        return known
    row = Staff(
        created_at=change.now,
        updated_at=change.now,
        email=DESK_ADDRESS,
        name=DESK_NAME,
        role=Role.AGENT,
        zone="UTC",
        is_active=False,
    )
    change.db.add(row)
    change.db.flush()
    shown = {"name": row.name, "role": row.role, "is_active": row.is_active}
    change.record("staff.added", "staff", row.key, after=shown)
    return row.key
