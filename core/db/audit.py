"""Audit entries: who did what to which row, from what to what, why, and under which policy."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from core.access import Actor
from core.db.prepared import Prepared, insertion
from core.models.audit import AuditEntry
from core.models.base import EditedRow
from core.rules.time.formats import span_text

LOCK = 7_302_001
"""The advisory lock for numbering entries on PostgreSQL; SQLite has one writer anyway."""

_TABLE = AuditEntry.metadata.tables[str(AuditEntry.__tablename__)]
_NEXT = select(func.coalesce(func.max(_TABLE.c.number), 0) + 1).scalar_subquery()
_INSERT = Prepared(insertion(_TABLE, number=_NEXT))


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
    _INSERT.send(db, rows)


def last_edit_text(db: Session, row: EditedRow, actor: Actor, now: datetime) -> str:
    """Who changed `row` last, and how long ago: "Lena Lead changed this 2 min ago." Where the
    entries do not tell (an import, a row without entries): that someone did."""
    last = db.execute(
        select(col(AuditEntry.actor), col(AuditEntry.staff_id), col(AuditEntry.at))
        .where(col(AuditEntry.entity) == row.__tablename__, col(AuditEntry.entity_id) == row.key)
        .order_by(col(AuditEntry.number).desc())
        .limit(1)
    ).first()
    if last is None or last.at < row.updated_at:
        return "Someone changed this while you were looking at it."
    is_own = last.staff_id is not None and last.staff_id == actor.staff_id
    seconds = (now - last.at).total_seconds()
    ago = f"{span_text(seconds)} ago" if seconds >= 60 else "just now"
    return f"{'You' if is_own else last.actor} changed this {ago}."


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
