"""A record is found despite a slip, and both databases find the same ones in the same order."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import product

import pytest
from sqlalchemy import Engine, select

from core import db
from core.access import Actor
from core.db.transaction import ReadContext
from core.models.people import Client, Provider
from core.queries.people.search import SHOWN, FoundPerson, search_people
from core.rules.people.asked import read_asked
from core.rules.people.match import match
from core.vocabulary.people import Role
from tests.support import make
from tests.support.filling import Filling
from tests.support.make import NOW

FIRSTS = (
    *("William", "Katherine", "José Luis", "Mary Ann", "Ng", "Li", "Aleksandr", "Guadalupe"),
    *("Stephen", "Oluwaseun", "Jon", "Ana", "Michael", "Xiaomei", "Jean-Luc", "Priya"),
)
LASTS = (
    *("Smyth", "Hernandez", "O’Brien", "De la Cruz", "Nguyen", "Meyer", "Szczepaniak", "Li"),
    *("Whitfield", "Kowalski", "Ng", "Thompson", "Garcia Lopez", "Balogun", "Lee", "Delacroix"),
)
NAMES = list(product(FIRSTS, LASTS))
Slips = Callable[[str], str]


def middle(word: str) -> int:
    return len(word) // 2


SLIPS: tuple[tuple[str, Slips], ...] = (
    ("a letter is missing", lambda word: word[: middle(word)] + word[middle(word) + 1 :]),
    ("a letter is doubled", lambda word: word[: middle(word)] + word[middle(word) - 1 :]),
    ("a letter is another", lambda word: word[: middle(word)] + "q" + word[middle(word) + 1 :]),
    (
        "two letters are swapped",
        lambda word: word[:-2] + word[-1] + word[-2] if word[-1] != word[-2] else word,
    ),
)


def typed_names() -> Iterator[tuple[str, int]]:
    """What was typed, and which of `NAMES` is meant: a slip in the first or the last name."""
    for at, (first, last) in enumerate(NAMES):
        for number, (_, slip) in enumerate(SLIPS):
            if (at + number) % 4:
                continue
            if at % 2 and len(last) > 3:
                yield f"{first} {slip(last)}", at
            elif len(first) > 3:
                yield f"{last} {slip(first)}", at


TYPED = list(typed_names())
KNOWN = (
    ("bill smyth", "William Smyth", "First name: nickname"),
    ("lupe kowalski", "Guadalupe Kowalski", "First name: nickname"),
    ("sasha meyer", "Aleksandr Meyer", "First name: nickname"),
    ("priya maier", "Priya Meyer", "Last name: sounds alike"),
    ("steven thompson", "Stephen Thompson", "First name: 2 letters differ"),
    ("ng lee", "Ng Lee", "Exact name"),
    ("Thompson, Xiaomei", "Xiaomei Thompson", "Exact name"),
    ("xiaomei rose thompson", "Xiaomei Thompson", "1 word is not on the record"),
    ("xiaomei czepan", "Xiaomei Szczepaniak", "Last name: part of it"),
)
CONTACTS = (
    ("(212) 555-0107", "Phone"),
    ("+1 212.555.0107 ext. 4", "Phone"),
    ("person7@mail.example", "E-mail"),
    ("PERSON7@mail.example", "E-mail"),
    ("persn7@mail.example", "E-mail: 1 letter missing"),
    ("person7@mial.example", "E-mail: 2 letters swapped"),
    ("3/4/1907", "Same birth date"),
    ("March 4, 1907", "Same birth date"),
    ("1907-03-04", "Same birth date"),
    ("Delacruz 03/04/1907", None),
    ("C-QRST07", "Reference"),
    ("c-qrst07", "Reference"),
    ("C-QRTS07", "Reference: 2 letters swapped"),
    ("C-QRST0", "Reference: 1 letter missing"),
    ("QRST07", "Reference: another prefix"),
    ("S-QRST07", "Reference: another prefix"),
)


def fill(engine: Engine) -> None:
    with db.writing(engine) as work:
        for at, (first, last) in enumerate(NAMES):
            make.client(
                work,
                ref=f"C-{at:04}",
                first_name=first,
                last_name=last,
                date_of_birth=date(1950, 1, 1),
                email=f"client{at}@mail.example",
                phone=None,
            )
        make.client(
            work,
            ref="C-QRST07",
            first_name="Zora",
            last_name="Quill",
            date_of_birth=date(1907, 3, 4),
            email="person7@mail.example",
            phone="212-555-0107",
        )
        make.provider(
            work, ref="P-QRST07", first_name="Rosa", last_name="Marsh", email="r@m.example"
        )


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Engine:
    filled(engine, fill)
    return engine


def search(
    engine: Engine, typed: str, person: type[Client | Provider] = Client
) -> list[FoundPerson]:
    actor = Actor(name="Ada", role=Role.AGENT, staff_id=1, zone="America/New_York")
    with db.looking(engine) as look:
        return search_people(ReadContext(look, actor, NOW), person, typed)


def shown(found: list[FoundPerson]) -> list[tuple[str, str]]:
    return [(one.record["ref"], one.match.text) for one in found[:SHOWN]]


def test_each_of_hundreds_of_names_is_found_despite_its_slip(desk: Engine) -> None:
    assert len(TYPED) > 200
    missed = [
        (typed, NAMES[at])
        for typed, at in TYPED
        if f"C-{at:04}" not in [ref for ref, _ in shown(search(desk, typed))]
    ]
    assert missed == []


def test_the_best_are_those_that_comparing_everybody_would_find(desk: Engine) -> None:
    with db.looking(desk) as look:
        everybody = [vars(one) for one in look.scalars(select(Client))]
    for typed, _ in TYPED[::7]:
        asked = read_asked(typed, NOW.date())
        all_of_them = [
            (why.distance, one["ref"], why.text) for one in everybody if (why := match(asked, one))
        ]
        best = [(ref, text) for _, ref, text in sorted(all_of_them)[:1]]
        assert shown(search(desk, typed))[:1] == best, typed


def test_both_databases_answer_alike(
    sqlite_url: str, postgres_url: str, engines: Callable[[str], Engine]
) -> None:
    both = [engines(sqlite_url), engines(postgres_url)]
    for each in both:
        fill(each)
    asked = [typed for typed, _ in TYPED] + [typed for typed, *_ in (*KNOWN, *CONTACTS)]
    differing = [
        typed for typed in asked if shown(search(both[0], typed)) != shown(search(both[1], typed))
    ]
    for each in both:
        each.dispose()
    assert differing == []


@pytest.mark.parametrize(("typed", "name", "why"), KNOWN)
def test_a_nickname_a_sound_and_a_part_find_the_record(
    desk: Engine, typed: str, name: str, why: str
) -> None:
    ref = f"C-{NAMES.index(tuple(next(n for n in NAMES if ' '.join(n) == name))):04}"
    assert (ref, why) in shown(search(desk, typed))


@pytest.mark.parametrize(("typed", "why"), CONTACTS)
def test_what_else_is_known_of_a_person_finds_the_record(
    desk: Engine, typed: str, why: str | None
) -> None:
    first, *others = shown(search(desk, typed))
    assert first == ("C-QRST07", why or first[1])
    assert others == [] or why is None


def test_a_provider_is_found_by_a_slip_too(desk: Engine) -> None:
    for typed, why in (
        ("rosa mrash", "Last name: 2 letters swapped"),
        ("r@m.example", "E-mail"),
        ("P-QRST70", "Reference: 2 letters swapped"),
    ):
        assert shown(search(desk, typed, Provider)) == [("P-QRST07", why)]


def test_an_exact_name_comes_first_and_says_so(desk: Engine) -> None:
    first, *_ = search(desk, "Jon Smyth")
    assert (first.match.text, first.match.is_exact, first.match.has_no_slip) == (
        "Exact name",
        True,
        True,
    )


def test_a_changed_phone_number_is_found_and_the_old_one_is_not(desk: Engine) -> None:
    with db.writing(desk) as work:
        one = work.scalars(select(Client).where(Client.ref == "C-QRST07")).one()
        one.phone, one.preferred_name = "(303) 555-0199", "Fitzgerald"
    assert shown(search(desk, "303.555.0199")) == [("C-QRST07", "Phone")]
    assert shown(search(desk, "212-555-0107")) == []
    assert shown(search(desk, "fitzgerlad")) == [("C-QRST07", "Preferred name: 2 letters swapped")]
