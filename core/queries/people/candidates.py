"""Who may be meant by a search: a bounded number of ids, found through indexes alone.

Both databases find the same people. Words of one slip are looked up one by one; words that share
enough trigrams are taken from FTS5 or `pg_trgm` and judged in Python.
"""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, exists, func, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from core.db.name_words import WORDS
from core.db.prepared import Prepared
from core.models.people import Client, NameWord, Provider
from core.queries.people.names import LAST, find_people
from core.rules.people.asked import LETTERS, SIGNS, AskedPerson, swapped, with_one_slip
from core.rules.people.likeness import SHORTEST, letters_wrong, word_likeness
from core.rules.people.match import FEWEST_INSIDE
from core.rules.people.nicknames import other_forms
from core.rules.people.search_words import sound_word

PersonKind = type[Client] | type[Provider]
MOST_IDS = 60
"""From each way of looking; all together are ranked."""
MOST_WORDS = 24
"""Words of names that one typed word may stand for."""
MOST_SHARING = 1000
"""Words that are read because they share trigrams with the typed one."""
EACH_SLIP = 5
"""Letters; in longer words a slip leaves enough trigrams to be found by."""
SHARED = 0.35
"""The part of its trigrams that a word has in common with one that it may be."""
ENOUGH = 5
"""With so many people of the name as typed, no others are looked for."""


def candidate_ids(db: Session, person: PersonKind, asked: AskedPerson) -> list[int]:
    """The ids of up to a few hundred people who may be meant; in no order."""
    words = [word for word in (asked.email, asked.phone) if word]
    found = set(_with_any(db, person, [words])) if words else set()
    if asked.phone and person is Provider:
        found.update(db.scalars(_ids(person).where(col(Provider.npi) == asked.phone)))
    if asked.email and not found:
        slips = [f"@{one}" for one in with_one_slip(asked.email[1:], SIGNS)]
        found.update(_with_any(db, person, [slips]))
    if asked.born and person is Client:
        born = col(Client.date_of_birth) == asked.born
        found.update(db.scalars(_ids(person).where(born).order_by(col(Client.id)).limit(MOST_IDS)))
    if asked.refs:
        found.update(_of_refs(db, person, asked.refs))
    if not found:
        refs = asked.slipped_refs("c" if person is Client else "p")
        found.update(_of_refs(db, person, refs) if refs else [])
    if asked.readings:
        found.update(_of_name(db, person, asked))
    return list(found)


def _ids(person: PersonKind) -> Select[Any]:
    return select(col(person.id))


def _of_refs(db: Session, person: PersonKind, refs: Sequence[str]) -> Iterable[int]:
    ref = func.lower(col(person.ref))
    return db.scalars(_ids(person).where(ref.in_(refs)).order_by(ref).limit(MOST_IDS))


def _of_name(db: Session, person: PersonKind, asked: AskedPerson) -> set[int]:
    """Those who have the name as typed; where they are few, also those who nearly have it: with
    every word but one as typed first, so that common names do not hide them."""
    found = set(find_people(db, person, " ".join(asked.words), MOST_IDS))
    if len(found) >= ENOUGH:
        return found
    near = near_words(db, asked.words)
    for at in range(len(asked.words)):
        given = [
            near[word] if place == at else _typed(word) for place, word in enumerate(asked.words)
        ]
        found.update(_with_any(db, person, given))
    if len(asked.words) > 1:
        found.update(_with_any(db, person, [near[word] for word in asked.words]))
    if len(asked.words) > 2 and not found:
        for left_out in asked.words:
            kept = [near[word] for word in asked.words if word != left_out]
            found.update(_with_any(db, person, kept))
    return found


def _typed(word: str) -> list[str]:
    return [word]


def near_words(db: Session, words: Sequence[str]) -> dict[str, list[str]]:
    """For each typed word the words that it may stand for: itself, words that begin with it or
    contain it, slips, other forms of the name, and its sound; nearest first."""
    tried = {word: _one_slip(word) for word in words}
    all_tried = sorted({one for each in tried.values() for one in each})
    known = {row[0] for row in _KNOWN.rows(db, {"words": all_tried})} if all_tried else set()
    found = {}
    for word in words:
        near = {one for one in tried[word] if one in known}
        near.update(_beginning(db, word), _sharing(db, word))
        found[word] = _nearest(word, near)
    return found


def _one_slip(word: str) -> set[str]:
    if len(word) < SHORTEST:
        return set()
    slips = with_one_slip(word, LETTERS) if len(word) <= EACH_SLIP else swapped(word)
    return {one for one in (*slips, *other_forms(word)) if len(one) >= SHORTEST - 1}


def _nearest(word: str, near: set[str]) -> list[str]:
    ranked = sorted(near - {word}, key=lambda one: (_distance(word, one), one))
    sound = sound_word(word)
    return [word, *ranked[:MOST_WORDS], *([sound] if sound else [])]


def _distance(word: str, other: str) -> int:
    found = word_likeness(word, other)
    return found.distance if found else len(other)


_KNOWN = Prepared(
    select(col(NameWord.word)).where(col(NameWord.word).in_(bindparam("words", expanding=True)))
)
_BEGINNING = Prepared(
    select(col(NameWord.word))
    .where(col(NameWord.word) >= bindparam("from"), col(NameWord.word) < bindparam("to"))
    .order_by(col(NameWord.word))
    .limit(bindparam("limit", type_=Integer))
)


def _beginning(db: Session, word: str) -> list[str]:
    given = {"from": word, "to": word + LAST, "limit": MOST_WORDS}
    return [row[0] for row in _BEGINNING.rows(db, given)]


_ON_SQLITE = Prepared(
    text(
        "SELECT word FROM name_word WHERE id IN (SELECT doc FROM name_trigram_place "
        "WHERE term IN (SELECT value FROM json_each(:trigrams)) GROUP BY doc "
        "HAVING count(*) >= :least ORDER BY count(*) DESC LIMIT :most)"
    )
)
_ON_POSTGRESQL = Prepared(
    text(
        "SELECT word FROM name_word WHERE word % :word AND similarity(word, :word) >= :shared "
        "OR word LIKE :inside ORDER BY similarity(word, :word) DESC LIMIT :most"
    )
)


def _sharing(db: Session, word: str) -> list[str]:
    """The words that contain the typed one, or are it but for letters."""
    if len(word) < FEWEST_INSIDE:
        return []
    padded = f"  {word} "
    trigrams = sorted({padded[at : at + 3] for at in range(len(padded) - 2)})
    if db.get_bind().dialect.name == "sqlite":
        least = ceil(SHARED * len(trigrams))
        given = {"trigrams": json.dumps(trigrams), "least": least, "most": MOST_SHARING}
        rows = _ON_SQLITE.rows(db, given)
    else:
        inside = re.sub(r"([\\%_])", r"\\\1", word)
        given = {"word": word, "shared": SHARED, "inside": f"%{inside}%", "most": MOST_SHARING}
        rows = _ON_POSTGRESQL.rows(db, given)
    return [one for (one,) in rows if word in one or letters_wrong(word, one)]


def _with_any(db: Session, person: PersonKind, asked: Sequence[Sequence[str]]) -> set[int]:
    """The ids of people who have for each of `asked` one of its words, found from the one whose
    first word is the longest, the rarest as a rule."""
    ordered = sorted(asked, key=lambda words: (-len(words[0]), words))
    given: dict[str, Any] = {f"words_{at}": words for at, words in enumerate(ordered)}
    statement = _having(str(person.__tablename__), len(ordered))
    return {row[0] for row in statement.rows(db, {**given, "limit": MOST_IDS})}


@cache
def _having(table: str, count: int) -> Prepared:
    kind: Any = WORDS[table].__table__  # type: ignore[union-attr]
    tables = [kind.alias() for _ in range(count)]

    def is_any(at: int) -> ColumnElement[bool]:
        words: ColumnElement[bool] = tables[at].c.word.in_(bindparam(f"words_{at}", expanding=True))
        return words

    owner, word = tables[0].c.person_id, tables[0].c.word
    others = [exists().where(tables[at].c.person_id == owner, is_any(at)) for at in range(1, count)]
    found = select(owner).where(is_any(0), *others).order_by(word, owner)
    return Prepared(found.limit(bindparam("limit", type_=Integer)))
