"""Kept counts are those of the rows after any actions, imports and turns of the worker, and after
kill -9 in the middle of each."""

import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, text, update
from sqlmodel import col

from core import db
from core.exchange.importer import import_extracts
from core.metrics.keeping import keep_counts
from core.models.metrics import KeptPeriod, MetricCount
from core.vocabulary.people import Role
from tests.cli.conftest import Command, command
from tests.proof.extracting import Platform
from tests.proof.forking import forked, killed, pipe
from tests.proof.living import ACT, DAYS, IMPORT, KEEP, OPERATOR, Given, Life, Said, live_apart
from tests.proof.recounting import cases, counts_are_those_of, counts_are_those_of_the_rows
from tests.support import make
from tests.support.make import NOW

__all__ = ["command"]
SESSIONS, SESSIONS_IN_FULL = 120, 250
ACTIONS, ACTIONS_IN_FULL = 300, 10_000
KILLS, KILLS_IN_FULL = 3, 20
ROUNDS_A_KILL = 2
"""After each round that is cut short, one goes through."""


def settled(engine: Engine, url: str, folder: Path, sessions: int, actions: int) -> Given:
    """Staff, and the first import of a platform."""
    with db.writing(engine) as work:
        people = {role: make.actor(work, role) for role in Role}
    platform = Platform(folder)
    platform.begin(random.Random(3), sessions)
    import_extracts(engine, OPERATOR, NOW, platform.folder, rejects_dir=folder / "rejects")
    return Given(url, folder, people, timedelta(days=DAYS) / actions)


@dataclass
class Lives:
    """Processes that follow each other, and what they said."""

    given: Given
    now: datetime = NOW
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys((ACT, IMPORT, KEEP), 0))

    def through(self, seed: str, count: int) -> None:
        """Until so many things are done."""
        process, heard = self._begin(seed, count)
        with heard, suppress(EOFError):
            while True:
                self._hear(heard.recv())
        killed(process)

    def cut_short(self, seed: str, count: int, step: str) -> None:
        """Killed in the middle of such a step, after so many things."""
        process, heard = self._begin(seed, 10 * count)
        delay = random.Random(seed).uniform(0, self.seconds[step])
        with heard:
            self._hear_until(heard, step, self.done.total() + count, delay)
            killed(process)
            rest = []
            with suppress(EOFError, OSError):  # nothing more, or half a message
                while True:
                    rest.append(heard.recv())
        self.cut[step] += not rest
        for said in rest:
            self._hear(said)

    def _hear_until(self, heard: Connection, step: str, end: int, delay: float) -> None:
        """Until such a step has gone on for a while; if it is over before, for less in the next."""
        while True:
            said = heard.recv()
            self._hear(said)
            if self.done.total() >= end and said.what == step and not said.is_over:
                if not heard.poll(delay):
                    return
                delay /= 2

    def _begin(self, seed: str, count: int) -> tuple[Any, Connection]:
        heard, said = pipe(duplex=False)
        process = forked(live_apart, said, self.given, seed, self.now, count)
        said.close()
        return process, heard

    def _hear(self, said: Said) -> None:
        self.now = max(self.now, said.now)
        if not said.is_over:
            self._began = time.monotonic()
            return
        if said.is_done:
            self.seconds[said.what] = time.monotonic() - self._began
        (self.done if said.is_done else self.refused)[said.name] += 1


def every_period_is_right(engine: Engine, command: Command, now: datetime) -> int:
    """As it was left, and after the worker's next turn; returns how many counts are kept."""
    found = cases(engine, now)
    counts_are_those_of(found, engine, now)
    keep_counts(engine, lambda: now)
    with db.looking(engine) as look:
        periods = len(look.scalars(select(KeptPeriod.first_on)).all())
    checked = command("metrics", "recount", "--check")
    assert f"{periods:,} periods checked, 0 differed." in checked.stdout
    return counts_are_those_of(found, engine, now)


def test_kept_counts_are_right_after_actions_imports_and_kills(
    engine: Engine, database_url: str, command: Command, tmp_path: Path, in_full: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    sessions = SESSIONS_IN_FULL if in_full else SESSIONS
    actions, kills = (ACTIONS_IN_FULL, KILLS_IN_FULL) if in_full else (ACTIONS, KILLS)
    lives = Lives(settled(engine, database_url, tmp_path / "life", sessions, actions))
    monkeypatch.setattr("core.clock.now", lambda: lives.now)
    a_round, kept = actions // (kills * ROUNDS_A_KILL), 0
    for number in range(kills):
        lives.through(f"{number} whole", a_round)
        every_period_is_right(engine, command, lives.now)
        lives.cut_short(f"{number} cut", a_round, (IMPORT, KEEP, ACT)[number % 3])
        kept = every_period_is_right(engine, command, lives.now)
    cut, done, refused = (dict(one) for one in (lives.cut, lives.done, lives.refused))
    print(f"{lives.done.total()} done, {kills} kills; cut short {cut}; {kept} counts are kept")  # noqa: T201
    print(f"done {done}; refused {refused}")  # noqa: T201
    assert lives.done.total() >= actions - kills
    assert lives.cut.total() > kills / 2
    assert kept > 100


SPOILT = {
    "sqlite": "DROP TRIGGER stale_by_notes_update",
    "postgresql": "DROP TRIGGER stale_by_notes_update ON care_session",
}


def live_and_recount(life: Life) -> None:
    for _ in range(20):
        life.live(15)
        counts_are_those_of_the_rows(life.engine, life.now)


def test_a_mark_that_is_not_made_is_found(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    given = settled(engine, database_url, tmp_path / "life", SESSIONS, ACTIONS)
    life = Life(engine, given, "spoilt", NOW)
    keep_counts(engine, lambda: life.now)
    assert counts_are_those_of_the_rows(engine, life.now) > 100
    with engine.begin() as connection:
        connection.execute(text(SPOILT[engine.dialect.name]))
    with pytest.raises(AssertionError, match="notes_on_time"):
        live_and_recount(life)


def test_a_kept_count_that_is_wrong_is_found(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    settled(engine, database_url, tmp_path / "life", SESSIONS, ACTIONS)
    keep_counts(engine, lambda: NOW)
    assert counts_are_those_of_the_rows(engine, NOW) > 100
    with db.writing(engine) as work:
        is_state = (MetricCount.metric == "expired_sessions", col(MetricCount.state_code) == "NY")
        work.execute(update(MetricCount).where(*is_state).values(count=MetricCount.count + 1))
    with pytest.raises(AssertionError, match="expired_sessions"):
        counts_are_those_of_the_rows(engine, NOW)
