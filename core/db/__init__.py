"""Engines for SQLite and PostgreSQL, with the options that the product relies on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.db import name_words as name_words
from core.db.edits import refuse_uncounted_edits
from core.db.reference_versions import ONE_STATE
from core.db.shifted_clock import refuse_shifted_clock
from core.errors import NotStored
from core.settings import settings

WRITES = "desk_writes"
POSTGRESQL_OPTIONS = (
    "plan_cache_mode=force_custom_plan",
    "datestyle=ISO",
    "cursor_tuple_fraction=1",  # what is read in batches is read to its end
)
LONGEST_PAUSE_SECONDS = 0.05
LOCK_NOT_AVAILABLE, DISK_FULL = "55P03", "53100"
BUSY = "Another program is writing to the database. Nothing was saved. Try again in a minute."
FULL = "The server's disk is full. Nothing was saved. Tell an admin, then try again."
_locks: WeakKeyDictionary[Engine, threading.RLock] = WeakKeyDictionary()


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process, for the database of the settings; raises ClockShiftRefused."""
    made = make_engine(settings().database_url)
    refuse_shifted_clock(made)
    return made


def make_engine(url: str) -> Engine:
    """An engine for `url`; makes the folder of a SQLite file if it is missing."""
    parsed = make_url(url)
    made = _sqlite(url) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
    refuse_uncounted_edits(made)
    return made


def _postgresql(url: URL) -> Engine:
    options = (*POSTGRESQL_OPTIONS, f"lock_timeout={settings().busy_seconds}s")
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        connect_args={"options": " ".join(f"-c {one}" for one in options)},
    )


def _sqlite(url: str) -> Engine:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(
        url, connect_args={"timeout": settings().busy_seconds, "check_same_thread": False}
    )
    _locks[made] = threading.RLock()
    event.listen(made, "connect", _set_pragmas)
    event.listen(made, "begin", _begin)
    return made


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late to be immediate
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        f"busy_timeout={settings().busy_seconds * 1000}",
        "cache_size=-65536",
        "temp_store=MEMORY",  # else each row that sets off a trigger may write a file
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@lru_cache(maxsize=8)
def _for_writing(on: Engine) -> Engine:
    return on.execution_options(**{WRITES: True})


@lru_cache(maxsize=8)
def _for_reading(on: Engine) -> Engine:
    if on.dialect.name != "postgresql":
        return on
    return on.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


@contextmanager
def writing(on: Engine) -> Iterator[Session]:
    """A session that may write. It commits at the end, or leaves nothing behind.

    SQLite has one writer: a lock queues the threads of a process, BEGIN IMMEDIATE the processes.
    Raises NotStored where the database stays busy or its disk is full.
    """
    try:
        with (
            _turn(on),
            Session(_for_writing(on), expire_on_commit=False) as db,
            db.begin(),
        ):
            yield db
    except DBAPIError as problem:
        if words := _not_stored(problem):
            raise NotStored(words) from problem
        raise


@contextmanager
def _turn(on: Engine) -> Iterator[None]:
    """Among the threads of this process that write to one SQLite file."""
    lock = _locks.get(on)
    if lock is None:
        yield
        return
    if not lock.acquire(timeout=settings().busy_seconds):
        raise NotStored(BUSY)
    try:
        yield
    finally:
        lock.release()


def _not_stored(problem: DBAPIError) -> str:
    """What to do where the database is busy or its disk full; "" for anything else."""
    said, state = str(problem.orig), getattr(problem.orig, "sqlstate", None)
    if "database is locked" in said or state == LOCK_NOT_AVAILABLE:
        return BUSY
    return FULL if "disk is full" in said or state == DISK_FULL else ""


@contextmanager
def yielding(on: Engine) -> Iterator[None]:
    """Around one of many small writes in a row: on SQLite, leave the database alone afterwards
    for as long as the write took, so that others who try again now and then get their turn."""
    began = monotonic()
    yield
    if on.dialect.name == "sqlite":
        sleep(min(monotonic() - began, LONGEST_PAUSE_SECONDS))


@contextmanager
def looking(on: Engine) -> Iterator[Session]:
    """A session that reads one state of the database and writes nothing."""
    with Session(_for_reading(on), expire_on_commit=False) as db:
        db.info[ONE_STATE] = True
        yield db
