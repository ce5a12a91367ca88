"""Triggers that keep a table append-only on either database."""

import sqlalchemy as sa
from alembic import op

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_POSTGRES = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def is_append_only(table: str) -> bool:
    """Whether `table` refuses changes of its rows."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    query = "SELECT name FROM sqlite_master" if is_sqlite else "SELECT tgname FROM pg_trigger"
    return any(name.startswith(f"{table}_no_") for name in op.get_bind().scalars(sa.text(query)))


def drop_append_only(table: str) -> None:
    """Take away what `make_append_only` made for `table`."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    for what in ("change", "truncate"):
        op.execute(f"DROP TRIGGER {table}_no_{what} ON {table}")


def make_append_only(table: str) -> None:
    """Refuse UPDATE, DELETE and, where it exists, TRUNCATE on `table`."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(_SQLITE.format(table=table, verb=verb, VERB=verb.upper()))
        return
    op.execute(_POSTGRES.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
