"""A new SQLite file beside a demo's old one, which stays until the new one is whole."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine

from core.db import make_engine
from core.errors import DeskError

NO_FILE = "Only a SQLite demo can be replaced. Set DATABASE_URL to an empty database."
IN_USE = "The database is in use. Stop the server that runs on it, then try again."


@contextmanager
def replacement(engine: Engine) -> Iterator[Engine]:
    """An engine on an empty file that takes the place of `engine`'s at the end of the block.

    Whatever is raised in the block leaves the old file as it is. Raises DeskError where the
    database is no SQLite file, or in use by another program.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database:
        raise DeskError(NO_FILE)
    old = Path(engine.url.database)
    new = old.with_name(f"{old.name}.new")
    _remove(new)
    engine.dispose()
    _settle(old)
    made = make_engine(f"sqlite:///{new}")
    try:
        yield made
        made.dispose()
        _settle(new)
        _settle(old)
        new.replace(old)
    finally:
        made.dispose()
        _remove(new)


def _settle(path: Path) -> None:
    """Fold the write-ahead log into the file, which fails while a server has the file open."""
    try:
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    except sqlite3.OperationalError as problem:
        raise DeskError(IN_USE) from problem


def _remove(path: Path) -> None:
    for each in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))):
        each.unlink(missing_ok=True)
