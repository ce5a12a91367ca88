"""The search for clients and providers by words of their names: its order and its indexes."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from core import db
from core.models.people import Client, Provider
from core.queries.people.names import find_people, named
from core.rules.names import name_readings
from tests.support import make

PEOPLE = [
    ("Mary Ann", "Smith"),
    ("Maria", "Garcia Lopez"),
    ("Anne-Marie", "Smith-Jones"),
    ("Sean", "O’Fielding"),
    ("Søren", "Łukasiewicz"),
    ("John", "Carter"),
    ("John", "Carter Jr."),
    ("Deluca", "Mai"),
]
MOST = 10
KINDS: dict[type[Client | Provider], Callable[..., Any]] = {
    Client: make.client,
    Provider: make.provider,
}


@pytest.fixture(params=list(KINDS), ids=["client", "provider"])
def person(request: pytest.FixtureRequest, engine: Engine) -> type[Client | Provider]:
    with db.writing(engine) as session:
        for first, last in PEOPLE:
            KINDS[request.param](session, first_name=first, last_name=last)
    kind: type[Client | Provider] = request.param
    return kind


def names(session: Session, person: type[Client | Provider], typed: str) -> list[str]:
    ids = find_people(session, person, typed, MOST)
    return [f"{one.first_name} {one.last_name}" for key in ids if (one := session.get(person, key))]


def test_a_suffix_narrows_a_search_but_never_hides_a_person(
    engine: Engine, person: type[Client | Provider]
) -> None:
    with db.looking(engine) as session:
        both = ["John Carter", "John Carter Jr."]
        assert names(session, person, "John Carter") == both
        assert names(session, person, "John Carter Jr") == ["John Carter Jr."]
        assert names(session, person, "John Carter III") == both


def test_whole_words_come_before_beginnings(
    engine: Engine, person: type[Client | Provider]
) -> None:
    with db.writing(engine) as session:
        KINDS[person](session, first_name="Ann", last_name="Ng")
    with db.looking(engine) as session:
        assert names(session, person, "ann")[:2] == ["Mary Ann Smith", "Ann Ng"]


def test_a_corrected_name_is_found_and_the_earlier_one_is_not(
    engine: Engine, person: type[Client | Provider]
) -> None:
    with db.writing(engine) as session:
        (key,) = find_people(session, person, "Lopez", MOST)
        row = session.get(person, key)
        assert row is not None
        row.last_name = "Ríos"
    with db.looking(engine) as session:
        assert names(session, person, "maria rios") == ["Maria Ríos"]
        assert names(session, person, "lopez") == []


@pytest.mark.parametrize("typed", ["smith", "ann smith", "mary ann smith", "o'fielding jr"])
def test_a_search_reads_names_through_indexes_and_sorts_nothing(
    engine: Engine, person: type[Client | Provider], typed: str
) -> None:
    table = str(person.__tablename__)
    with db.looking(engine) as session:
        if engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        for words in name_readings(typed):
            steps = plan(session, person, words)
            assert any(f"ix_{table}_name_word_word" in step for step in steps)
            assert not [s for s in steps if s.startswith("SCAN") or "Seq Scan" in s or "SORT" in s]
            assert not [step for step in steps if "TEMP B-TREE" in step]


def plan(session: Session, person: type[Client | Provider], words: tuple[str, ...]) -> list[str]:
    dialect = session.get_bind().dialect
    statement, given = named(person, words, MOST)
    asked = statement.params(given).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    if dialect.name == "postgresql":
        return [row[0] for row in session.connection().exec_driver_sql(f"EXPLAIN {asked}")]
    found = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}")
    return [row.detail for row in found]
