"""What many tests begin with is made once: what a set-up left in a database is kept, and put into
the database of the next test that begins with it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Engine

from tests.support.recycling import Recycled

SetUp = Callable[[Engine], Any]
"""Fills a database and says what the tests have to know of it."""


class Filling:
    """filled(engine, set_up) is what set_up(engine) is, done once a run."""

    def __init__(self, recycled: Callable[[], Recycled]) -> None:
        self._recycled = recycled
        self._copies: dict[SetUp, tuple[sqlite3.Connection, Any]] = {}

    def __call__(self, engine: Engine, set_up: SetUp) -> Any:
        if engine.dialect.name == "postgresql":
            return self._recycled().filled(set_up, lambda: set_up(engine))
        if set_up not in self._copies:
            self._copies[set_up] = sqlite3.connect(":memory:"), set_up(engine)
            with _driver(engine) as mine:
                mine.backup(self._copies[set_up][0])
        else:
            with _driver(engine) as mine:
                self._copies[set_up][0].backup(mine)
        return self._copies[set_up][1]

    def close(self) -> None:
        for copy, _ in self._copies.values():
            copy.close()


@contextmanager
def _driver(engine: Engine) -> Iterator[sqlite3.Connection]:
    """A connection of the driver's own, which can copy the whole database."""
    with closing(engine.raw_connection()) as pooled:
        connection = pooled.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        yield connection
