"""The history of the schema, one step a file; `upgrade` brings a database to the newest step."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect

from core.db import WRITES
from core.db.edits import MIGRATES
from core.db.migrations.schema import Schema, schema_of
from core.errors import DeskError
from core.models.all_tables import metadata

HERE = Path(__file__).parent
VERSIONS = HERE / "versions"
INITIAL = "m0001"
OLD_HEAD = "0008"
"""Where databases are whose schema was built in eight steps: that of today's initial step."""

LOCK = 7_302_002
"""The advisory lock under which PostgreSQL changes its schema."""

_OLDER = (
    "This database is from an older version of Session Desk that cannot be upgraded: "
    "set DATABASE_URL to a new database, run `session-desk migrate`, and import the extracts again."
)
_OTHER = (
    "This database is not one that this version of Session Desk knows: "
    "set DATABASE_URL to another database, or install the version that made this one."
)


class UnknownDatabase(DeskError):
    """Neither empty nor at a step of the history; nothing in it was touched."""


def upgrade(
    engine: Engine, revision: str = "head", *, folders: Sequence[Path] = (VERSIONS,)
) -> None:
    """Apply each step up to `revision` that is missing, in a transaction of its own.

    Raises UnknownDatabase before anything is changed.
    """
    writer = engine.execution_options(**{WRITES: True, MIGRATES: True})
    with writer.connect() as connection, _prepared(connection):
        config = _config(connection, folders)
        if _is_at_old_head(connection, ScriptDirectory.from_config(config)):
            with connection.begin():
                connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{INITIAL}'")
        command.upgrade(config, revision)


def _is_at_old_head(connection: Connection, steps: ScriptDirectory) -> bool:
    """Whether the database is at the old head with the schema of the initial step; raises
    UnknownDatabase for one that no step leads on from."""
    found = _context(connection).get_current_revision()
    tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
    known = {step.revision for step in steps.walk_revisions()}
    is_old_head = found == OLD_HEAD and schema_of(connection) == _initial(connection, steps)
    connection.rollback()
    if is_old_head or found in known or (found is None and not tables):
        return is_old_head
    raise UnknownDatabase(_OLDER if (found or "").isdigit() else _OTHER)


def _initial(connection: Connection, steps: ScriptDirectory) -> Schema:
    """The schema that the initial step makes on this kind of database; leaves nothing behind."""
    script = steps.get_revision(INITIAL)
    with _empty(connection) as there, Operations.context(_context(there)):
        script.module.upgrade()
        return schema_of(there)


@contextmanager
def _empty(connection: Connection) -> Iterator[Connection]:
    """A connection to an empty schema of the same kind, which is gone afterwards."""
    if connection.dialect.name == "sqlite":
        with create_engine("sqlite://").connect() as there:
            yield there
        return
    connection.exec_driver_sql("CREATE SCHEMA session_desk_initial")
    connection.exec_driver_sql("SET LOCAL search_path TO session_desk_initial")
    yield connection
    connection.rollback()


def _context(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(connection, opts={"target_metadata": metadata})


@contextmanager
def _prepared(connection: Connection) -> Iterator[None]:
    """PostgreSQL lets one process migrate at a time. SQLite changes a table by copying it, and the
    original cannot be dropped while rows refer to it; each step checks all references instead."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            yield
        finally:
            connection.rollback()
            driver.execute("PRAGMA foreign_keys=ON")
        return
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK})")
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK})")
        connection.commit()


def _config(connection: Connection, folders: Sequence[Path]) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(str, folders)))
    config.attributes["connection"] = connection
    return config
