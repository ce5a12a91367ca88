"""The search for people by name: every word of it begins a word of theirs, in any order."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from core.db.name_words import WORDS
from core.errors import InvalidInput
from core.facts.references import find_ids
from core.models.base import begins
from core.models.people import Client, Provider
from core.rules.names import fold, is_reference, name_readings, typed_words

Person = TypeVar("Person", Client, Provider)
MOST = 10
"""A search with more matches than this is too wide to choose from."""
MOST_PEOPLE = 200
"""A filter by a name that more people share must be made longer."""

LONGEST = 120


def check_name(text: str, field: str) -> None:
    """Refuse, at `field`, fewer than two letters, more than a name has, and characters that cannot
    be shown; raises InvalidInput."""
    if not fold(text).isprintable() or len(text) > LONGEST:
        problem = "This is too long or contains characters we cannot search. Type it again."
        raise InvalidInput({field: problem})
    if sum(map(len, typed_words(text))) < 2:
        raise InvalidInput({field: "Enter at least two letters of the name, or a reference."})


def found_people(
    db: Session,
    person: type[Person],
    text: str,
    exact: ColumnElement[bool],
    *conditions: ColumnElement[bool],
) -> list[Person]:
    """The people for whom `exact` holds, else those of the typed name; one more than `MOST` when
    there are more."""
    key, most = col(person.id), MOST + 1
    ids: list[Any] = list(db.scalars(select(key).where(exact, *conditions).limit(most)))
    ids = ids or find_people(db, person, text, most, *conditions)
    found = {one.key: one for one in db.scalars(select(person).where(key.in_(ids)))}
    return [found[one] for one in ids]


def people_meant(db: Session, person: type[Client | Provider], typed: str, field: str) -> list[int]:
    """The ids of the person with this reference, or of everybody with this name. Raises
    InvalidInput at `field` for what is no name, and for a name of too many."""
    if is_reference(typed):
        return find_ids(db, person, typed)
    check_name(typed, field)
    ids = find_people(db, person, typed, MOST_PEOPLE + 1)
    if len(ids) > MOST_PEOPLE:
        raise InvalidInput(
            {field: f"More than {MOST_PEOPLE} people have this name. Enter more of it."}
        )
    return ids


def find_people(
    db: Session,
    person: type[Client | Provider],
    text: str,
    limit: int,
    *conditions: ColumnElement[bool],
) -> list[int]:
    """The ids of up to `limit` people who have the typed name and meet the conditions, whole words
    first. Of several readings of the name the first counts that somebody has."""
    for words in name_readings(text):
        if found := db.scalars(named(person, words, *conditions).limit(limit)).all():
            return list(found)
    return []


def named(
    person: type[Client | Provider], words: tuple[str, ...], *conditions: ColumnElement[bool]
) -> Select[Any]:
    """The SELECT of ids. It walks the index from the longest word, the rarest as a rule, and asks
    for each of the other words by the person; nothing is sorted."""
    first, *others = sorted(set(words), key=lambda word: (-len(word), word))
    kind = WORDS[str(person.__tablename__)]
    owner, word = col(kind.person_id), col(kind.word)
    earlier = aliased(kind)
    is_repeated = exists().where(
        col(earlier.person_id) == owner, begins(col(earlier.word), first), col(earlier.word) < word
    )
    has_others = []
    for other in others:
        each = aliased(kind)
        has_others.append(
            exists().where(col(each.person_id) == owner, begins(col(each.word), other))
        )
    return (
        select(owner)
        .join(person, col(person.id) == owner)
        .where(begins(word, first), ~is_repeated, *has_others, *conditions)
        .order_by(word, owner)
    )
