"""Changes of tables that hold rows, on SQLite and PostgreSQL alike.

Rows, triggers and everything else of a table stay, and names follow the naming convention of
`core/models/base.py`: call these rather than `op`, whose renames keep the old constraint names.
SQLite copies the table; that takes a moment for each million rows.
"""

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from core.db.migrations.triggers import drop_append_only, is_append_only, make_append_only

Rename = Callable[[str], str]
_TRIGGERS = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
_UNSEEN = sa.text(
    "SELECT sql FROM sqlite_master WHERE type = 'trigger' "
    "OR (tbl_name = :name AND type = 'index' AND sql LIKE '%(lower(%')"
)


def add_column(table: str, column: sa.Column[Any], value: str | None = None) -> None:
    """Add a column; a required one takes the SQL expression `value` in the rows that are there."""
    is_required, column.nullable = not column.nullable, True
    with _altered(table) as batch:
        batch.add_column(column)
    if value is not None:
        op.execute(f"UPDATE {table} SET {column.name} = {value}")
    if is_required:
        with _altered(table) as batch:
            batch.alter_column(column.name, nullable=False)


def drop_column(table: str, name: str) -> None:
    """Drop a column with its indexes and every constraint that names it."""
    found = sa.inspect(op.get_bind())
    for index in found.get_indexes(table):
        if name in index["column_names"] and "duplicates_constraint" not in index:
            op.drop_index(str(index["name"]), table)
    with _altered(table) as batch:
        for check in found.get_check_constraints(table):
            if re.search(rf"\b{name}\b", check["sqltext"]):
                batch.drop_constraint(op.f(str(check["name"])), type_="check")
        batch.drop_column(name)


def change_words(table: str, column: str, words: str, **renamed: str) -> None:
    """Let `column` hold exactly `words` (separated by blanks); `renamed` maps old words to new."""
    name = op.f(f"ck_{table}_{column}")
    with _altered(table) as batch:
        batch.drop_constraint(name, type_="check")
    for old, new in renamed.items():
        op.execute(
            sa.text(f"UPDATE {table} SET {column} = :new WHERE {column} = :old").bindparams(
                old=old, new=new
            )
        )
    listed = ", ".join(f"'{word}'" for word in words.split())
    with _altered(table) as batch:
        batch.create_check_constraint(name, f"{column} IN ({listed})")


def rename_column(table: str, old: str, new: str) -> None:
    """Rename a column, in indexes and constraints too."""
    op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    _rename_parts(table, lambda name: re.sub(rf"^([a-z]+_{table})_{old}$", rf"\1_{new}", name))


def rename_table(old: str, new: str) -> None:
    """Rename a table and all that is named after it; rows elsewhere that refer to it follow."""
    is_protected = is_append_only(old)
    if is_protected:
        drop_append_only(old)
    op.rename_table(old, new)
    _rename_parts(new, lambda name: re.sub(rf"^([a-z]+)_{old}(_|$)", rf"\1_{new}\2", name))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER SEQUENCE IF EXISTS {old}_id_seq RENAME TO {new}_id_seq")
    if is_protected:
        make_append_only(new)


def _rename_parts(table: str, rename: Rename) -> None:
    """Give the table's constraints and indexes the names that `rename` makes of theirs."""
    described = sa.Table(table, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
    parts: list[sa.Constraint | sa.Index] = [*described.constraints, *described.indexes]
    if op.get_bind().dialect.name == "sqlite":
        for part in parts:
            part.name = op.f(rename(str(part.name)))
        with _altered(table, copy_from=described, recreate="always"):
            pass
        return
    for part in parts:
        old = str(part.name)
        if rename(old) != old:
            is_index = isinstance(part, sa.Index)
            what = f"INDEX {old} RENAME" if is_index else f"TABLE {table} RENAME CONSTRAINT {old}"
            op.execute(f"ALTER {what} TO {rename(old)}")


@contextmanager
def _altered(table: str, **how: Any) -> Iterator[BatchOperations]:
    """Alembic's batch, after which SQLite's copy has the indexes on expressions of the original,
    which Alembic does not see, and every trigger is there again: a table that triggers of others
    name cannot be replaced."""
    unseen: list[str] = []
    if op.get_bind().dialect.name == "sqlite":
        unseen = list(op.get_bind().scalars(_UNSEEN, {"name": table}))
        for name in list(op.get_bind().scalars(_TRIGGERS)):
            op.execute(f"DROP TRIGGER {name}")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based")
        with op.batch_alter_table(table, **how) as batch:
            yield batch
    kept = sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :name")
    left = list(op.get_bind().scalars(kept, {"name": table})) if unseen else []
    for statement in unseen:
        if statement not in left:
            op.get_bind().exec_driver_sql(statement)
