"""The timeline of a session, the changes made to it, and the requests about it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlmodel import col

from core.db.transaction import ReadContext
from core.facts.gather import Kind
from core.models.audit import AuditEntry
from core.models.care import CareSession, SessionEdit
from core.models.requests import SupportRequest
from core.queries.timeline import CLIENT_PLACES, FieldChange, TimelineEvent, timeline_event
from core.rules.sessions.masking import dots
from core.vocabulary.care import SessionStatus
from core.vocabulary.requests import RequestKind, RequestStatus
from core.vocabulary.words import label


@dataclass(frozen=True)
class SessionMoment:
    """One moment of a session's timeline. `detail` says who and why, when it is known."""

    label: str
    at: datetime
    detail: str = ""


@dataclass(frozen=True)
class SessionRequest:
    """A request about the session."""

    ref: str
    kind: RequestKind
    status: RequestStatus
    received_at: datetime


@dataclass(frozen=True)
class SessionImport:
    """The import that last wrote the session, and when it began."""

    number: int
    at: datetime


def session_moments(row: Any) -> tuple[SessionMoment, ...]:
    """The moments of a session, earliest first; `row` has the columns of `CareSession`."""
    moments = [
        ("Booked", row.booked_at, ""),
        ("Scheduled start", row.scheduled_start_at, ""),
        ("Scheduled end", row.scheduled_end_at, ""),
        ("Actual start", row.actual_start_at, ""),
        ("Actual end", row.actual_end_at, ""),
        ("Confirmed", row.confirmed_at, f"by {row.confirmed_by}" if row.confirmed_by else ""),
        ("Confirmed, as another extract says", row.disputed_confirmed_at, ""),
        ("Attested", row.attested_at, ""),
        ("Crisis exception approved", row.exception_approved_at, ""),
        (_end_label(row), row.cancelled_at, _cancelled(row)),
    ]
    known = [SessionMoment(words, at, detail) for words, at, detail in moments if at is not None]
    return tuple(sorted(known, key=lambda moment: moment.at))


def _end_label(row: Any) -> str:
    """What a cancellation was, whatever the status says now."""
    confirmed, canceled = row.confirmed_at, row.cancelled_at
    is_late = confirmed is not None and canceled is not None and confirmed <= canceled
    return label(SessionStatus.CANCELLED_AFTER_CONFIRM if is_late else SessionStatus.CANCELLED)


@dataclass(frozen=True)
class StoredEntry:
    """An audit entry of a session, as it is stored."""

    at: datetime
    actor: str
    action: str
    entity: str
    before: str | None
    after: str | None
    reason: str | None


def _edit_event(
    at: datetime, who: str, field: str, old: str | None, new: str | None, is_in_time: bool
) -> TimelineEvent:
    shown = dots if field in CLIENT_PLACES else str
    change = FieldChange(field, *(shown(value) if value else "" for value in (old, new)))
    action = "session.edited" if is_in_time else "session.edited_late"
    return TimelineEvent(at, who, action, (change,), reason=None)


ENTRIES = Kind(
    AuditEntry.entity_id,
    tuple(getattr(AuditEntry, one.name) for one in fields(StoredEntry)),
    StoredEntry,
    order=(AuditEntry.number,),
    source=lambda found: found.where(col(AuditEntry.entity) == CareSession.__tablename__),
)
EDITS = Kind(
    SessionEdit.session_id,
    (
        SessionEdit.at,
        SessionEdit.by,
        SessionEdit.field,
        SessionEdit.old,
        SessionEdit.new,
        SessionEdit.is_within_window,
    ),
    _edit_event,
    order=(SessionEdit.id,),
    # what was edited here is in the audit entries
    source=lambda found: found.where(col(SessionEdit.request_id).is_(None)),
)
REQUESTS = Kind(
    SupportRequest.session_id,
    (
        SupportRequest.ref,
        SupportRequest.kind,
        SupportRequest.status,
        SupportRequest.received_at,
    ),
    SessionRequest,
    order=(SupportRequest.received_at, SupportRequest.id),
)


def session_history(
    context: ReadContext, entries: Sequence[StoredEntry], edits: Sequence[TimelineEvent]
) -> tuple[TimelineEvent, ...]:
    """Changes made here and edits made on the platform, newest first."""
    own = (timeline_event(context, one) for one in reversed(entries))
    return tuple(sorted((*own, *edits), key=lambda event: event.at, reverse=True))


def _cancelled(row: Any) -> str:
    by = f"by the {row.cancelled_by_party}" if row.cancelled_by_party else ""
    return ": ".join(part for part in (by, row.cancel_reason) if part)
