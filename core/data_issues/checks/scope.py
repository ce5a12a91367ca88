"""What the statements share: when a session is, which ones count, and the policies of its day."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, and_, case, func, or_
from sqlmodel import col

from core.db.transaction import Context
from core.models.care import CareSession
from core.rules.time.policy import PolicyBook, PolicyValue
from core.vocabulary.care import PayerKind, SessionKind, SessionStatus
from core.vocabulary.coverage import CredentialStatus
from core.vocabulary.data_issues import DataIssueCode
from core.vocabulary.people import LicenseStatus

KEY: Any = col(CareSession.id)
DAY: Any = col(CareSession.date_of_service)
STARTS: Any = func.coalesce(col(CareSession.actual_start_at), col(CareSession.scheduled_start_at))
ENDS: Any = func.coalesce(col(CareSession.actual_end_at), col(CareSession.scheduled_end_at))
STATUS: Any = col(CareSession.status)
IS_MOS: Any = col(CareSession.payer_kind) == PayerKind.MOS
IS_SESSION: Any = col(CareSession.kind) == SessionKind.SESSION

CONFIRMED = (SessionStatus.CONFIRMED, SessionStatus.CANCEL_REQUESTED)
"""Confirmed, also while a cancellation is in progress."""
STANDING = (SessionStatus.SCHEDULED, *CONFIRMED)
"""It is to take place or took place."""
NOT_HELD = (SessionStatus.CANCELLED, SessionStatus.NO_SHOW)
NAMED = 5
"""Of more that are wrong on one record in the same way, the rest is counted."""


@dataclass(frozen=True)
class CheckTime:
    """The instant of a check, and the policies by which it judges."""

    book: PolicyBook
    now: datetime


@dataclass(frozen=True)
class DataCheck:
    """How one contradiction is found: a statement whose rows are the id of a record of `entity`
    and values, and how those values are put into words. A record may have several rows. Where
    `words` is None for a row, nothing is wrong after all: what no statement can tell."""

    code: DataIssueCode
    entity: str
    statement: Callable[[CheckTime], Select[Any]]
    words: Callable[..., str | None]


@dataclass(frozen=True)
class RuleCheck:
    """How a fact is found that a rule decides: a statement for the ids of the records of `entity`
    that may have it, and what judges those, a few at a time; it yields ids with details. `beside`:
    the statement for those that are judged together with one; None where each is by itself."""

    code: DataIssueCode
    entity: str
    statement: Callable[[CheckTime], Select[Any]]
    judge: Callable[[Context, Iterable[int], CheckTime], Iterator[tuple[int, str]]]
    beside: Callable[[CheckTime, int], Select[Any]] | None = None


def on_day(book: PolicyBook, key: str) -> Any:
    """The number of the policy `key` in force on the date of service; of a switch 1 or 0."""
    values = [one for one in book.all() if one.key == key]
    return case(*((_is_in_force(one), int(one.value)) for one in values))


def _is_in_force(value: PolicyValue) -> Any:
    begun = value.effective_from <= DAY
    return begun if value.effective_to is None else and_(begun, value.effective_to >= DAY)


def was_valid(table: Any, status: type[LicenseStatus] | type[CredentialStatus]) -> Any:
    """A license or credential that ended was in force up to its last day, if that is known; a
    pending or suspended one never."""
    ran_out = and_(col(table.status) == status.ENDED, col(table.to_on).is_not(None))
    return or_(col(table.status) == status.ACTIVE, ran_out)


def listed(words: Collection[str]) -> str:
    """The first words, and how many more there are."""
    more = len(words) - NAMED
    return ", ".join(islice(words, NAMED)) + (f" and {more} more" if more > 0 else "")
