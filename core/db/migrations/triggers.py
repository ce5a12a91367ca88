"""Triggers on either database: those that keep a table append-only, and those that keep columns up
to date with other tables, whoever writes."""

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

_SQLITE_KEEP = """
CREATE TRIGGER {name} {event} ON {table} WHEN {when}
BEGIN {statement}; END
"""

# planned once: the product asks for plans of their own, and here that took most of the time
_POSTGRES_KEEP = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$ BEGIN {statement}; RETURN NEW; END $$;
CREATE TRIGGER {name} {event} ON {table}
FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()
"""


def run_after(event: str, table: str, name: str, statement: str, when: str = "true") -> None:
    """Run `statement`, in SQL that both databases know, for each row after `event`: INSERT, DELETE,
    or UPDATE OF columns. NEW and OLD are the row; `when` may use them too, but no other table."""
    _create(f"AFTER {event}", table, name, statement, when)


def keep_columns(table: str, name: str, of: str, values: dict[str, str]) -> None:
    """Keep columns of `table` at these expressions of NEW, the row itself, whenever a row is
    inserted or its columns `of` are written."""
    if op.get_bind().dialect.name == "postgresql":
        assigned = "; ".join(f"NEW.{column} := {value}" for column, value in values.items())
        _create(f"BEFORE INSERT OR UPDATE OF {of}", table, name, assigned)
        return
    assigned = ", ".join(f"{column} = {value}" for column, value in values.items())
    statement = f"UPDATE {table} SET {assigned} WHERE id = NEW.id"
    is_needed = " OR ".join(f"NEW.{column} IS NOT NULL" for column in of.split(", "))
    _create("AFTER INSERT", table, f"{name}_insert", statement, is_needed)
    _create(f"AFTER UPDATE OF {of}", table, f"{name}_update", statement)


def _create(event: str, table: str, name: str, statement: str, when: str = "true") -> None:
    form = _SQLITE_KEEP if op.get_bind().dialect.name == "sqlite" else _POSTGRES_KEEP
    op.execute(form.format(name=name, event=event, table=table, statement=statement, when=when))


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


def renew_version(table: str, kind: str) -> None:
    """Let each change of `table` give `kind` a new token in `reference_version`."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    word = "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()::text"
    op.execute(
        f"INSERT INTO reference_version (kind, token) VALUES ('{kind}', {word}) "
        "ON CONFLICT (kind) DO NOTHING"
    )
    change = f"UPDATE reference_version SET token = {word} WHERE kind = "
    if is_sqlite:
        for verb in ("insert", "update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_renews_{verb} AFTER {verb.upper()} ON {table} "
                f"BEGIN {change}'{kind}'; END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION renew_version() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {change}TG_ARGV[0]; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_renews AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION renew_version('{kind}')"
    )
