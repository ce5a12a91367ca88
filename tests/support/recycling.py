"""One PostgreSQL database that many tests take in turn: making one for each took longer than the
tests themselves. What a test wrote is taken out again; where it changed more than rows, or the
database has served long enough, the next test gets a new one."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

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
  SELECT format('%I.%I', schemaname, sequencename) AS name, coalesce(last_value, 1) AS at,
         last_value IS NOT NULL AS is_used
  FROM pg_sequences WHERE schemaname = 'public';
"""
PUT_BACK = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND (
  state <> 'idle' OR pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')
);
SET session_replication_role = replica;
DO $$ DECLARE t name; BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM public.%I', t);
    EXECUTE format('INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE TABLE kept.%1$I', t);
  END LOOP;
  PERFORM setval(name::regclass, at, is_used) FROM kept."sequences of the tables";
END $$;
"""
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
        self._shape = self._connection.execute(SHAPE).fetchone()

    def _put_back(self) -> bool:
        """Whether the database is as it was."""
        assert self._connection is not None
        if self._connection.execute(SHAPE).fetchone() != self._shape:
            return False
        self._connection.execute(PUT_BACK)
        return True
