"""Every statement of every query, and what is wrong with the plans that each database makes."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from core.db import make_engine
from tests.plans.desk import Asked, sent_by_queries
from tests.plans.postgresql_plans import postgresql_faults
from tests.plans.sending import Statement
from tests.plans.sqlite_plans import sqlite_faults
from tests.plans.statistics import pretend
from tests.support.postgres import Postgres

Faults = Callable[[Connection, str, Any], list[str]]


@dataclass(frozen=True)
class Planner:
    """A database, the statements that queries send on it, and who judges its plans."""

    name: str
    engine: Engine
    sent: dict[Statement, Asked]
    judge: Faults

    def faults(self) -> dict[Statement, list[str]]:
        """The statements with something wrong in their plans."""
        with self.engine.connect() as connection:
            found = {
                statement: self.judge(connection, statement.text, asked.given)
                for statement, asked in self.sent.items()
            }
        return {statement: wrong for statement, wrong in found.items() if wrong}

    def sent_by(self, function: str, part: str) -> tuple[str, Any]:
        """The first statement of a function that has this part, and its parameters."""
        return next(
            (statement.text, asked.given)
            for statement, asked in self.sent.items()
            if statement.origin.endswith(f":{function}") and part in statement.text
        )


@pytest.fixture(scope="session")
def sqlite_desk(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[Statement, Asked]]:
    """A filled database that was never analyzed, and the statements."""
    path = tmp_path_factory.mktemp("plans") / "desk.sqlite"
    shutil.copy(sqlite_template, path)
    with _engine(f"sqlite:///{path}") as made:
        sent = sent_by_queries(made)
        with made.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path, sent


@pytest.fixture(scope="session", params=["sqlite", "sqlite, not analyzed", "postgresql"])
def planner(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Planner]:
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        with _engine(postgres.create("plans", "template_desk")) as made:
            sent = sent_by_queries(made)
            pretend(made)
            yield Planner(request.param, made, sent, postgresql_faults)
        postgres.drop("plans")
        return
    path, sent = request.getfixturevalue("sqlite_desk")
    copy = tmp_path_factory.mktemp("planner") / "desk.sqlite"
    shutil.copy(path, copy)
    with _engine(f"sqlite:///{copy}") as made:
        if request.param == "sqlite":
            pretend(made)
        yield Planner(request.param, made, sent, sqlite_faults)


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    made = make_engine(url)
    yield made
    made.dispose()
