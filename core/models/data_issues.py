"""Records that contradict themselves or a rule."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from core.models.base import EditedRow, instant, word
from core.vocabulary.data_issues import DataIssueStatus

AT_STAGE = {"there": text("resolved_at IS NULL"), "gone": text("resolved_at IS NOT NULL")}
"""Each list is one stage of data issues, in the order in which they were found."""


class DataIssue(EditedRow, table=True):
    """A record that contradicts itself or a rule, named. `found_at` is when it was found, or found
    again; `resolved_at` when it was gone from the record. One that is resolved without it was
    accepted by a person while the record still shows it."""

    __tablename__ = "data_issue"
    __table_args__ = (
        UniqueConstraint("code", "entity", "entity_id"),
        Index("ix_data_issue_of", "entity", "entity_id"),
        *(
            Index(f"ix_data_issue_{name}", *columns, sqlite_where=where, postgresql_where=where)
            for stage, where in AT_STAGE.items()
            for name, columns in (
                (stage, ("status", "found_at", "id")),
                (f"{stage}_kind", ("status", "code", "found_at", "id")),
            )
        ),
    )
    code: str = Field(max_length=60)
    rule: str = Field(max_length=10)
    entity: str = Field(max_length=40)
    entity_id: int
    detail: str = Field(default="", max_length=400)
    status: DataIssueStatus = word(DataIssueStatus, "status")
    found_at: datetime = instant()
    resolved_at: datetime | None = instant(null=True)
