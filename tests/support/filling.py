"""Runs a set-up that many tests share only once: its rows are saved, and restored for the next
test."""

import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine

from tests.support.recycling import Recycled

T = TypeVar("T")


class Filling:
    """filled(engine, set_up) returns set_up(engine), which runs once per test run. `set_up` fills a
    database that nothing else has written to."""

    def __init__(self, recycled: Callable[[], Recycled]) -> None:
        self._recycled = recycled
        self._copies: dict[Hashable, tuple[sqlite3.Connection, Any]] = {}

    def __call__(self, engine: Engine, set_up: Callable[..., T], **given: Any) -> T:
        name = (set_up, *sorted(given.items()))
        if engine.dialect.name == "postgresql":
            found = self._recycled().filled(name, lambda: set_up(engine, **given))
        else:
            found = self._on_sqlite(engine, name, lambda: set_up(engine, **given))
        mine: T = deepcopy(found, {id(engine): engine})
        return mine

    def _on_sqlite(self, engine: Engine, name: Hashable, set_up: Callable[[], Any]) -> Any:
        written = Path(f"{engine.url.database}-wal")
        assert not written.exists() or not written.stat().st_size
        if name not in self._copies:
            self._copies[name] = sqlite3.connect(":memory:"), set_up()
            with _driver(engine) as mine:
                mine.backup(self._copies[name][0])
        else:
            with _driver(engine) as mine:
                self._copies[name][0].backup(mine)
        return self._copies[name][1]

    def close(self) -> None:
        for copy, _ in self._copies.values():
            copy.close()


@contextmanager
def _driver(engine: Engine) -> Iterator[sqlite3.Connection]:
    """A raw connection of the driver, which can copy the whole database."""
    with closing(engine.raw_connection()) as pooled:
        connection = pooled.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        yield connection
