"""Records of clients that may be of one person, found by birth date, e-mail address and phone."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from core.models.people import Client, ClientNameWord, DuplicateCandidate
from core.rules.cells import as_cell
from core.rules.names import email_key
from core.rules.people.duplicates import (
    DuplicateLimits,
    PossibleDuplicate,
    Values,
    duplicate_limits,
    possible_duplicate,
)
from core.rules.people.judgment import identity_limits
from core.rules.people.search_words import phone_word
from core.rules.sessions.masking import initials
from core.rules.time.platform_clock import platform_day
from core.rules.time.policy import PolicyBook
from core.vocabulary.requests import CandidateStatus

COMPARED = ("first_name", "last_name", "preferred_name", "date_of_birth", "sex", "email", "phone")
"""What two records are compared by."""
MOST_ALIKE = 500
"""Records of one birth date or contact; a date that stands for "unknown" has more."""


@dataclass(frozen=True)
class NearClient:
    """A record that is not merged into another: what it is compared by, as text."""

    key: int
    ref: str
    values: Values

    @property
    def initials(self) -> str:
        """Of first and last name."""
        return initials(self.values["first_name"], self.values["last_name"])


_COLUMNS: tuple[Any, ...] = (
    col(Client.id),
    col(Client.ref),
    *(getattr(Client, n) for n in COMPARED),
)
_IS_KEPT = col(Client.merged_into_id).is_(None)


def limits_on(book: PolicyBook, now: datetime) -> DuplicateLimits:
    """By which limits two records are compared at `now`."""
    day = platform_day(now, book)
    return duplicate_limits(book, day, identity_limits(book, day))


def kept_clients(db: Session, *where: ColumnElement[bool]) -> Iterator[NearClient]:
    """Every kept record under `where`, in the order of their ids."""
    rows = db.execute(select(*_COLUMNS).where(_IS_KEPT, *where).order_by(col(Client.id)))
    for key, ref, *values in rows:
        yield NearClient(key, ref, dict(zip(COMPARED, map(as_cell, values), strict=True)))


@dataclass(frozen=True)
class Lookalike:
    """A record that may be of the same person, and why."""

    client: NearClient
    found: PossibleDuplicate


def lookalikes(
    db: Session, values: Values, limits: DuplicateLimits, but: Collection[int] = ()
) -> list[Lookalike]:
    """Kept records that may be of the person with these values, the most alike first, without those
    whose ids are in `but`."""
    judged = (
        Lookalike(one, found)
        for one in near_clients(db, values)
        if one.key not in but and (found := possible_duplicate(values, one.values, limits))
    )
    return sorted(judged, key=lambda each: (-each.found.score, each.client.key))


def near_clients(db: Session, values: Values) -> list[NearClient]:
    """Up to 500 kept records that share the birth date, the e-mail address or the phone number."""
    keys = {key for some in _near_keys(values) for key in db.scalars(some.limit(MOST_ALIKE))}
    return list(kept_clients(db, col(Client.id).in_(keys)))[:MOST_ALIKE] if keys else []


def _near_keys(values: Values) -> Iterator[Select[Any]]:
    """One statement for each of the three, since a planner reads all records for any of them."""
    key: Any = col(Client.id)
    if born := values.get("date_of_birth"):
        yield select(key).where(col(Client.date_of_birth) == date.fromisoformat(born))
    if email := email_key(values.get("email")):
        yield select(key).where(col(Client.email_key) == email)
    if phone := phone_word(values.get("phone")):
        yield _with_word(col(ClientNameWord.word) == phone)


def near_to(key: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions of a record that shares the birth date, the e-mail address or the phone number
    of the client `key`."""
    own, word = aliased(Client), aliased(ClientNameWord)
    born, email = (
        select(column).where(col(own.id) == key).scalar_subquery()
        for column in (col(own.date_of_birth), col(own.email_key))
    )
    phones = select(col(word.word)).where(
        col(word.person_id) == key, col(word.word) >= "0", col(word.word) < ":"
    )
    of_phone = _with_word(col(ClientNameWord.word).in_(phones))
    return (
        col(Client.date_of_birth) == born,
        col(Client.email_key) == email,
        col(Client.id).in_(of_phone),
    )


def _with_word(which: ColumnElement[bool]) -> Select[Any]:
    return select(col(ClientNameWord.person_id)).where(which)


def settled_pairs(db: Session, keys: Collection[int] | None = None) -> set[tuple[int, int]]:
    """Pairs of ids, the lower one first, that a person settled as one person or as two; of all
    records, or those that concern `keys`."""
    pair = col(DuplicateCandidate.a_id), col(DuplicateCandidate.b_id)
    found = select(*pair).where(col(DuplicateCandidate.status) != CandidateStatus.OPEN)
    if keys is not None:
        found = found.where(or_(*(one.in_(keys) for one in pair)))
    return {(row[0], row[1]) for row in db.execute(found)}


def blocks(records: Iterable[NearClient]) -> Iterator[list[NearClient]]:
    """Those that share a birth date, an e-mail address or a phone number; none of more than 500."""
    found: dict[tuple[str, str], list[NearClient]] = {}
    for one in records:
        for key in _keys(one.values):
            found.setdefault(key, []).append(one)
    yield from (some for some in found.values() if 1 < len(some) <= MOST_ALIKE)


def _keys(values: Values) -> Iterator[tuple[str, str]]:
    if values["date_of_birth"]:
        yield "date_of_birth", values["date_of_birth"]
    if email := email_key(values["email"]):
        yield "email", email
    if phone := phone_word(values["phone"]):
        yield "phone", phone
