"""What becomes of a stored data issue when the records are checked again."""

from datetime import datetime
from enum import StrEnum

from core.vocabulary.data_issues import DataIssueStage, DataIssueStatus


class DataIssueChange(StrEnum):
    """What a check does to a stored data issue; also the name of its audit entry."""

    REOPENED = "reopened"
    CHANGED = "changed"
    RESOLVED = "resolved"


def stage_of(status: DataIssueStatus, resolved_at: datetime | None) -> DataIssueStage:
    """The stage of a data issue. `resolved_at` is when the record stopped showing it, so one that
    is resolved without it was accepted by a person."""
    if status == DataIssueStatus.OPEN:
        return DataIssueStage.OPEN
    return DataIssueStage.ACCEPTED if resolved_at is None else DataIssueStage.GONE


def change_of(stage: DataIssueStage, stored: str, seen: str | None) -> DataIssueChange | None:
    """What a check does to a data issue stored with the detail `stored` and seen with `seen`, None
    when the record no longer shows it. An accepted one stays so while its detail is the same."""
    if seen is None:
        return None if stage == DataIssueStage.GONE else DataIssueChange.RESOLVED
    if stage == DataIssueStage.GONE:
        return DataIssueChange.REOPENED
    if seen == stored:
        return None
    return DataIssueChange.REOPENED if stage == DataIssueStage.ACCEPTED else DataIssueChange.CHANGED
