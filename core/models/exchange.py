"""What comes from the platform and what goes back: imports, outbound changes, conflicts."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from core.models.base import EditedRow, Row, Table, instant, link, word
from core.vocabulary.exchange import ImportStatus, OutboundConflictStatus, OutboundStatus


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
    sessions_to_recalculate: int = 0
    sessions_recalculated: int = 0


class StaleClient(Table, table=True):
    """A client whose sessions wait for other deadlines, after a changed plan or coverage."""

    __tablename__ = "stale_client"
    client_id: int = Field(foreign_key="client.id", primary_key=True)


IS_OF_ROW = text("(coalesce(line, 1) > 1)")
"""Whether a problem is of a row, not of its file or of the columns in line 1."""


class ImportReject(Row, table=True):
    """One problem of a row that an import could not take; never the value itself. `cause` is the
    number of the problem that it follows from; `waiting` counts by file what follows from it."""

    __tablename__ = "import_reject"
    __table_args__ = (
        Index(
            "ix_import_reject_cause",
            "batch_id",
            IS_OF_ROW,
            "number",
            sqlite_where=text("cause IS NULL"),
            postgresql_where=text("cause IS NULL"),
        ),
    )
    batch_id: int = link("import_batch.id")
    file: str = Field(max_length=80)
    line: int | None = None
    field: str | None = Field(default=None, max_length=60)
    reason: str = Field(max_length=400)
    number: int = 0
    ref: str | None = Field(default=None, max_length=40)
    cause: int | None = None
    waiting: str = "{}"


class OutboundChange(EditedRow, table=True):
    """A field we corrected here and the platform must take over: waiting, acknowledged by a
    later extract, or contradicted by one."""

    __tablename__ = "outbound_change"
    __table_args__ = (
        Index("ix_outbound_change_of", "entity", "entity_id"),
        Index("ix_outbound_change_status", "status", "changed_at", "id"),
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

    __tablename__ = "outbound_conflict"
    __table_args__ = (Index("ix_outbound_conflict_status", "status", "updated_at", "id"),)
    outbound_change_id: int = Field(foreign_key="outbound_change.id", unique=True)
    seen_value: str | None = Field(default=None, max_length=400)
    batch_id: int = link("import_batch.id", index=False)
    status: OutboundConflictStatus = word(OutboundConflictStatus, "status")
    resolved_by_id: int | None = link("staff.id", null=True, index=False)
    resolution: str | None = Field(default=None, max_length=400)
