"""A person's click waits for one small write of background work, not for all of it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from core.db import WRITES, make_engine
from core.requests.correction.file import file_client_correction
from tests.proof.checking import fill, work_apart, work_through
from tests.proof.forking import forked, killed, pipe
from tests.support import correction

FEW, MANY = 200, 2_000
SESSIONS, SESSIONS_IN_FULL = 1_000, 30_000
SIGN_STEPS = 100
MOST_SECONDS = 5.0
"""Far more than a click may wait, since the machine may be busy; the figure is printed."""


@contextmanager
def steps_of_writes(engine: Engine) -> Iterator[list[int]]:
    """How much SQLite works in each transaction that writes, in steps of its virtual machine: the
    same on any machine, however busy it is."""
    steps: list[int] = []

    def count() -> None:
        steps[-1] += SIGN_STEPS

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        driver: Any = connection.connection.dbapi_connection
        driver.set_progress_handler(count if writes else None, SIGN_STEPS)
        if writes:
            steps.append(0)

    event.listen(engine, "begin", begin)
    yield steps
    event.remove(engine, "begin", begin)


@pytest.fixture
def empty(tmp_path: Path, sqlite_template: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{copy(sqlite_template, tmp_path / 'other.sqlite')}")
    yield made
    made.dispose()


def longest_write(engine: Engine, sessions: int) -> int:
    fill(engine, sessions)
    with steps_of_writes(engine) as steps:
        work_through(engine)
    assert len(steps) > sessions / 50, "everything was written in one piece"
    return max(steps)


def test_no_write_of_the_checks_grows_with_the_sessions(
    tmp_path: Path, sqlite_template: Path, empty: Engine
) -> None:
    few = make_engine(f"sqlite:///{copy(sqlite_template, tmp_path / 'few.sqlite')}")
    shortest = longest_write(few, FEW)
    few.dispose()
    assert longest_write(empty, MANY) < 2 * shortest


def test_requests_are_filed_while_all_sessions_are_checked(
    engine: Engine, database_url: str, in_full: bool
) -> None:
    desk = correction.desk(engine)
    fill(engine, SESSIONS_IN_FULL if in_full else SESSIONS)
    heard, said = pipe(duplex=False)
    process = forked(work_apart, said, database_url)
    said.close()
    waits = []
    with heard:
        while not heard.poll(0.1):
            began = time.monotonic()
            desk.do(file_client_correction, desk.filing())
            waits.append(time.monotonic() - began)
        assert heard.recv() == "done"
    killed(process)
    waits.sort()
    half, longest = waits[len(waits) // 2] * 1000, waits[-1] * 1000
    print(f"{len(waits)} filed: half waited {half:.0f} ms, one {longest:.0f} ms")  # noqa: T201
    assert waits[-1] < MOST_SECONDS
