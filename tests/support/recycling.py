"""One PostgreSQL database that many tests take in turn: making one for each took longer than the
tests themselves. What a test wrote is taken out again; where it changed more than rows, or the
database has served long enough, the next test gets a new one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString

import psycopg
from psycopg import sql

from tests.support.postgres import Postgres

NAME = "desk"
USES = 150
"""After so many tests the space of deleted rows is not worth its while any more."""

KEEP = """
CREATE SCHEMA kept;
DO $$ DECLARE t name; BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', t);
  END LOOP;
END $$;
CREATE TABLE kept."sequences of the tables" AS
  SELECT oid, pg_sequence_last_value(oid) AS at FROM pg_class
  WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
SET session_replication_role = replica;
"""
"""No trigger stands in the way of what is put back."""
KEPT = "SELECT FROM kept.{table}"
ANY = "SELECT {name} WHERE EXISTS (TABLE public.{table})"
OTHERS = """
SELECT {name} WHERE EXISTS (
  SELECT t::text FROM public.{table} t EXCEPT ALL SELECT t::text FROM kept.{table} t
) OR EXISTS (
  SELECT t::text FROM kept.{table} t EXCEPT ALL SELECT t::text FROM public.{table} t
)
"""
"""The name of a table whose rows are others than those that are kept. Most tables are kept without
any row; there the first is enough."""
PUT_BACK = """
DELETE FROM public.{table};
INSERT INTO public.{table} OVERRIDING SYSTEM VALUE TABLE kept.{table};
"""
END_THE_REST = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND (
  state <> 'idle' OR pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')
)
"""
COUNT_ANEW = """
SELECT setval(oid, coalesce(at, 1), at IS NOT NULL) FROM kept."sequences of the tables"
WHERE pg_sequence_last_value(oid) IS DISTINCT FROM at
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SHAPE = """
SELECT (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_class WHERE oid >= 16384),
       (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_trigger),
       (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_constraint),
       (SELECT array[count(*), sum(xmin::text::bigint)] FROM pg_proc WHERE oid >= 16384),
       (SELECT count(*) FROM pg_statistic WHERE starelid >= 16384)
"""
"""Changes with any definition and with gathered statistics, not with rows."""


class Recycled:
    """Databases like `template`, one at a time and always of the same address."""

    def __init__(self, server: Postgres, template: str) -> None:
        self._server, self._template = server, template
        self._connection: psycopg.Connection | None = None
        self._uses = 0

    @contextmanager
    def taken(self) -> Iterator[str]:
        """The address of a database as the template is, until the end of the block."""
        if self._connection is None:
            self._make()
        yield self._url
        self._uses += 1
        if self._uses >= USES or not self._put_back():
            self.drop()

    def drop(self) -> None:
        """Let the database go; the next test gets a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            self._server.drop(NAME)

    def _make(self) -> None:
        """The connection stays open, since a new one knows none of the tables yet."""
        self._url = self._server.create(NAME, template=self._template)
        self._uses = 0
        self._connection = psycopg.connect(self._url, autocommit=True)
        self._connection.execute(KEEP)
        self._others = self._looking_for_others()
        self._shape = self._connection.execute(SHAPE).fetchone()

    def _looking_for_others(self) -> bytes:
        """The query for the tables that are not as they were."""
        assert self._connection is not None
        tables = [name for (name,) in self._connection.execute(TABLES).fetchall()]
        kept = {name for name in tables if self._connection.execute(_of(name, KEPT)).fetchone()}
        looks = [_of(name, OTHERS if name in kept else ANY) for name in tables]
        return sql.SQL(" UNION ALL ").join(looks).as_bytes(self._connection)

    def _put_back(self) -> bool:
        """Whether the database is as it was."""
        assert self._connection is not None
        if self._connection.execute(SHAPE).fetchone() != self._shape:
            return False
        self._connection.execute(END_THE_REST, prepare=True)
        # planned once: there are no parameters to plan it for anew
        for (table,) in self._connection.execute(self._others, prepare=True).fetchall():
            self._connection.execute(_of(table, PUT_BACK))
        self._connection.execute(COUNT_ANEW, prepare=True)
        return True


def _of(table: str, statement: LiteralString) -> sql.Composed:
    """The statement with the name of its table."""
    return sql.SQL(statement).format(table=sql.Identifier(table), name=sql.Literal(table))
