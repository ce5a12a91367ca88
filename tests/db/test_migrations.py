"""The database's history: it ends where the tables are, keeps what is stored, and stops whole."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Inspector, MetaData, event, inspect, text
from sqlalchemy.exc import DBAPIError

from core.db import make_engine, migrations
from core.db.migrations import INITIAL, UnknownDatabase, upgrade
from core.db.migrations.schema import Schema, schema_of
from core.db.readiness import DatabaseNotReady, require_current
from core.models.all_tables import metadata
from tests.support.make import NOW

FILES = sorted((Path(migrations.__file__).parent / "versions").glob("m*.py"))
REVISIONS = [path.stem[:5] for path in FILES]
KEPT = ("diagnosis_release", "holiday_override", "payer", "plan", "plan_service_area", "policy")
CHANGES = ("delete", "insert", "update")
KEPT_FILTERS = [
    "coverage_update",
    "plan_update",
    "practice_location_update",
    "session_place_delete",
    "session_place_insert",
    "session_place_update",
]
KEPT_COUNTS = [
    *(f"note_signing_{event}" for event in ("delete", "insert", "update")),
    *(
        f"stale_by_{what}_{event}"
        for what in (
            *("directory_line", "expiry", "holiday_override", "listing_check", "notes", "payout"),
            *("policy", "settling", "submitting"),
        )
        for event in ("delete", "insert", "update")
    ),
    *(f"stale_by_{what}_update" for what in ("filters", "prices", "ready")),
    "stale_by_ending_insert",
]
KEPT_WORDS = ["client_name_word_known", "provider_name_word_known"]
TRIGGERS = {
    "sqlite": sorted(
        [
            *KEPT_FILTERS,
            "care_session_filters_insert",
            "care_session_filters_update",
            *KEPT_COUNTS,
            *KEPT_WORDS,
            "name_word_delete",
            "name_word_insert",
            "audit_entry_no_delete",
            "audit_entry_no_update",
            *(f"{one}_renews_{change}" for one in KEPT for change in CHANGES),
            "reading_entry_no_delete",
            "reading_entry_no_update",
        ]
    ),
    "postgresql": sorted(
        [
            *KEPT_FILTERS,
            "care_session_filters",
            *KEPT_COUNTS,
            *KEPT_WORDS,
            "audit_entry_no_change",
            "audit_entry_no_truncate",
            *(f"{one}_renews" for one in KEPT),
            "reading_entry_no_change",
            "reading_entry_no_truncate",
        ]
    ),
}
TRIGRAMS = "name_trigram"
PREFIXES = {"check": "ck", "unique": "uq", "foreign key": "fk", "primary key": "pk"}


class PowerCut(Exception):
    """What stops a migration half-way here."""


def revision(engine: Engine) -> str | None:
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def schema(engine: Engine) -> Schema:
    with engine.connect() as connection:
        return schema_of(connection)


def triggers(engine: Engine) -> list[str]:
    return sorted(name.split()[1] for name in schema(engine) if name.startswith("trigger "))


def state(engine: Engine) -> tuple[str | None, Schema]:
    """How far a database is, and all that is defined in it."""
    return revision(engine), schema(engine)


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
    assert [f"m{number:04d}" for number in range(1, len(FILES) + 1)] == REVISIONS


def test_the_history_ends_at_the_schema_of_the_models_all_at_once_and_step_by_step(make_empty):
    at_once, slowly, built = make_empty(), make_empty(), make_empty()
    upgrade(at_once)
    for step in REVISIONS:
        upgrade(slowly, step)
        assert revision(slowly) == step
    build(built)
    assert state(at_once) == state(slowly)
    assert triggers(at_once) == TRIGGERS[at_once.dialect.name]
    others = ("trigger ", f"table {TRIGRAMS}")
    tables = {name: of for name, of in schema(at_once).items() if not name.startswith(others)}
    assert tables == schema(built)


def build(empty: Engine, tables: MetaData = metadata) -> None:
    """Make the tables of the models; an index of trigrams is an extension on PostgreSQL, and tables
    of their own on SQLite, which migrations alone make."""
    if empty.dialect.name == "postgresql":
        with empty.begin() as connection:
            connection.execute(text("CREATE EXTENSION pg_trgm"))
    tables.create_all(empty)


def test_the_triggers_are_exactly_these(engine):
    assert triggers(engine) == TRIGGERS[engine.dialect.name]


def test_upgrading_again_changes_nothing(engine):
    before = schema(engine)
    upgrade(engine)
    assert schema(engine) == before


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


def as_before(engine: Engine, step: str = "0008") -> None:
    """Make of an empty database one whose schema was built in eight steps, with a row in it."""
    upgrade(engine, INITIAL)
    add_staff(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :step"), {"step": step})


def test_a_database_of_the_former_history_goes_on_from_the_initial_step(make_empty):
    former, new = make_empty(), make_empty()
    as_before(former)
    upgrade(former)
    upgrade(new)
    assert state(former) == state(new)
    assert staff_names(former) == [("Ada", 3)]
    require_current(former)


def test_plain_names_keep_the_rows(empty):
    upgrade(empty, "m0001")
    at = {"at": stored(empty, NOW)}
    who = "id, created_at, updated_at, version"
    with empty.begin() as connection:
        for statement in (
            "INSERT INTO import_batch (id, started_at, operator, source, status, rows_read, "
            "rows_new, rows_changed, rows_same, rows_rejected, files) "
            "VALUES (1, :at, 'ada', 'x', 'finished', 0, 0, 0, 0, 0, '[]')",
            f"INSERT INTO platform_change ({who}, entity, entity_id, field, changed_at, status) "
            "VALUES (7, :at, :at, 1, 'client', 1, 'zip', :at, 'contradicted')",
            f"INSERT INTO drift ({who}, platform_change_id, seen_value, batch_id, status) "
            "VALUES (1, :at, :at, 1, 7, '10007', 1, 'open')",
        ):
            connection.execute(text(statement), at)
    upgrade(empty, "m0002")
    joined = (
        "SELECT field, seen_value FROM outbound_conflict "
        "JOIN outbound_change ON outbound_change.id = outbound_change_id"
    )
    with empty.connect() as connection:
        assert connection.execute(text(joined)).all() == [("zip", "10007")]


def test_who_did_what_is_found_under_the_names_of_today(empty):
    upgrade(empty, "m0002")
    at, who = {"at": stored(empty, NOW)}, "id, created_at, updated_at, version"
    entry = "INSERT INTO audit_entry (number, at, actor, action, entity, entity_id) VALUES"
    with empty.begin() as connection:
        for statement in (
            "INSERT INTO import_batch (id, started_at, operator, source, status, rows_read, "
            "rows_new, rows_changed, rows_same, rows_rejected, files) "
            "VALUES (1, :at, 'ada', 'x', 'finished', 0, 0, 0, 0, 0, '[]')",
            f"INSERT INTO outbound_change ({who}, entity, entity_id, field, changed_at, status) "
            "VALUES (7, :at, :at, 1, 'client', 1, 'zip', :at, 'contradicted')",
            f"INSERT INTO outbound_conflict ({who}, outbound_change_id, batch_id, status) "
            "VALUES (3, :at, :at, 1, 7, 1, 'resolved')",
            f"{entry} (1, :at, 'Ada', 'finding.accepted', 'finding', 5)",
            f"{entry} (2, :at, 'Ada', 'platform_change.exported', 'platform_change', 7)",
            f"{entry} (3, :at, 'Ada', 'drift.resolved', 'platform_change', 7)",
            f"{entry} (4, :at, 'Ada', 'client.corrected', 'client', 1)",
        ):
            connection.execute(text(statement), at)
    upgrade(empty, "m0003")
    with empty.connect() as connection:
        rows = connection.execute(
            text("SELECT action, entity, entity_id FROM audit_entry ORDER BY number")
        ).all()
        assert rows == [
            ("data_issue.accepted", "data_issue", 5),
            ("outbound_change.exported", "outbound_change", 7),
            ("outbound_conflict.resolved", "outbound_conflict", 3),
            ("client.corrected", "client", 1),
        ]
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text("UPDATE audit_entry SET actor = 'Eve'"))


def test_people_stored_before_are_found_by_every_word_of_their_names(empty):
    upgrade(empty, "m0006")
    person = (
        "INSERT INTO {} (created_at, updated_at, version, ref, first_name, last_name, name_key, "
        "{}) VALUES (:at, :at, 1, 'X-1', 'Mary Ann', 'O’Hara', 'o’hara mary ann', {})"
    )
    provider = "npi, calendar_zone, first_contact, status, is_accepting_mos, suffix"
    with empty.begin() as connection:
        for statement in (
            person.format("client", "phone", "NULL"),
            person.format(
                "provider",
                provider,
                "'1234567893', 'America/New_York', 'session', 'active', false, 'Jr.'",
            ),
        ):
            connection.execute(text(statement), {"at": stored(empty, NOW)})
    upgrade(empty, "m0007")
    both = ["ann", "hara", "mary", "maryann", "o", "ohara"]
    with empty.connect() as connection:
        for table, words in (("client", both), ("provider", sorted([*both, "jr"]))):
            query = text(f"SELECT word FROM {table}_name_word WHERE person_id = 1 ORDER BY word")
            assert list(connection.scalars(query)) == words


def test_two_servers_of_a_team_may_migrate_at_once(postgres):
    url = postgres.create("two_at_once")
    engines = [make_engine(url), make_engine(url)]
    with ThreadPoolExecutor() as pool:
        assert list(pool.map(upgrade, engines)) == [None, None]
    require_current(engines[0])
    for engine in engines:
        engine.dispose()


def test_stamping_cut_short_can_be_taken_again(empty):
    as_before(empty)
    before = state(empty)
    with cut_when(empty, notes_the_step), pytest.raises(PowerCut):
        upgrade(empty)
    assert state(empty) == before
    upgrade(empty)
    require_current(empty)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE staff ADD COLUMN nickname VARCHAR(40)",
        "DROP INDEX ix_sign_in_staff_id",
        "CREATE TABLE pet (id INTEGER PRIMARY KEY)",
    ],
)
def test_the_former_head_with_another_schema_is_refused(empty, change):
    as_before(empty)
    with empty.begin() as connection:
        connection.execute(text(change))
    refused(empty, "This database is from an older version")


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("0007", "This database is from an older version"),
        ("0001", "This database is from an older version"),
        ("m9999", "This database is not one that this version"),
    ],
)
def test_a_database_at_an_unknown_step_is_refused(empty, step, said):
    as_before(empty, step)
    refused(empty, said)


def test_a_database_of_something_else_is_refused(empty):
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE pet (id INTEGER PRIMARY KEY)"))
    refused(empty, "This database is not one that this version")


def refused(engine: Engine, said: str) -> None:
    """In one sentence, and nothing is touched."""
    before = state(engine)
    with pytest.raises(UnknownDatabase, match=said) as problem:
        upgrade(engine)
    assert str(problem.value).count(". ") == 0
    assert state(engine) == before
    with pytest.raises(DatabaseNotReady):
        require_current(engine)


def tables(found: Inspector) -> list[str]:
    """All but those that Alembic and an index of trigrams keep for themselves."""
    others = ("alembic_version", TRIGRAMS)
    return [one for one in found.get_table_names() if not one.startswith(others)]


def named(engine: Engine) -> Iterator[tuple[str, str, str | None]]:
    """Every constraint: its table, its kind, its name."""
    found = inspect(engine)
    for table in tables(found):
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
