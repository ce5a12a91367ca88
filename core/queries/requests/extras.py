"""What a request of any kind can have: a snooze, links, internal notes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, literal, or_
from sqlalchemy.orm import aliased, join
from sqlmodel import col, select

from core.db.transaction import ReadContext
from core.facts.gather import Gathered, Kind
from core.facts.requests import is_at_evernorth
from core.models.audit import AuditEntry
from core.models.base import written_out
from core.models.care import CareSession
from core.models.people import Client, Staff
from core.models.requests import Comment, RequestLink, Snooze, SupportRequest
from core.rules.time.pauses import is_awake
from core.vocabulary.people import Role
from core.vocabulary.requests import (
    ENDED_STATUSES,
    LinkKind,
    Priority,
    RequestKind,
    RequestStatus,
    Visibility,
)

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
    """An internal note, or a reply to the requester."""

    at: datetime
    author: str
    body: str


@dataclass(frozen=True)
class AlsoOpen:
    """Another open request about the same `subject`: the session, the client or the provider."""

    ref: str
    kind: RequestKind
    status: RequestStatus
    assignee: str | None
    subject: str


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


def _links(own: Any, other: Any, *, is_from: bool) -> Kind[tuple[int, LinkView]]:
    joined = col(SupportRequest.id) == other
    return Kind(
        own,
        (RequestLink.id, SupportRequest.ref, RequestLink.kind, SupportRequest.status),
        lambda key, ref, kind, status: (key, LinkView(ref, kind, status, is_from)),
        order=(RequestLink.id,),
        source=lambda found: found.select_from(RequestLink).join(SupportRequest, joined),
    )


ASSIGNEE, FILER = aliased(Staff), aliased(Staff)
RELATED = Kind(
    SupportRequest.id,
    (Client.ref, CareSession.ref, ASSIGNEE.name, FILER.name),
    lambda *found: found,
    order=(SupportRequest.id,),
    source=lambda found: (
        found.outerjoin(Client, col(Client.id) == col(SupportRequest.client_id))
        .outerjoin(CareSession, col(CareSession.id) == col(SupportRequest.session_id))
        .outerjoin(ASSIGNEE, col(ASSIGNEE.id) == col(SupportRequest.assignee_id))
        .outerjoin(FILER, col(FILER.id) == col(SupportRequest.filed_by_id))
    ),
)
"""The references of client and session, and the names of assignee and filer."""
OTHER, ITS_ASSIGNEE = aliased(SupportRequest), aliased(Staff)
_SHARED = [
    ("session", col(OTHER.session_id) == col(SupportRequest.session_id)),
    ("client", col(OTHER.client_id) == col(SupportRequest.client_id)),
    ("provider", col(OTHER.provider_id) == col(SupportRequest.provider_id)),
]
_IS_ALSO_OPEN = and_(
    or_(*(same for _, same in _SHARED)),
    col(OTHER.id) != col(SupportRequest.id),
    col(OTHER.status).not_in([written_out(status) for status in ENDED_STATUSES]),
)
ALSO_OPEN = Kind(
    SupportRequest.id,
    (
        OTHER.ref,
        OTHER.kind,
        OTHER.status,
        ITS_ASSIGNEE.name,
        case(*((same, literal(name)) for name, same in _SHARED)).label("subject"),
    ),
    AlsoOpen,
    order=(OTHER.id,),
    source=lambda found: found.select_from(
        join(SupportRequest, OTHER, _IS_ALSO_OPEN).outerjoin(
            ITS_ASSIGNEE, col(ITS_ASSIGNEE.id) == col(OTHER.assignee_id)
        )
    ),
)
"""Other open requests of the same session, client or provider."""
LINKS_FROM = _links(RequestLink.from_id, col(RequestLink.to_id), is_from=True)
LINKS_TO = _links(RequestLink.to_id, col(RequestLink.from_id), is_from=False)
COMMENTS = Kind(
    Comment.request_id,
    (Comment.visibility, Comment.at, Staff.name, Comment.body),
    lambda visibility, *written: (visibility, InternalNoteView(*written)),
    order=(Comment.id,),
    source=lambda found: found.join(Staff, col(Staff.id) == col(Comment.author_id)),
)
"""What staff wrote, for each other or for the requester, the newest last."""


def links_of(found: Gathered, key: int) -> tuple[LinkView, ...]:
    """The requests that this one is linked to, either way, oldest link first."""
    links = sorted((*found[LINKS_FROM][key], *found[LINKS_TO][key]), key=lambda one: one[0])
    return tuple(view for _, view in links)


def written_for(readers: Visibility, found: Gathered, key: int) -> list[InternalNoteView]:
    """The comments for these readers, newest first."""
    return [one for visibility, one in reversed(found[COMMENTS][key]) if visibility == readers]


def internal_notes_of(
    context: ReadContext, found: Gathered, key: int
) -> tuple[InternalNoteView, ...]:
    """The internal notes, newest first. They may name a client, so a viewer sees only that they
    exist."""
    notes = written_for(Visibility.INTERNAL, found, key)
    hides = context.actor.role == Role.VIEWER
    return tuple(replace(one, body=HIDDEN) if hides else one for one in notes)
