"""What every table shares: instants in UTC, closed lists of words, ledgers nobody rewrites."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, inspect, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError, StatementError
from sqlalchemy.types import Enum

from core import access, db
from core.db.transaction import reading, transaction
from core.models.all_tables import metadata
from core.models.care import CareSession
from core.models.people import Staff
from core.vocabulary.administration import ReadingAction
from core.vocabulary.people import Role
from tests.support import make
from tests.support.make import NOW

KATHMANDU = timezone(timedelta(hours=5, minutes=45))
LEDGERS = ("audit_entry", "reading_entry")
WORDS = {
    f"ck_{table.name}_{column.type.name}": set(column.type.enums)
    for table in metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Enum)
}


def stored_staff(engine: Engine, **given: Any) -> Staff:
    with db.writing(engine) as work:
        key = make.staff(work, Role.AGENT, **given).key
    return make.stored(engine, Staff, key)


def test_an_instant_without_its_zone_is_refused(engine):
    with pytest.raises(StatementError, match="needs its zone"):
        stored_staff(engine, locked_until=datetime(2026, 3, 8, 2, 30))  # noqa: DTZ001 - on purpose


def test_an_instant_with_an_offset_is_the_same_instant_in_utc(engine):
    given = datetime(2026, 3, 16, 20, 45, 7, 123456, tzinfo=KATHMANDU)
    found = stored_staff(engine, locked_until=given).locked_until
    assert found == given
    assert (found.tzinfo, found.hour, found.microsecond) == (UTC, 15, 123456)


def test_an_unknown_instant_stays_unknown(engine):
    assert stored_staff(engine, locked_until=None).locked_until is None


def test_a_comparison_with_an_offset_finds_the_instant(engine):
    stored_staff(engine, locked_until=NOW)
    with db.looking(engine) as work:
        same = select(Staff).where(Staff.locked_until == NOW.astimezone(KATHMANDU))
        assert len(work.scalars(same).all()) == 1


def test_every_list_of_words_is_a_check_of_exactly_these_words(engine):
    found = inspect(engine)
    checks = {
        check["name"]: set(re.findall(r"'([^']*)'", check["sqltext"]))
        for table in metadata.tables
        for check in found.get_check_constraints(table)
    }
    wrong = [name for name, words in WORDS.items() if checks.get(name) != words]
    assert wrong == []


def test_an_unheard_of_role_is_refused_by_the_database_itself(engine):
    key = stored_staff(engine).key
    with pytest.raises(IntegrityError, match="ck_staff_role"), engine.begin() as raw:
        raw.execute(
            text("UPDATE staff SET role = 'owner', version = 2 WHERE id = :id"), {"id": key}
        )
    assert make.stored(engine, Staff, key).role == Role.AGENT


@pytest.mark.parametrize(
    ("column", "word"), [("status", "held"), ("payer_kind", "INSURANCE"), ("modality", "")]
)
def test_a_word_outside_its_list_is_refused_by_the_database_itself(engine, column, word):
    with db.writing(engine) as work:
        row = make.care_session(work, make.provider(work), make.client(work), NOW)
        values = dict(
            work.execute(select(CareSession.__table__).where(CareSession.id == row.key))
            .one()
            ._mapping
        )
    values |= {"id": None, "ref": "S-RAW", column: word}
    with pytest.raises(IntegrityError, match=f"ck_care_session_{column}"), engine.begin() as raw:
        insert_raw(raw, metadata.tables["care_session"], values)


def insert_raw(raw: Connection, table: Table, values: dict[str, Any]) -> None:
    """Past the models, which would refuse the word before the database does."""
    given = {name: value for name, value in values.items() if value is not None}
    names, places = ", ".join(given), ", ".join(f":{name}" for name in given)
    raw.execute(text(f"INSERT INTO {table.name} ({names}) VALUES ({places})"), given)


@pytest.fixture
def kept(engine: Engine) -> Engine:
    """A database with an entry in each ledger."""
    operator = access.operator("tests")
    with transaction(engine, operator, NOW) as change:
        change.record("thing.done", "thing", 1, after={"field": "value"})
    with reading(engine, operator, NOW) as look:
        look.log(ReadingAction.VIEW, "client", 7)
    return engine


def entries(engine: Engine, table: str) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")))


@pytest.mark.parametrize("table", LEDGERS)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET actor = 'nobody'",
        "UPDATE {table} SET reason = reason",
        "DELETE FROM {table}",
    ],
)
def test_a_ledger_cannot_be_rewritten(kept, table, statement):
    refused(kept, table, statement.format(table=table))


@pytest.mark.parametrize("table", LEDGERS)
def test_a_ledger_cannot_be_emptied_or_written_over(kept, table):
    """Each database has a statement of its own that walks past plain row triggers."""
    if kept.dialect.name == "postgresql":
        refused(kept, table, f"TRUNCATE {table} CASCADE")
        return
    refused(kept, table, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def refused(engine: Engine, table: str, statement: str) -> None:
    before = entries(engine, table)
    assert before
    with (
        pytest.raises(DatabaseError, match=f"{table} is append-only"),
        engine.begin() as raw,
    ):
        raw.exec_driver_sql(statement)
    assert entries(engine, table) == before


@pytest.mark.parametrize("table", LEDGERS)
def test_an_entry_cannot_be_written_in_the_place_of_another(kept, table):
    before = entries(kept, table)
    with pytest.raises(IntegrityError), kept.begin() as raw:
        raw.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM {table}")
    assert entries(kept, table) == before
