"""What was done and what was read: the audit entries and the reading log."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from core.models.base import Row, Table, instant, link, set_index, word
from core.vocabulary.administration import ReadingAction


class AuditEntry(Table, table=True):
    """Who changed what, from what to what, when, why and under which policy. Triggers keep it
    append-only; `number` has no gaps and is given by `transaction()` as its last statement."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_of", "entity", "entity_id"),
        set_index("audit_entry", "request_id"),
    )
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = instant()
    actor: str = Field(max_length=160)
    staff_id: int | None = link("staff.id", null=True, index=False)
    action: str = Field(max_length=60)
    entity: str = Field(max_length=40)
    entity_id: int
    before: str | None = None
    after: str | None = None
    reason: str | None = Field(default=None, max_length=400)
    policy: str | None = Field(default=None, max_length=120)
    request_id: int | None = link("support_request.id", null=True, index=False)


class ReadingEntry(Row, table=True):
    """Who looked at, searched for, revealed or exported identifying fields, and why."""

    __tablename__ = "reading_entry"
    at: datetime = instant(index=True)
    staff_id: int | None = link("staff.id", null=True)
    actor: str = Field(max_length=160)
    action: ReadingAction = word(ReadingAction, "action")
    entity: str = Field(max_length=40)
    entity_id: int | None = None
    field: str | None = Field(default=None, max_length=40)
    reason: str | None = Field(default=None, max_length=400)
