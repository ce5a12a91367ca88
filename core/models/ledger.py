"""What is written down about the work itself: audit, reading, policy, messages, imports."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from core.models.base import EditedRow, Row, Table, check, instant, link, word
from core.vocabulary.ledgers import (
    DataIssueStatus,
    HolidayOverrideKind,
    ImportStatus,
    MessageStatus,
    OutboundConflictStatus,
    OutboundStatus,
    PolicyOrigin,
    ReadingAction,
)


class AuditEntry(Table, table=True):
    """Who changed what, from what to what, when, why and under which policy. Triggers keep it
    append-only; `number` has no gaps and is given by `transaction()` as its last statement."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_of", "entity", "entity_id"),)
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
    request_id: int | None = link("support_request.id", null=True)


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


class Policy(EditedRow, table=True):
    """One dated value of one policy; spans of a key never overlap."""

    __tablename__ = "policy"
    __table_args__ = (
        UniqueConstraint("policy_key", "from_on"),
        check("to_on IS NULL OR from_on <= to_on", "span"),
    )
    policy_key: str = Field(max_length=60)
    value: str = Field(max_length=200)
    unit: str = Field(max_length=40)
    from_on: date
    to_on: date | None = None
    origin: PolicyOrigin = word(PolicyOrigin, "origin")
    rule: str = Field(max_length=10)
    citation: str = Field(max_length=400)


class HolidayOverride(EditedRow, table=True):
    """A one-off closure, or a federal holiday on which we work all the same."""

    __tablename__ = "holiday_override"
    day: date = Field(unique=True)
    name: str = Field(max_length=120)
    kind: HolidayOverrideKind = word(HolidayOverrideKind, "kind")


class Receipt(Row, table=True):
    """The answer given under an idempotency key: the same key again gets the same answer."""

    __tablename__ = "receipt"
    idempotency_key: str = Field(max_length=64, unique=True)
    action: str = Field(max_length=60)
    command_hash: str = Field(max_length=64)
    staff_id: int | None = link("staff.id", null=True, index=False)
    at: datetime = instant()
    result: str


class OutboxMessage(EditedRow, table=True):
    """A message written with the change that causes it and sent after it."""

    __tablename__ = "outbox_message"
    message_id: str = Field(max_length=120, unique=True)
    request_id: int | None = link("support_request.id", null=True)
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    body: str
    status: MessageStatus = word(MessageStatus, "status", index=True)
    attempts: int = 0
    next_try_at: datetime | None = instant(null=True)
    sent_at: datetime | None = instant(null=True)
    last_error: str | None = Field(default=None, max_length=400)


class SignIn(Row, table=True):
    """One signed-in browser. Only the hash of its token is kept."""

    __tablename__ = "sign_in"
    token_hash: str = Field(max_length=64, unique=True)
    staff_id: int = link("staff.id")
    started_at: datetime = instant()
    last_active_at: datetime = instant()
    expires_at: datetime = instant()
    ended_at: datetime | None = instant(null=True)
    end_reason: str | None = Field(default=None, max_length=40)


class ImportBatch(Row, table=True):
    """One run of `session-desk import`."""

    __tablename__ = "import_batch"
    started_at: datetime = instant()
    finished_at: datetime | None = instant(null=True)
    operator: str = Field(max_length=160)
    source: str = Field(max_length=400)
    status: ImportStatus = word(ImportStatus, "status")
    rows_read: int = 0
    rows_new: int = 0
    rows_changed: int = 0
    rows_same: int = 0
    rows_rejected: int = 0
    files: str = "[]"
    rejects_file: str | None = Field(default=None, max_length=400)


class ImportReject(Row, table=True):
    """One row an import could not take: file, line, field, reason; never the value itself."""

    __tablename__ = "import_reject"
    batch_id: int = link("import_batch.id")
    file: str = Field(max_length=80)
    line: int | None = None
    field: str | None = Field(default=None, max_length=60)
    reason: str = Field(max_length=400)


class OutboundChange(EditedRow, table=True):
    """A field we corrected here and the platform must take over: waiting, acknowledged by a
    later extract, or contradicted by one."""

    __tablename__ = "platform_change"
    __table_args__ = (
        Index("ix_platform_change_of", "entity", "entity_id"),
        UniqueConstraint("entity", "entity_id", "field", "changed_at"),
    )
    entity: str = Field(max_length=40)
    entity_id: int
    field: str = Field(max_length=40)
    old: str | None = Field(default=None, max_length=400)
    new: str | None = Field(default=None, max_length=400)
    changed_at: datetime = instant()
    request_id: int | None = link("support_request.id", null=True)
    exported_at: datetime | None = instant(null=True)
    status: OutboundStatus = word(OutboundStatus, "status")
    settled_at: datetime | None = instant(null=True)
    batch_id: int | None = link("import_batch.id", null=True, index=False)


class OutboundConflict(EditedRow, table=True):
    """A contradicted change that a lead must decide."""

    __tablename__ = "drift"
    platform_change_id: int = Field(foreign_key="platform_change.id", unique=True)
    seen_value: str | None = Field(default=None, max_length=400)
    batch_id: int = link("import_batch.id", index=False)
    status: OutboundConflictStatus = word(OutboundConflictStatus, "status")
    resolved_by_id: int | None = link("staff.id", null=True, index=False)
    resolution: str | None = Field(default=None, max_length=400)


class DataIssue(EditedRow, table=True):
    """A record that contradicts itself or a rule, named. `found_at` is when it was found, or found
    again; `resolved_at` when it was gone from the record. One that is resolved without it was
    accepted by a person while the record still shows it."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("code", "entity", "entity_id"),)
    code: str = Field(max_length=60)
    rule: str = Field(max_length=10)
    entity: str = Field(max_length=40)
    entity_id: int
    detail: str = Field(default="", max_length=400)
    status: DataIssueStatus = word(DataIssueStatus, "status")
    found_at: datetime = instant()
    resolved_at: datetime | None = instant(null=True)


class SavedView(EditedRow, table=True):
    """A list's filters under a name, own or shared."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("staff_id", "page", "name"),)
    staff_id: int = link("staff.id")
    page: str = Field(max_length=40)
    name: str = Field(max_length=80)
    query: str = Field(max_length=2000)
    is_shared: bool = False
    is_pinned: bool = False


class Lease(Table, table=True):
    """Who may do a piece of background work, and until when if not renewed."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(max_length=80)
    expires_at: datetime = instant()


class Download(Row, table=True):
    """An export somebody asked for: only its owner fetches it, and only for a while."""

    __tablename__ = "download"
    token_hash: str = Field(max_length=64, unique=True)
    staff_id: int = link("staff.id")
    kind: str = Field(max_length=40)
    query: str
    asked_at: datetime = instant()
    expires_at: datetime = instant()


class DeskFact(Table, table=True):
    """A fact about this installation, such as that it is a demo and up to which day."""

    __tablename__ = "desk_fact"
    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=200)
