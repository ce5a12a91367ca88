"""A database's schema as plain text, to compare two databases object by object."""

from collections.abc import Iterator

from sqlalchemy import Engine, text

ALEMBIC = "alembic_version"
Schema = dict[str, tuple[str, ...]]

SQLITE = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE type <> 'trigger' AND sql <> ''"
SQLITE_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"

COLUMNS = """
SELECT 'column ' || table_name || '.' || column_name,
       concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default,
                 collation_name)
FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
SELECT 'constraint ' || conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
POSTGRES_TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"


def schema(engine: Engine) -> Schema:
    """Every table, column, constraint and index by name with its definition, without triggers
    and without what Alembic keeps for itself."""
    queries = [SQLITE] if engine.dialect.name == "sqlite" else [COLUMNS, CONSTRAINTS, INDEXES]
    return {
        name: tuple(_parts(definition))
        for query in queries
        for name, definition in _rows(engine, query)
        if ALEMBIC not in name
    }


def triggers(engine: Engine) -> list[str]:
    """The names of all triggers."""
    query = SQLITE_TRIGGERS if engine.dialect.name == "sqlite" else POSTGRES_TRIGGERS
    return sorted(name for (name,) in _rows(engine, query))


def _parts(definition: str) -> Iterator[str]:
    """The lines of a definition in one order, since that of the constraints says nothing."""
    return iter(sorted(" ".join(line.split()).rstrip(" ,") for line in definition.splitlines()))


def _rows(engine: Engine, query: str) -> list[tuple[str, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]
