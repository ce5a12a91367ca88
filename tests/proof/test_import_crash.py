"""kill -9 in the middle of imports: repeated, they end as one that ran through."""

import random
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from core import db
from core.db import make_engine
from core.models.data_issues import DataIssue
from tests.proof.forking import forked, killed, pipe
from tests.proof.importing import import_folder
from tests.support.dump import imported
from tests.support.messy import sound, spoil_some

SESSIONS, SESSIONS_IN_FULL = 100, 8_400
KILLS, KILLS_IN_FULL = 4, 20
SHARE = 0.01
MOST_MEGABYTES = 100
"""What 50,000 rows may take beyond what an import starts with; data checks take half of it."""


def import_until(url: str, folder: Path, rejects: Path, seconds: float | None) -> Any:
    """Import in a process of its own and give back what it says in the end, None if it was killed
    after `seconds`."""
    heard, said = pipe(duplex=False)
    with heard:
        process = forked(import_folder, said, url, folder, rejects)
        said.close()
        heard.recv()
        if seconds is not None:
            time.sleep(seconds)
            killed(process)
        with suppress(EOFError, OSError):
            return heard.recv()
    return None


def issues(engine: Engine) -> list[tuple[str, str, int]]:
    """What data checks found, whenever that was."""
    columns = (col(DataIssue.code), col(DataIssue.entity), col(DataIssue.entity_id))
    with db.looking(engine) as work:
        return sorted((code, entity, 1) for code, entity, _ in work.execute(select(*columns)))


@pytest.fixture
def folder(tmp_path: Path, in_full: bool) -> Path:
    """In full 50,000 rows, of which one in a hundred has a fault of one kind or another."""
    made = sound(tmp_path / "extracts", SESSIONS_IN_FULL if in_full else SESSIONS)
    rows = sum(map(len, made.rows.values()))
    share = SHARE if in_full else 0.1
    spoiled = spoil_some(made.folder, share, random.Random(7))
    assert rows >= (50_000 if in_full else 600)
    assert spoiled >= rows * share * 0.9
    return made.folder


def test_imports_that_were_killed_end_as_one_that_ran_through(
    engine: Engine,
    database_url: str,
    sqlite_template: Path,
    tmp_path: Path,
    folder: Path,
    in_full: bool,
) -> None:
    other = tmp_path / "clean.sqlite"
    shutil.copy(sqlite_template, other)
    clean = f"sqlite:///{other}"
    took, used, said = import_until(clean, folder, tmp_path / "clean", None)
    chance, kills, cut = random.Random(11), KILLS_IN_FULL if in_full else KILLS, 0
    for _ in range(kills):
        seconds = chance.uniform(0, took)
        cut += import_until(database_url, folder, tmp_path / "cut", seconds) is None
    _, used_again, said_again = import_until(database_url, folder, tmp_path / "cut", None)
    print(f"{cut} of {kills} cut short; {took:.0f} s, {used:.0f} and {used_again:.0f} MB")  # noqa: T201
    assert cut
    through = make_engine(clean)
    assert imported(engine) == imported(through)
    assert issues(engine) == issues(through)
    through.dispose()
    assert said_again.read_text("utf-8") == said.read_text("utf-8")
    assert max(used, used_again) < MOST_MEGABYTES
