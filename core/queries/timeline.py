"""The timeline of a request or a record: field, old → new, who, when, why."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from core.db.transaction import ReadContext
from core.models.audit import AuditEntry
from core.models.care import CareSession
from core.models.requests import SupportRequest
from core.rules.requests.corrections import field_label, value_text
from core.rules.sessions.masking import dots
from core.rules.time.formats import day_text
from core.vocabulary.care import (
    ApprovalEnd,
    CarOutcome,
    ChargeStatus,
    ClaimStatus,
    PayoutStatus,
    SessionStatus,
)
from core.vocabulary.people import Role
from core.vocabulary.requests import Priority, RequestStatus
from core.vocabulary.words import label

HIDDEN = "•••••"
OPEN_FIELDS = frozenset(
    {
        "CAR",
        "assignee",
        "changed",
        "charge",
        "claim",
        "cpt",
        "cpt_addon",
        "due_on",
        "duplicate",
        "duplicate_of",
        "fields",
        "no_street",
        "payout",
        "priority",
        "reopened",
        "states",
        "status",
        "wake_on",
    }
)
"""The first words of fields that everyone may read: no client data, or on the session's page."""
CLIENT_PLACES = frozenset({"places", "location"})
"""Fields of a session that name where the client was: masked for everyone, as the address is."""

STORED_WORDS: dict[tuple[str, str], type[StrEnum]] = {
    ("support_request", "status"): RequestStatus,
    ("support_request", "priority"): Priority,
    ("care_session", "status"): SessionStatus,
    ("care_session", "claim"): ClaimStatus,
    ("care_session", "charge"): ChargeStatus,
    ("care_session", "payout"): PayoutStatus,
    ("care_session", "CAR"): CarOutcome,
    ("care_session", "changed"): ApprovalEnd,
}
"""The lists of stored values, by table and the first word of the field."""


DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class FieldChange:
    """A field with its value before and after, in words."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class TimelineEvent:
    """One audit entry, as a timeline shows it."""

    at: datetime
    who: str
    action: str
    changes: tuple[FieldChange, ...]
    reason: str | None


def request_timeline(context: ReadContext, request: SupportRequest) -> tuple[TimelineEvent, ...]:
    """The entries about the request and about what it changed elsewhere, newest first."""
    own = (col(AuditEntry.entity) == "support_request") & (col(AuditEntry.entity_id) == request.key)
    return timeline_events(context, or_(own, col(AuditEntry.request_id) == request.key))


def timeline_events(context: ReadContext, where: ColumnElement[bool]) -> tuple[TimelineEvent, ...]:
    """The audit entries under `where`, newest first. A viewer sees no client data."""
    rows = context.db.scalars(
        select(AuditEntry).where(where).order_by(col(AuditEntry.number).desc())
    )
    return tuple(timeline_event(context, row) for row in rows)


def timeline_event(context: ReadContext, row: Any) -> TimelineEvent:
    """One of them; `row` has the columns of `AuditEntry`."""
    before, after = (json.loads(text or "{}") for text in (row.before, row.after))
    hides = context.actor.role == Role.VIEWER
    today = context.now.astimezone(context.actor.tz).date()
    changes = tuple(
        FieldChange(
            field, *(_shown(row.entity, field, one.get(field), today, hides) for one in both)
        )
        for both in [(before, after)]
        for field in sorted(before.keys() | after.keys())
        if before.get(field) is not None or after.get(field) is not None
    )
    return TimelineEvent(row.at, row.actor, row.action, changes, row.reason)


def _shown(entity: str, field: str, value: object, today: date, hides: bool) -> str:
    if value is None or value == "":
        return ""
    if hides and field.split(" ")[0] not in OPEN_FIELDS:
        return HIDDEN
    if entity == CareSession.__tablename__ and field in CLIENT_PLACES:
        return dots(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(field_label(str(one)) for one in value)
    if field.endswith("_on") and DAY.fullmatch(str(value)):
        return day_text(date.fromisoformat(str(value)), today)
    words = STORED_WORDS.get((entity, field.split(" ")[0]))
    known = {one.value: one for one in words} if words else {}
    return label(known[str(value)]) if str(value) in known else value_text(field, str(value))
