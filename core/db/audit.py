"""Audit entries: who did what to which row, from what to what, why, and under which policy."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from core.access import Actor
from core.models.audit import AuditEntry

LOCK = 7_302_001
"""The advisory lock for numbering entries on PostgreSQL; SQLite has one writer anyway."""

_TABLE = AuditEntry.metadata.tables[str(AuditEntry.__tablename__)]


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `action` is in the past tense: "session.cancelled"."""

    action: str
    entity: str
    entity_id: int
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str | None = None
    policy: str | None = None
    request_id: int | None = None


def append(db: Session, entries: Sequence[Entry], actor: Actor, now: datetime) -> None:
    """Number the entries without gaps and write them, as a transaction's last statement."""
    if not entries:
        return
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    next_number = select(func.coalesce(func.max(_TABLE.c.number), 0) + 1).scalar_subquery()
    rows = [
        {
            "at": now,
            "actor": actor.name,
            "staff_id": actor.staff_id,
            "action": entry.action,
            "entity": entry.entity,
            "entity_id": entry.entity_id,
            "before": as_json(entry.before),
            "after": as_json(entry.after),
            "reason": entry.reason,
            "policy": entry.policy,
            "request_id": entry.request_id,
        }
        for entry in entries
    ]
    # row by row, so that each sees the number before it
    db.execute(insert(_TABLE).values(number=next_number), rows)


def as_json(values: Mapping[str, Any] | None) -> str | None:
    """Values as one line of JSON with sorted keys; None stays None."""
    if values is None:
        return None
    return json.dumps(values, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not go into an audit entry")
