"""Changes that will come are tried on tables with rows in them, as migrations of a folder of ours.

Each leaves the rows, and a schema as if it had always been so.
"""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, MetaData, text
from sqlalchemy.exc import DatabaseError

from core.db.migrations import VERSIONS, upgrade
from core.models.all_tables import metadata
from core.models.base import NAMES
from tests.db.test_migrations import (
    TRIGRAMS,
    PowerCut,
    add_staff,
    build,
    cut_when,
    named,
    notes_the_step,
    revision,
    schema,
    state,
    stored,
)
from tests.support.make import NOW

FOLDERS = (VERSIONS, Path(__file__).parent / "rehearsal")
STEPS = sorted(path.stem[:5] for path in FOLDERS[1].glob("r*.py"))


@pytest.fixture
def filled_desk(empty) -> Engine:
    """A member of staff to whom two other rows refer, one in a table that refuses changes."""
    upgrade(empty)
    add_staff(empty)
    at = {"at": stored(empty, NOW)}
    with empty.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO sign_in (token_hash, staff_id, started_at, last_active_at, expires_at)"
                " VALUES ('abc', 1, :at, :at, :at)"
            ),
            at,
        )
        connection.execute(
            text(
                "INSERT INTO audit_entry (number, at, actor, staff_id, action, entity, entity_id)"
                " VALUES (1, :at, 'Ada', 1, 'staff.added', 'staff', 1)"
            ),
            at,
        )
    return empty


def rehearse(engine: Engine, step: str) -> None:
    upgrade(engine, step, folders=FOLDERS)


def rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def tables(engine: Engine) -> dict[str, tuple[str, ...]]:
    # a copied index forgets that it is PostgreSQL's alone
    others = ("trigger ", f"table {TRIGRAMS}", "index ix_name_word_trigrams")
    return {name: of for name, of in schema(engine).items() if not name.startswith(others)}


def built(engine: Engine, changed: MetaData) -> dict[str, tuple[str, ...]]:
    build(engine, changed)
    return tables(engine)


def as_changed(step: str) -> MetaData:
    """The tables of the models with what `step` and those before it add."""
    found = MetaData(naming_convention=NAMES)
    for table in metadata.tables.values():
        table.to_metadata(found)
    found.tables["client"].append_column(sa.Column("title", sa.String(40), nullable=True))
    staff = found.tables["staff"]
    manager = sa.ForeignKey("staff.id", name="fk_staff_manager_id")
    staff.append_column(sa.Column("manager_id", sa.Integer(), manager, nullable=True))
    staff.append_column(sa.Column("title", sa.String(40), nullable=False))
    if step >= "r0002":
        words = ("viewer", "specialist", "lead", "manager", "admin", "trainer")
        staff.constraints -= {one for one in staff.constraints if one.name == "ck_staff_role"}
        staff.c.role.type = closed("role", *words)
        staff.append_constraint(sa.CheckConstraint(f"role IN {words}", name="role"))
    if step >= "r0003":
        sa.Table(
            "badge",
            found,
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column(
                "staff_id", sa.Integer(), sa.ForeignKey("staff.id"), nullable=False, index=True
            ),
            sa.Column("kind", closed("kind", "gold", "silver"), nullable=False),
        )
    return found


def closed(name: str, *words: str) -> sa.Enum:
    return sa.Enum(
        *words, name=name, native_enum=False, create_constraint=name == "kind", length=40
    )


@pytest.mark.parametrize("step", ["r0001", "r0002", "r0003"])
def test_an_addition_ends_at_the_schema_built_anew(filled_desk, make_empty, step):
    rehearse(filled_desk, step)
    assert tables(filled_desk) == built(make_empty(), as_changed(step))


def test_a_new_required_column_is_filled_and_rows_stay(filled_desk):
    rehearse(filled_desk, "r0001")
    assert rows(filled_desk, "SELECT id, name, version, title, manager_id FROM staff") == [
        (1, "Ada", 3, "agent", None)
    ]
    assert rows(filled_desk, "SELECT staff_id FROM sign_in") == [(1,)]
    assert rows(filled_desk, "SELECT staff_id FROM audit_entry") == [(1,)]


def test_a_closed_list_takes_the_new_word_and_no_other(filled_desk):
    rehearse(filled_desk, "r0002")
    assert rows(filled_desk, "SELECT role FROM staff") == [("specialist",)]
    with filled_desk.begin() as connection:
        connection.execute(text("UPDATE staff SET version = 4, role = 'trainer'"))
    with pytest.raises(DatabaseError, match="ck_staff_role"), filled_desk.begin() as connection:
        connection.execute(text("UPDATE staff SET version = 5, role = 'agent'"))


def test_references_hold_after_a_table_was_changed(filled_desk):
    rehearse(filled_desk, "head")
    insert = "INSERT INTO badge (id, staff_id, kind) VALUES (1, {}, 'gold')"
    with pytest.raises(DatabaseError), filled_desk.begin() as connection:
        connection.execute(text(insert.format(2)))
    with filled_desk.begin() as connection:
        connection.execute(text(insert.format(1)))
    with pytest.raises(DatabaseError), filled_desk.begin() as connection:
        connection.execute(text("DELETE FROM member"))


def test_nothing_bears_the_name_of_before_and_nothing_else_changed(filled_desk):
    rehearse(filled_desk, "r0003")
    before = schema(filled_desk)
    rehearse(filled_desk, "r0004")
    after = schema(filled_desk)
    parts = {name.split()[-1] for name in after} | {str(name) for *_, name in named(filled_desk)}
    old = {"fk_sign_in_staff_id", "ix_sign_in_staff_id", "audit_entry", "staff"}
    assert not [part for part in parts if part in old or "audit_entry" in part]
    assert {"fk_sign_in_member_id", "pk_journal", "uq_member_email", "ix_journal_of"} <= parts
    untouched = {
        name: of
        for name, of in before.items()
        if not any(word in f"{name} {of}" for word in ("staff", "audit_entry", "sign_in"))
    }
    assert len(untouched) > len(before) / 2
    assert untouched.items() <= after.items()


def test_rows_and_triggers_outlive_a_rename(filled_desk):
    rehearse(filled_desk, "head")
    assert rows(filled_desk, "SELECT id, name, version FROM member") == [(1, "Ada", 3)]
    assert rows(filled_desk, "SELECT member_id FROM sign_in") == [(1,)]
    assert rows(filled_desk, "SELECT number, staff_id FROM journal") == [(1, 1)]
    for change in ("UPDATE journal SET actor = 'Eve'", "DELETE FROM journal"):
        with (
            pytest.raises(DatabaseError, match="journal is append-only"),
            filled_desk.begin() as connection,
        ):
            connection.execute(text(change))


def test_a_dropped_column_takes_its_constraints_along(filled_desk):
    rehearse(filled_desk, "head")
    names = {name for _, _, name in named(filled_desk)}
    assert not names & {"ck_member_identity_whole", "uq_member_issuer", "fk_journal_request_id"}
    assert {"ck_member_email_lower", "uq_member_email", "fk_journal_staff_id"} <= names


@pytest.mark.parametrize("step", STEPS)
def test_a_change_cut_short_leaves_the_step_before(filled_desk, step):
    """Cut just before it would be noted as done; then it is taken again."""
    if step != STEPS[0]:
        rehearse(filled_desk, STEPS[STEPS.index(step) - 1])
    before = state(filled_desk), rows(filled_desk, "SELECT actor FROM audit_entry")
    with cut_when(filled_desk, notes_the_step), pytest.raises(PowerCut):
        rehearse(filled_desk, step)
    assert (state(filled_desk), rows(filled_desk, "SELECT actor FROM audit_entry")) == before
    rehearse(filled_desk, step)
    assert revision(filled_desk) == step


def test_a_step_that_loses_a_referred_row_is_refused(filled_desk):
    """SQLite does not look while tables are copied; the step does before it commits."""
    before = state(filled_desk)
    wrong = Path(__file__).parent / "rehearsal_wrong"
    with pytest.raises((ValueError, DatabaseError), match=r"refer|foreign key"):
        upgrade(filled_desk, folders=(VERSIONS, wrong))
    assert state(filled_desk) == before
    assert rows(filled_desk, "SELECT name FROM staff") == [("Ada",)]
