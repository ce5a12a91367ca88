"""The timeline of a session, the changes made to it, and the requests about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.db.transaction import ReadContext
from core.models.audit import AuditEntry
from core.models.care import CareSession, SessionEdit
from core.models.requests import SupportRequest
from core.queries.timeline import CLIENT_PLACES, FieldChange, TimelineEvent, timeline_events
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


def session_history(context: ReadContext, session_id: int) -> tuple[TimelineEvent, ...]:
    """Changes made here and edits made on the platform, newest first."""
    own = and_(
        col(AuditEntry.entity) == CareSession.__tablename__,
        col(AuditEntry.entity_id) == session_id,
    )
    found = [*timeline_events(context, own), *_edits(context.db, session_id)]
    return tuple(sorted(found, key=lambda event: event.at, reverse=True))


def session_requests(db: Session, session_id: int) -> tuple[SessionRequest, ...]:
    """The requests about the session, newest first."""
    statement = select(
        col(SupportRequest.ref),
        col(SupportRequest.kind),
        col(SupportRequest.status),
        col(SupportRequest.received_at),
    ).where(col(SupportRequest.session_id) == session_id)
    rows = db.execute(statement.order_by(col(SupportRequest.received_at).desc()))
    return tuple(SessionRequest(*row) for row in rows)


def _cancelled(row: Any) -> str:
    by = f"by the {row.cancelled_by_party}" if row.cancelled_by_party else ""
    return ": ".join(part for part in (by, row.cancel_reason) if part)


def _edits(db: Session, session_id: int) -> list[TimelineEvent]:
    columns = (
        col(SessionEdit.at),
        col(SessionEdit.by),
        col(SessionEdit.field),
        col(SessionEdit.old),
        col(SessionEdit.new),
        col(SessionEdit.is_within_window),
    )
    rows = db.execute(select(*columns).where(col(SessionEdit.session_id) == session_id))
    return [
        TimelineEvent(
            at=row.at,
            who=row.by,
            action="session.edited" if row.is_within_window else "session.edited_late",
            changes=(_edit(row),),
            reason=None,
        )
        for row in rows
    ]


def _edit(row: Any) -> FieldChange:
    shown = dots if row.field in CLIENT_PLACES else str
    old, new = (shown(value) if value else "" for value in (row.old, row.new))
    return FieldChange(row.field, old, new)
