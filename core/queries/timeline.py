"""What happened to a request or a record: field, old → new, who, when, why."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from core.db.transaction import ReadContext
from core.models.audit import AuditEntry
from core.models.requests import SupportRequest
from core.vocabulary.people import Role

HIDDEN = "•••••"
OPEN_FIELDS = frozenset(
    {"assignee", "status", "fields", "wake_on", "reopened", "duplicate", "duplicate_of", "priority"}
)
"""Fields that say nothing of a client."""


@dataclass(frozen=True)
class FieldChange:
    """One field, from what to what."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class TimelineEvent:
    """One audit entry in words."""

    at: datetime
    who: str
    action: str
    changes: tuple[FieldChange, ...]
    reason: str | None


def request_timeline(context: ReadContext, request: SupportRequest) -> tuple[TimelineEvent, ...]:
    """Everything about the request, newest first, and what it changed elsewhere."""
    own = (col(AuditEntry.entity) == "support_request") & (col(AuditEntry.entity_id) == request.key)
    return timeline_events(context, or_(own, col(AuditEntry.request_id) == request.key))


def timeline_events(context: ReadContext, where: ColumnElement[bool]) -> tuple[TimelineEvent, ...]:
    """The audit entries under `where`, newest first; a viewer sees no values of a client."""
    rows = context.db.scalars(
        select(AuditEntry).where(where).order_by(col(AuditEntry.number).desc())
    )
    return tuple(_event(context, row) for row in rows)


def _event(context: ReadContext, row: AuditEntry) -> TimelineEvent:
    before, after = (json.loads(text or "{}") for text in (row.before, row.after))
    hides = context.actor.role == Role.VIEWER
    changes = tuple(
        FieldChange(
            field,
            _shown(field, before.get(field), hides),
            _shown(field, after.get(field), hides),
        )
        for field in sorted(before.keys() | after.keys())
        if before.get(field) is not None or after.get(field) is not None
    )
    return TimelineEvent(row.at, row.actor, row.action, changes, row.reason)


def _shown(field: str, value: object, hides: bool) -> str:
    if value is None or value == "":
        return ""
    if hides and field not in OPEN_FIELDS:
        return HIDDEN
    if field not in OPEN_FIELDS:
        return str(value)
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return words.replace("_", " ")
