"""Why a person matches a search, and how well: one order, whatever found the person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz.distance import OSA

from core.rules.names import fold, name_words, typed_words
from core.rules.people.asked import AskedPerson
from core.rules.people.likeness import Likeness, Slip, letters_wrong, word_likeness
from core.rules.people.search_words import email_word, phone_word

PARTS = ("first_name", "last_name", "preferred_name", "suffix")
LABELS = {
    "first_name": "First name",
    "last_name": "Last name",
    "preferred_name": "Preferred name",
    "suffix": "Suffix",
}
CONTAINED, LEFT_OVER, NOT_SAID = 35, 60, 100
"""How far away: a part inside a name, a typed word that the record does not have, a kind of thing
that was asked for and does not match."""
PART_OF_NAME = 1
"""The first or the last name alone, without a slip."""
FEWEST_INSIDE = 4
"""Letters; fewer are inside too many names."""
OWN_WORDS = 2
"""So many typed words must match before another may be left over."""


@dataclass(frozen=True)
class Match:
    """The reasons, each in words that give away no value of the record; `distance` is 0 for a
    record that is just what was typed. `is_exact` is true of the whole name, a reference, an NPI, a
    phone number or an address, as typed."""

    reasons: tuple[str, ...]
    distance: int
    is_exact: bool

    @property
    def has_no_slip(self) -> bool:
        """Whether all that was typed is on the record as typed, if only a part of the name."""
        return self.distance <= PART_OF_NAME

    @property
    def text(self) -> str:
        """All reasons: "Last name: 1 letter missing · Same birth date"."""
        return " · ".join(self.reasons)


def match(asked: AskedPerson, person: Mapping[str, Any]) -> Match | None:
    """How the record with these columns matches; None where nothing of it does."""
    if fold(person["ref"]) == fold(asked.text):
        return Match(("Reference",), 0, True)
    found = list(_found(asked, person))
    said = [one for one in found if one is not None]
    if not said:
        return None
    return Match(
        reasons=tuple(one.reasons[0] for one in said),
        distance=sum(one.distance for one in said) + NOT_SAID * (len(found) - len(said)),
        is_exact=len(said) == len(found) and any(one.is_exact for one in said),
    )


def _found(asked: AskedPerson, person: Mapping[str, Any]) -> Iterator[Match | None]:
    """A match or None for each thing that was asked for."""
    if asked.email:
        yield _slip("E-mail", asked.email, email_word(person.get("email")))
    if asked.phone:
        yield _number(asked.phone, person)
    if asked.born:
        yield _birth_date(asked.born, person.get("date_of_birth"))
    if asked.readings or asked.refs:
        yield _reference(asked, person) or name_match(asked.readings, person)


def _reference(asked: AskedPerson, person: Mapping[str, Any]) -> Match | None:
    ref = fold(person["ref"])
    if ref in asked.refs[1:]:
        return Match(("Reference: another prefix",), 20, False)
    if asked.readings:
        return None
    found = [one for each in asked.refs if (one := _slip("Reference", each, ref))]
    return min(found, key=lambda one: one.distance, default=None)


def _slip(what: str, written: str, right: str) -> Match | None:
    """Exact, or with one slip."""
    if written == right:
        return Match((what,), 0, True)
    if OSA.distance(written, right, score_cutoff=1) > 1:
        return None
    slip = letters_wrong(written, right)
    return Match((f"{what}: {slip.text}",), slip.distance, False) if slip else None


def _number(number: str, person: Mapping[str, Any]) -> Match | None:
    if number == person.get("npi"):
        return Match(("NPI",), 0, True)
    return Match(("Phone",), 0, True) if number == phone_word(person.get("phone")) else None


def _birth_date(born: date, recorded: date | None) -> Match | None:
    return Match(("Same birth date",), 0, False) if born == recorded else None


def name_match(readings: tuple[tuple[str, ...], ...], person: Mapping[str, Any]) -> Match | None:
    """The best of the ways to read the typed name; None for another name."""
    named = [(part, word) for part in PARTS for word in sorted(name_words(person.get(part)))]
    found = [one for words in readings if (one := _assigned(words, named, person))]
    return min(found, key=lambda one: one.distance, default=None)


@dataclass(frozen=True, order=True)
class _Pair:
    """A typed word beside one of the record's."""

    distance: int
    at: int
    part: str
    word: str
    text: str


def _assigned(
    words: tuple[str, ...], named: list[tuple[str, str]], person: Mapping[str, Any]
) -> Match | None:
    """Each typed word with the nearest word of the record that no nearer one has taken."""
    pairs = sorted(
        pair
        for at, typed in enumerate(words)
        for part, word in named
        if (pair := _pair(at, typed, part, word))
    )
    taken: dict[int, _Pair] = {}
    for pair in pairs:
        is_free = all((one.part, one.word) != (pair.part, pair.word) for one in taken.values())
        if pair.at not in taken and is_free:
            taken[pair.at] = pair
    left = len(words) - len(taken)
    if not taken or left > 1 or (left and len(taken) < OWN_WORDS):
        return None
    distance = sum(one.distance for one in taken.values()) + LEFT_OVER * left
    return _told([taken[at] for at in sorted(taken)], distance, left, person)


def _told(taken: list[_Pair], distance: int, left: int, person: Mapping[str, Any]) -> Match:
    parts = {one.part for one in taken}
    if distance == 0:
        is_whole = all(not typed_words(person.get(one) or "") or one in parts for one in PARTS[:2])
        if is_whole:
            return Match(("Exact name",), 0, True)
        labels = [LABELS[part] for part in PARTS if part in parts]
        return Match((" and ".join([labels[0], *map(str.lower, labels[1:])]),), PART_OF_NAME, False)
    wrong = [f"{LABELS[one.part]}: {one.text}" for one in taken if one.distance]
    told = [wrong[0], *(one[0].lower() + one[1:] for one in wrong[1:])] if wrong else []
    more = ["1 word is not on the record"] if left else []
    return Match(("; ".join([*told, *more]),), distance, False)


def _pair(at: int, typed: str, part: str, word: str) -> _Pair | None:
    found = word_likeness(typed, word)
    near = [(found.distance, found.text)] if found else []
    if typed != word and word.startswith(typed):
        begins = Likeness(Slip.BEGINNING)
        near.append((begins.distance, begins.text))
    elif len(typed) >= FEWEST_INSIDE and typed in word and typed != word:
        near.append((CONTAINED, "part of it"))
    return _Pair(min(near)[0], at, part, word, min(near)[1]) if near else None
