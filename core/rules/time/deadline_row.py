"""One deadline as every page draws it."""

from dataclasses import dataclass
from datetime import date, datetime

from core.rules.time.deadlines import Deadline
from core.rules.time.policy import PolicyValue
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus


@dataclass(frozen=True)
class DeadlineRow:
    """One deadline and its status. `limit_at` is the instant to count down to: the last good
    one where `is_inclusive`, else the first that is too late; `words` is its status in words.
    `business_days_left`, below zero once it is over, is given for deadlines of requests."""

    kind: DeadlineKind
    rule: str
    policy: PolicyValue
    why: str
    skipped: tuple[tuple[date, str], ...]
    starts: datetime | date
    zone: str
    limit_at: datetime
    is_inclusive: bool
    last_on: date | None
    met_at: datetime | None
    status: DeadlineStatus
    words: str
    business_days_left: int | None = None


def deadline_row(
    deadline: Deadline,
    status: DeadlineStatus,
    words: str,
    met_at: datetime | None,
    business_days_left: int | None = None,
) -> DeadlineRow:
    """The row of this deadline, met at `met_at` or not yet."""
    return DeadlineRow(
        kind=deadline.kind,
        rule=deadline.rule,
        policy=deadline.policy,
        why=deadline.why,
        skipped=tuple((skipped.day, skipped.why) for skipped in deadline.skipped),
        starts=deadline.starts,
        zone=deadline.tz.key,
        limit_at=deadline.too_late_from,
        is_inclusive=deadline.due_at is not None,
        last_on=deadline.last_on,
        met_at=met_at,
        status=status,
        words=words,
        business_days_left=business_days_left,
    )
