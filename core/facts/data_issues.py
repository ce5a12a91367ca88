"""The data issues of sessions, as the data checks stored them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col

from core.facts.gather import Kind
from core.models.care import CareSession
from core.models.data_issues import DataIssue
from core.rules.data_issues import stage_of
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage, DataIssueStatus


@dataclass(frozen=True)
class StoredIssue:
    """One data issue of a session; `detail` is what is particular to it."""

    code: DataIssueCode
    detail: str
    stage: DataIssueStage
    found_at: datetime


def _stored(
    code: str,
    detail: str,
    status: DataIssueStatus,
    found_at: datetime,
    resolved_at: datetime | None,
) -> StoredIssue:
    return StoredIssue(DataIssueCode(code), detail, stage_of(status, resolved_at), found_at)


ISSUES = Kind(
    DataIssue.entity_id,
    (
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
