"""The database's history: it ends where the tables are, keeps what is stored, and stops whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, inspect, text

from core.db import make_engine, migrations
from core.db.migrations import upgrade
from core.models import metadata
from tests.support.make import NOW
from tests.support.schema import Schema, schema, triggers

FILES = sorted((Path(migrations.__file__).parent / "versions").glob("m*.py"))
REVISIONS = [path.stem[1:5] for path in FILES]
TRIGGERS = {
    "sqlite": [
        "audit_entry_no_delete",
        "audit_entry_no_update",
        "reading_entry_no_delete",
        "reading_entry_no_update",
    ],
    "postgresql": [
        "audit_entry_no_change",
        "audit_entry_no_truncate",
        "reading_entry_no_change",
        "reading_entry_no_truncate",
    ],
}
PREFIXES = {"check": "ck", "unique": "uq", "foreign key": "fk", "primary key": "pk"}
_numbers = count(1)


class PowerCut(Exception):
    """What stops a migration half-way here."""


@pytest.fixture(params=["sqlite", "postgresql"])
def make_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Makes engines on databases of the same kind that hold nothing."""
    made: list[Engine] = []

    def empty() -> Engine:
        number = next(_numbers)
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / f'empty{number}.sqlite'}"
        else:
            url = request.getfixturevalue("postgres").create(f"empty_{number}")
        made.append(make_engine(url))
        return made[-1]

    yield empty
    for engine in made:
        engine.dispose()


@pytest.fixture
def empty(make_empty) -> Engine:
    return make_empty()


def revision(engine: Engine) -> str | None:
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def state(engine: Engine) -> tuple[str | None, Schema, list[str]]:
    """How far a database is, and all that is defined in it."""
    return revision(engine), schema(engine), triggers(engine)


def add_staff(engine: Engine) -> None:
    """By SQL of its own: the models know only the newest schema."""
    statement = text(
        "INSERT INTO staff (created_at, updated_at, version, email, name, role, zone, is_active, "
        "is_fictional, failed_sign_ins) VALUES (:at, :at, 3, 'ada@desk.example', 'Ada', 'agent', "
        "'America/New_York', true, false, 0)"
    )
    with engine.begin() as connection:
        connection.execute(statement, {"at": stored(engine, NOW)})


def stored(engine: Engine, at: datetime) -> Any:
    return at.isoformat(sep=" ") if engine.dialect.name == "sqlite" else at


def staff_names(engine: Engine) -> list[tuple[str, int]]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, version FROM staff"))
        return [(row.name, row.version) for row in rows]


def test_the_history_is_one_line():
    assert [f"{number:04d}" for number in range(1, len(FILES) + 1)] == REVISIONS


def test_the_history_ends_at_the_schema_of_the_models_all_at_once_and_step_by_step(make_empty):
    at_once, slowly, built = make_empty(), make_empty(), make_empty()
    upgrade(at_once)
    for step in REVISIONS:
        upgrade(slowly, step)
        assert revision(slowly) == step
    metadata.create_all(built)
    assert state(at_once) == state(slowly)
    assert state(at_once) == (REVISIONS[-1], schema(built), TRIGGERS[built.dialect.name])


def test_the_triggers_are_exactly_these(engine):
    assert triggers(engine) == TRIGGERS[engine.dialect.name]


def test_upgrading_again_changes_nothing(engine):
    before = schema(engine)
    upgrade(engine)
    assert schema(engine) == before
    assert triggers(engine) == TRIGGERS[engine.dialect.name]


def test_a_step_cut_short_leaves_the_step_before_and_can_be_taken_again(empty):
    """Cut just before the step would be noted as done, which is when most of it has happened.
    What was stored before is kept."""
    before = state(empty)
    for step in REVISIONS:
        with cut_when(empty, notes_the_step), pytest.raises(PowerCut):
            upgrade(empty)
        assert state(empty) == before, step
        upgrade(empty, step)
        before = state(empty)
        assert before[0] == step
        if step == REVISIONS[0]:
            add_staff(empty)
    assert staff_names(empty) == [("Ada", 3)]


@contextmanager
def cut_when(engine: Engine, is_it: Callable[[str], bool]) -> Iterator[None]:
    """Inside, the first statement that `is_it` says yes to does not happen."""

    def cut(connection: Any, cursor: Any, statement: str, *rest: object) -> None:
        if is_it(statement):
            raise PowerCut

    event.listen(engine, "before_cursor_execute", cut)
    yield
    event.remove(engine, "before_cursor_execute", cut)


def notes_the_step(statement: str) -> bool:
    return statement.startswith(("UPDATE alembic_version", "INSERT INTO alembic_version"))


def named(engine: Engine) -> Iterator[tuple[str, str, str | None]]:
    """Every constraint: its table, its kind, its name."""
    found = inspect(engine)
    for table in set(found.get_table_names()) - {"alembic_version"}:
        yield table, "primary key", found.get_pk_constraint(table)["name"]
        for kind, constraints in (
            ("check", found.get_check_constraints(table)),
            ("unique", found.get_unique_constraints(table)),
            ("foreign key", found.get_foreign_keys(table)),
        ):
            yield from ((table, kind, one["name"]) for one in constraints)


def test_every_constraint_has_a_name_by_the_convention_and_of_each_kind_there_are_some(engine):
    found = list(named(engine))
    wrong = [
        (table, kind, name)
        for table, kind, name in found
        if not (name or "").startswith(f"{PREFIXES[kind]}_{table}")
    ]
    assert wrong == []
    assert {kind for _, kind, _ in found} == PREFIXES.keys()


def test_indexes_are_named_after_their_table(engine):
    found = inspect(engine)
    wrong = [
        index["name"]
        for table in set(found.get_table_names()) - {"alembic_version"}
        for index in found.get_indexes(table)
        if not index["name"].startswith((f"ix_{table}_", f"uq_{table}_"))
    ]
    assert wrong == []
