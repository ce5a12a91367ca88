"""Records that contradict themselves or a rule."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from core.models.base import EditedRow, instant, word
from core.vocabulary.data_issues import DataIssueStatus


class DataIssue(EditedRow, table=True):
    """A record that contradicts itself or a rule, named. `found_at` is when it was found, or found
    again; `resolved_at` when it was gone from the record. One that is resolved without it was
    accepted by a person while the record still shows it."""

    __tablename__ = "data_issue"
    __table_args__ = (
        UniqueConstraint("code", "entity", "entity_id"),
        Index("ix_data_issue_of", "entity", "entity_id"),
    )
    code: str = Field(max_length=60)
    rule: str = Field(max_length=10)
    entity: str = Field(max_length=40)
    entity_id: int
    detail: str = Field(default="", max_length=400)
    status: DataIssueStatus = word(DataIssueStatus, "status")
    found_at: datetime = instant()
    resolved_at: datetime | None = instant(null=True)
