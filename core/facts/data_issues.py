"""The data issues of sessions, as the data checks stored them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.gather import Kind
from core.models.audit import AuditEntry
from core.models.care import CareSession
from core.models.data_issues import DataIssue
from core.rules.data_issues import stage_of
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage, DataIssueStatus


@dataclass(frozen=True)
class StoredIssue:
    """One data issue of a session; `detail` is what is particular to it."""

    key: int
    code: DataIssueCode
    detail: str
    stage: DataIssueStage
    found_at: datetime


@dataclass(frozen=True)
class Acceptance:
    """Who accepted the record as it is, when and why."""

    by: str
    at: datetime
    reason: str


def acceptances(db: Session, keys: Sequence[int]) -> dict[int, Acceptance]:
    """The latest acceptance of each of these data issues, by its id; no statement for none."""
    if not keys:
        return {}
    entries = db.scalars(
        select(AuditEntry)
        .where(col(AuditEntry.entity) == "data_issue", col(AuditEntry.entity_id).in_(keys))
        .where(col(AuditEntry.action) == "data_issue.accepted")
        .order_by(col(AuditEntry.number))
    )
    return {one.entity_id: Acceptance(one.actor, one.at, one.reason or "") for one in entries}


def _stored(
    key: int,
    code: str,
    detail: str,
    status: DataIssueStatus,
    found_at: datetime,
    resolved_at: datetime | None,
) -> StoredIssue:
    return StoredIssue(key, DataIssueCode(code), detail, stage_of(status, resolved_at), found_at)


ISSUES = Kind(
    DataIssue.entity_id,
    (
        DataIssue.id,
        DataIssue.code,
        DataIssue.detail,
        DataIssue.status,
        DataIssue.found_at,
        DataIssue.resolved_at,
    ),
    _stored,
    order=(DataIssue.id,),
    source=lambda found: found.where(col(DataIssue.entity) == CareSession.__tablename__),
)
