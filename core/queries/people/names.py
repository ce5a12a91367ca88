"""The search for people by name: every word of it begins a word of theirs, in any order."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, select
from sqlalchemy.orm import Session

from core.db.name_words import WORDS
from core.errors import InvalidInput
from core.models.people import Client, Provider
from core.rules.names import fold, name_readings, typed_words

LONGEST = 120
LAST = "\U0010ffff"
"""Behind every word that begins so."""


def check_name(text: str, field: str) -> None:
    """Refuse, at `field`, fewer than two letters, more than a name has, and characters that cannot
    be shown; raises InvalidInput."""
    if not fold(text).isprintable() or len(text) > LONGEST:
        problem = "This is too long or contains characters we cannot search. Type it again."
        raise InvalidInput({field: problem})
    if sum(map(len, typed_words(text))) < 2:
        raise InvalidInput({field: "Enter at least two letters of the name, or a reference."})


def find_people(db: Session, person: type[Client | Provider], text: str, limit: int) -> list[int]:
    """The ids of up to `limit` people who have the typed name, whole words first. Of several
    readings of the name the first counts that somebody has."""
    for words in name_readings(text):
        statement, given = named(person, words, limit)
        if found := db.scalars(statement, given).all():
            return list(found)
    return []


def named(
    person: type[Client | Provider], words: tuple[str, ...], limit: int
) -> tuple[Select[Any], dict[str, Any]]:
    """The SELECT of ids, and what it is given. It walks the index from the longest word, the rarest
    as a rule, and asks for each of the other words by the person; nothing is sorted."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    given = {f"from_{place}": word for place, word in enumerate(ordered)}
    beyond = {f"to_{place}": word + LAST for place, word in enumerate(ordered)}
    statement = _with_words(str(person.__tablename__), len(ordered))
    return statement, {**given, **beyond, "limit": limit}


@cache
def _with_words(table: str, count: int) -> Select[Any]:
    """People who have so many words, each in a range; of somebody with several such words the first
    counts."""
    kind: Any = WORDS[table].__table__  # type: ignore[union-attr]

    def is_in(column: Any, place: int) -> ColumnElement[bool]:
        return and_(column >= bindparam(f"from_{place}"), column < bindparam(f"to_{place}"))

    earlier, others = kind.alias(), [kind.alias() for _ in range(1, count)]
    owner, word = kind.c.person_id, kind.c.word
    is_repeated = exists().where(
        earlier.c.person_id == owner, is_in(earlier.c.word, 0), earlier.c.word < word
    )
    has_others = [
        exists().where(each.c.person_id == owner, is_in(each.c.word, place))
        for place, each in enumerate(others, start=1)
    ]
    found = select(owner).where(is_in(word, 0), ~is_repeated, *has_others)
    return found.order_by(word, owner).limit(bindparam("limit", type_=Integer))
