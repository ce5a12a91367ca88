"""kill -9 in the middle of imports: repeated, they end as one that ran through."""

import random
import shutil
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from core import db
from core.db import make_engine
from core.models.exchange import ImportBatch
from core.vocabulary.exchange import ImportStatus
from tests.proof.forking import forked, killed, pipe
from tests.proof.importing import CHECKS, ROWS, Imported, import_folder
from tests.support.dump import everything, newest_import
from tests.support.messy import spoil_some
from tests.support.sound import sound

SESSIONS, SESSIONS_IN_FULL = 200, 8_400
KILLS, KILLS_IN_FULL = 8, 20
SHARE, SHARE_IN_FULL = 0.1, 0.01
LEAST_CUT = 0.75
"""Of all kills: the others come too late, since a machine is not equally fast each time."""
OFTEN_CHECKED = 4
"""Each fourth kill comes while data is checked, which takes far less time than the rows."""
MOST_MEGABYTES = 60
"""What an import takes beyond what it starts with."""
MOST_GROWTH = 25
"""How much more ten times the rows may take: their chunks are full, more rejects are listed, and
Python finds what is unreachable only from time to time."""


def start(url: str, folder: Path) -> Generator[str | Imported]:
    """Import in a process of its own and yield what it says; it is killed if nobody listens."""
    heard, said = pipe(duplex=False)
    process = forked(import_folder, said, url, folder, folder.parent / "rejects")
    said.close()
    with heard:
        try:
            while not isinstance(word := heard.recv(), Imported):
                yield word
            yield word
        finally:
            killed(process)


def whole(url: str, folder: Path) -> Imported:
    """What an import took that ran through."""
    *_, done = start(url, folder)
    assert isinstance(done, Imported)
    return done


def cut(url: str, folder: Path, step: str, seconds: float) -> None:
    """Kill an import so many seconds after a step began."""
    saying = start(url, folder)
    assert step in saying
    time.sleep(seconds)
    saying.close()


def unfinished(engine: Engine) -> int:
    """Imports that were never said to have ended."""
    running = select(ImportBatch).where(col(ImportBatch.status) == ImportStatus.RUNNING)
    with db.looking(engine) as work:
        return len(work.scalars(running).all())


@pytest.fixture
def clean(tmp_path: Path, sqlite_template: Path) -> str:
    """A database for imports that run through."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'clean.sqlite')}"


def spoiled(folder: Path, sessions: int, share: float) -> Path:
    """An extract of six times as many rows, of which that share has faults of every kind."""
    made = sound(folder, sessions)
    rows = sum(map(len, made.rows.values()))
    assert rows >= sessions * 6
    assert spoil_some(made.folder, share, random.Random(7)) >= rows * share * 0.9
    return made.folder


def test_imports_that_were_killed_end_as_one_that_ran_through(
    engine: Engine, database_url: str, clean: str, tmp_path: Path, in_full: bool
) -> None:
    sessions, share = (SESSIONS_IN_FULL, SHARE_IN_FULL) if in_full else (SESSIONS, SHARE)
    folder = spoiled(tmp_path / "extracts", sessions, share)
    first, again = whole(clean, folder), whole(clean, folder)
    chance, kills = random.Random(11), KILLS_IN_FULL if in_full else KILLS
    found = {ROWS: 0, CHECKS: 0}
    for number in range(1, kills + 1):
        step, before = CHECKS if number % OFTEN_CHECKED == 0 else ROWS, unfinished(engine)
        cut(database_url, folder, step, chance.uniform(0, again.seconds[step]))
        found[step] += unfinished(engine) - before
    last = whole(database_url, folder)
    print(f"{found} of {kills} cut short; {first}, {again}, {last}")  # noqa: T201
    assert sum(found.values()) >= kills * LEAST_CUT
    assert all(found.values())
    through = make_engine(clean)
    assert last.rejected == first.rejected
    assert newest_import(engine) == newest_import(through)
    assert everything(engine) == everything(through)
    through.dispose()
    assert max(first.megabytes, again.megabytes, last.megabytes) < MOST_MEGABYTES


def test_ten_times_the_rows_take_no_more_memory(clean: str, tmp_path: Path, in_full: bool) -> None:
    few, many = (840, 8_400) if in_full else (300, 3_000)
    used = {}
    for sessions in (few, many):
        folder = spoiled(tmp_path / str(sessions), sessions, SHARE_IN_FULL)
        used[sessions] = whole(clean, folder).megabytes
    print(used)  # noqa: T201
    assert used[many] < MOST_MEGABYTES
    assert used[many] - used[few] < MOST_GROWTH
