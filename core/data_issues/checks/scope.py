"""What the statements share: when a session is, and which ones count."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func
from sqlmodel import col

from core.models.care import CareSession
from core.rules.time.policy import PolicyBook
from core.vocabulary.care import SessionStatus
from core.vocabulary.data_issues import DataIssueCode

STARTS: Any = func.coalesce(col(CareSession.actual_start_at), col(CareSession.scheduled_start_at))
ENDS: Any = func.coalesce(col(CareSession.actual_end_at), col(CareSession.scheduled_end_at))
STATUS: Any = col(CareSession.status)

CONFIRMED = (SessionStatus.CONFIRMED, SessionStatus.CANCEL_REQUESTED)
"""Confirmed, also while a cancellation is in progress."""
STANDING = (SessionStatus.SCHEDULED, *CONFIRMED)
"""It is to take place or took place."""
NOT_HELD = (SessionStatus.CANCELLED, SessionStatus.NO_SHOW)


@dataclass(frozen=True)
class DataCheck:
    """How one contradiction is found: a statement whose rows are the id of a record of `entity`
    and values, and how those values are put into words. A record may have several rows."""

    code: DataIssueCode
    entity: str
    statement: Callable[[PolicyBook], Select[Any]]
    words: Callable[..., str]
