"""One PostgreSQL database that many tests take in turn: making one for each took longer than the
tests themselves. What a test wrote is taken out again; where it changed more than rows, or the
database has served long enough, the next test gets a new one."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from tests.support.postgres import Postgres

NAME, KEPT = "desk", "kept"
USES = 150
"""After this many tests, the space of deleted rows slows the database down."""

BEGIN = "SET session_replication_role = replica;"
"""Turns triggers off while rows are restored."""
KEEP = """
CREATE SCHEMA {place};
CREATE TABLE {place}."sequences of the tables" AS
  SELECT oid, pg_sequence_last_value(oid) AS at FROM pg_class
  WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
"""
KEEP_ROWS = "CREATE TABLE {place}.{table} AS TABLE public.{table};"
ROWS = "SELECT FROM {place}.{table} LIMIT 1"
ANY = "SELECT {name} WHERE EXISTS (TABLE public.{table})"
OTHERS = """
SELECT {name} WHERE EXISTS (
  SELECT t::text FROM public.{table} t EXCEPT ALL SELECT t::text FROM {place}.{table} t
) OR EXISTS (
  SELECT t::text FROM {place}.{table} t EXCEPT ALL SELECT t::text FROM public.{table} t
)
"""
"""The names of tables whose rows differ from the saved ones. Most tables were saved empty, and
there one row is enough to know."""
PUT_BACK = """
DELETE FROM public.{table};
INSERT INTO public.{table} OVERRIDING SYSTEM VALUE TABLE {place}.{table};
"""
END_THE_REST = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND (
  state <> 'idle' OR pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')
)
"""
COUNT_ANEW = """
SELECT setval(oid, coalesce(at, 1), at IS NOT NULL) FROM {place}."sequences of the tables"
WHERE pg_sequence_last_value(oid) IS DISTINCT FROM at
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SHAPE = """
SELECT (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_class
        WHERE relnamespace = 'public'::regnamespace),
       (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_trigger),
       (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_constraint),
       (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_proc WHERE oid >= 16384),
       (SELECT count(*) FROM pg_statistic WHERE starelid >= 16384)
"""
"""Changes with any definition and with statistics, but not with rows."""


class Recycled:
    """Databases like `template`, one at a time and always at the same URL."""

    def __init__(self, server: Postgres, template: str) -> None:
        self._server, self._template = server, template
        self._connection: psycopg.Connection | None = None
        self._uses = 0

    @contextmanager
    def taken(self) -> Iterator[str]:
        """The URL of a database that equals the template, for the length of the block."""
        if self._connection is None:
            self._make()
        yield self._url
        self._uses += 1
        if self._uses >= USES or not self._put_back():
            self.drop()

    def filled(self, name: Hashable, set_up: Callable[[], Any]) -> Any:
        """What `set_up` returns. The rows it writes are saved under `name` and restored the next
        time, instead of running it again."""
        assert self._changed() == []
        if name in self._fillings:
            place, tables, found = self._fillings[name]
            self._run(*(_of(PUT_BACK, place, table) for table in tables), _of(COUNT_ANEW, place))
            return found
        found, tables = set_up(), self._changed()
        place = f"filling {len(self._fillings)}"
        self._run(_of(KEEP, place), *(_of(KEEP_ROWS, place, table) for table in tables))
        self._fillings[name] = place, tables, found
        return found

    def drop(self) -> None:
        """Drop the database; the next test gets a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            self._server.drop(NAME)

    def _make(self) -> None:
        """Create a database and keep the connection, which knows its tables."""
        self._url = self._server.create(NAME, template=self._template)
        self._uses = 0
        self._fillings: dict[Hashable, tuple[str, list[str], Any]] = {}
        self._connection = psycopg.connect(self._url, autocommit=True)
        tables = [name for (name,) in self._run(sql.SQL(TABLES)).fetchall()]
        self._run(sql.SQL(BEGIN), _of(KEEP, KEPT), *(_of(KEEP_ROWS, KEPT, one) for one in tables))
        self._others = self._looking_for_others(tables)
        self._shape = self._run(sql.SQL(SHAPE)).fetchone()

    def _looking_for_others(self, tables: list[str]) -> bytes:
        """The query that finds changed tables."""
        kept = {one for one in tables if self._run(_of(ROWS, KEPT, one)).rowcount}
        looks = [_of(OTHERS if one in kept else ANY, KEPT, one) for one in tables]
        return sql.SQL(" UNION ALL ").join(looks).as_bytes(self._connection)

    def _changed(self) -> list[str]:
        """The names of changed tables."""
        assert self._connection is not None
        # planned once: there are no parameters to plan it for anew
        return [name for (name,) in self._connection.execute(self._others, prepare=True).fetchall()]

    def _put_back(self) -> bool:
        """Restore the database; False if more than rows changed."""
        if self._run(sql.SQL(SHAPE)).fetchone() != self._shape:
            return False
        self._run(sql.SQL(END_THE_REST), prepare=True)
        for table in self._changed():
            self._run(_of(PUT_BACK, KEPT, table))
        self._run(_of(COUNT_ANEW, KEPT), prepare=True)
        return True

    def _run(self, *statements: sql.Composable, prepare: bool | None = None) -> psycopg.Cursor:
        assert self._connection is not None
        return self._connection.execute(sql.SQL("\n").join(statements), prepare=prepare)


def _of(statement: LiteralString, place: str, table: str = "") -> sql.Composed:
    """The statement with the names of schema and table filled in."""
    names = {"place": sql.Identifier(place), "name": sql.Literal(table)}
    return sql.SQL(statement).format(table=sql.Identifier(table or place), **names)
