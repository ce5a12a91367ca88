"""What is defined in a database, as plain text, to compare one database with another."""

import re
from collections.abc import Iterator

from sqlalchemy import Connection, text

Schema = dict[str, tuple[str, ...]]

_SQLITE = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql <> ''"
_COLUMNS = """
SELECT 'column ' || table_name || '.' || column_name,
       concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default,
                 collation_name)
FROM information_schema.columns WHERE table_schema = current_schema()
"""
# PostgreSQL 18 lists NOT NULL here too; the columns say it already
_CONSTRAINTS = """
SELECT 'constraint ' || relname || ' ' || conname, pg_get_constraintdef(pg_constraint.oid)
FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'
"""
_INDEXES = """
SELECT 'index ' || indexname, replace(indexdef, ' ON ' || schemaname || '.', ' ON ')
FROM pg_indexes WHERE schemaname = current_schema()
"""
_TRIGGERS = """
SELECT 'trigger ' || tgname, replace(pg_get_triggerdef(pg_trigger.oid), current_schema() || '.', '')
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
"""


def schema_of(connection: Connection) -> Schema:
    """Every table, column, constraint, index and trigger by name, with the lines of its definition
    in one order; without the table that Alembic keeps for itself."""
    is_sqlite = connection.dialect.name == "sqlite"
    queries = [_SQLITE] if is_sqlite else [_COLUMNS, _CONSTRAINTS, _INDEXES, _TRIGGERS]
    return {
        name: tuple(sorted(_lines(definition)))
        for query in queries
        for name, definition in connection.execute(text(query))
        if "alembic_version" not in name
    }


_AT_COLUMN = re.compile(r"\n|, (?![^(]*\))")
"""A line each, and on SQLite a column that was added to the end of another's line."""


def _lines(definition: str) -> Iterator[str]:
    """SQLite quotes a name once it was changed, which makes it no other name."""
    for line in _AT_COLUMN.split(definition.replace('"', "")):
        if found := " ".join(line.split()).rstrip(" ,"):
            yield found
