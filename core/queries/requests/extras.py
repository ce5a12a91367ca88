"""What a request of any kind can have: a snooze, links, internal notes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import col, select

from core.db.transaction import ReadContext
from core.facts.requests import is_at_evernorth
from core.models.audit import AuditEntry
from core.models.people import Staff
from core.models.requests import Comment, RequestLink, Snooze, SupportRequest
from core.rules.time.pauses import is_awake
from core.vocabulary.people import Role
from core.vocabulary.requests import LinkKind, Priority, RequestStatus, Visibility

HIDDEN = "•••••"


@dataclass(frozen=True)
class SnoozeView:
    """Why a request is snoozed and until when; `is_over` from the wake-up day on, by the platform's
    calendar. `pauses_deadline` unless Evernorth has the listing."""

    reason: str
    from_on: date
    wake_on: date
    is_over: bool
    pauses_deadline: bool


@dataclass(frozen=True)
class LinkView:
    """A linked request; `is_from` when the link starts at this one."""

    ref: str
    kind: LinkKind
    status: RequestStatus
    is_from: bool


@dataclass(frozen=True)
class InternalNoteView:
    """An internal note."""

    at: datetime
    author: str
    body: str


def staff_names(context: ReadContext, ids: Iterable[int | None]) -> dict[int | None, str]:
    """The names of these members of staff, by id."""
    rows = context.db.execute(select(Staff.id, Staff.name).where(col(Staff.id).in_(ids)))
    return {row.id: row.name for row in rows}


def urgent_since(context: ReadContext, request: SupportRequest) -> datetime | None:
    """When words that suggest self-harm were last found; None unless the request is urgent."""
    if request.priority != Priority.URGENT:
        return None
    noticed = select(func.max(col(AuditEntry.at))).where(
        col(AuditEntry.request_id) == request.key, col(AuditEntry.action) == "request.urgent"
    )
    return context.db.scalar(noticed) or request.received_at


def snooze_of(context: ReadContext, request: SupportRequest, today: date) -> SnoozeView | None:
    """The snooze of the request, running or over; None unless that is its status."""
    if request.status != RequestStatus.SNOOZED:
        return None
    found = context.db.execute(
        select(Snooze, is_at_evernorth())
        .join(SupportRequest, col(SupportRequest.id) == col(Snooze.request_id))
        .where(col(Snooze.request_id) == request.key, col(Snooze.ended_at).is_(None))
        .order_by(col(Snooze.id).desc())
    ).first()
    if found is None:
        return None
    wait, is_out = found
    is_over = is_awake(wait.wake_on, today)
    return SnoozeView(wait.reason, wait.from_on, wait.wake_on, is_over, not is_out)


def links_of(context: ReadContext, request: SupportRequest) -> tuple[LinkView, ...]:
    """The requests that this one is linked to, either way, oldest link first."""
    here, there = col(RequestLink.from_id), col(RequestLink.to_id)
    found = []
    for own, other, is_from in ((here, there, True), (there, here, False)):
        columns = (col(RequestLink.id), col(SupportRequest.ref), col(RequestLink.kind))
        rows = context.db.execute(
            select(*columns, col(SupportRequest.status))
            .join(SupportRequest, col(SupportRequest.id) == other)
            .where(own == request.key)
        )
        found += [(key, LinkView(ref, kind, status, is_from)) for key, ref, kind, status in rows]
    return tuple(view for _, view in sorted(found, key=lambda one: one[0] or 0))


def internal_notes_of(
    context: ReadContext, request: SupportRequest
) -> tuple[InternalNoteView, ...]:
    """The internal notes, newest first. They may name a client, so a viewer sees only that they
    exist."""
    hides = context.actor.role == Role.VIEWER
    rows = context.db.execute(
        select(col(Comment.at), col(Staff.name), col(Comment.body))
        .join(Staff, col(Staff.id) == col(Comment.author_id))
        .where(
            col(Comment.request_id) == request.key, col(Comment.visibility) == Visibility.INTERNAL
        )
        .order_by(col(Comment.id).desc())
    )
    return tuple(
        InternalNoteView(at, author, HIDDEN if hides else body) for at, author, body in rows
    )
