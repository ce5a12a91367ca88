"""Databases for the tests: every test that asks for `engine` runs on SQLite and on PostgreSQL.

The schema is migrated once per run: SQLite tests copy the file, and the PostgreSQL database is
restored after each test. If PostgreSQL does not start, that is an error, never a skip.
"""

import gc
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from xdist.scheduler import LoadFileScheduling

from core import access
from core.administration.policies import load_policy_baseline
from core.db import make_engine
from core.db.migrations import upgrade
from core.db.transaction import transaction
from tests.support.day_of_run import run_on
from tests.support.ended_with_run import end_with_parent
from tests.support.filling import Filling
from tests.support.postgres import Postgres
from tests.support.recycling import Recycled

NOW = datetime(2026, 3, 16, 15, 0, tzinfo=UTC)
DAY = pytest.StashKey[str]()
BROWSER = "tests/browser/"
TOGETHER = (BROWSER, "tests/demo/", "tests/exchange/", "tests/pages/", "tests/web/")
"""Folders that run in one worker: two browsers slow each other down, and a demo or a server is made
only once."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--in-full", action="store_true", help="repeat what `make proof` repeats")
    parser.addoption(
        "--database",
        choices=("both", "sqlite"),
        default="both",
        help="sqlite: leave every test on PostgreSQL to `make test`, for a quick answer",
    )
    parser.addoption("--day", help="run on this day: 2026-12-31, or `commit` for one from HEAD")


def pytest_configure(config: pytest.Config) -> None:
    """Shift the clock of the run; workers inherit it from the process that starts them."""
    day = config.getoption("--day")
    if hasattr(config, "workerinput"):
        end_with_parent()
    elif day:
        config.stash[DAY] = run_on(day)


def pytest_report_header(config: pytest.Config) -> str | None:
    day = config.stash.get(DAY, None)
    return f"clock: this run takes place on DAY={day}" if day else None


class LoadPlaces(LoadFileScheduling):
    """Each file runs in one worker, and some folders count as one file."""

    def _split_scope(self, nodeid: str) -> str:
        folder = next((one for one in TOGETHER if nodeid.startswith(one)), None)
        return folder or super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadPlaces:
    return LoadPlaces(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Start with the slowest folders, and leave PostgreSQL out of quick checks."""
    items.sort(key=lambda item: not item.nodeid.startswith(TOGETHER))
    if config.getoption("--database") == "sqlite":
        left_out = [item for item in items if _needs_postgres(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _needs_postgres(item: Any) -> bool:
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    chosen = {one for one in parameters if isinstance(one, str)}
    return bool(chosen & {"postgres_url", "postgresql"}) or "postgres" in item.fixturenames


def pytest_collection_finish() -> None:
    """Exempt imported modules from garbage collection: there are many, and all of them stay."""
    gc.collect()
    gc.freeze()


def prepare(engine: Engine) -> None:
    upgrade(engine)
    with transaction(engine, access.operator("tests"), NOW) as change:
        load_policy_baseline(change)


@pytest.fixture(scope="session")
def in_full(request: pytest.FixtureRequest) -> bool:
    """Whether random tests run often enough to measure a rate (`make proof`)."""
    return bool(request.config.getoption("--in-full"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    made = make_engine(f"sqlite:///{path}")
    prepare(made)
    with made.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    made.dispose()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        template = make_engine(server.create("template_desk"))
        prepare(template)
        template.dispose()
        yield server


@pytest.fixture(scope="session")
def recycled(postgres: Postgres) -> Iterator[Recycled]:
    databases = Recycled(postgres, "template_desk")
    yield databases
    databases.drop()


@pytest.fixture(scope="session")
def sqlite_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk") / "desk.sqlite"


@pytest.fixture
def sqlite_url(sqlite_template: Path, sqlite_copy: Path) -> str:
    for end in ("-wal", "-shm"):
        sqlite_copy.with_name(sqlite_copy.name + end).unlink(missing_ok=True)
    sqlite_copy.unlink(missing_ok=True)
    shutil.copy(sqlite_template, sqlite_copy)
    return f"sqlite:///{sqlite_copy}"


@pytest.fixture
def postgres_url(recycled: Recycled) -> Iterator[str]:
    with recycled.taken() as url:
        yield url


@pytest.fixture(params=["sqlite_url", "postgres_url"], ids=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def database_url(either_database: str) -> str:
    """The URL of a migrated database that contains only the baseline policies."""
    return either_database


@pytest.fixture(scope="session")
def engines() -> Iterator[Callable[[str], Engine]]:
    """One engine per URL for the whole run. With a new engine for each test, SQLAlchemy would
    compile every statement again, which took half of the time."""
    kept: list[Engine] = []

    @cache
    def make(url: str) -> Engine:
        kept.append(make_engine(url))
        if kept[-1].dialect.name == "sqlite":
            event.listen(kept[-1], "connect", _for_tests)
        return kept[-1]

    yield make
    for one in kept:
        one.dispose()


def _for_tests(connection: sqlite3.Connection, _record: object) -> None:
    """Skip syncing to disk, and reverse the order of rows where a query asks for none: code that
    relies on an order fails here, not on PostgreSQL one day."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA reverse_unordered_selects = ON")


@pytest.fixture(scope="session")
def filled(request: pytest.FixtureRequest) -> Iterator[Filling]:
    """Runs a set-up on the engine of the test, or restores what it wrote the first time."""
    made = Filling(lambda: request.getfixturevalue("recycled"))
    yield made
    made.close()


@pytest.fixture
def engine(database_url: str, engines: Callable[[str], Engine]) -> Iterator[Engine]:
    made = engines(database_url)
    yield made
    if made.dialect.name == "sqlite":
        made.dispose()  # its file is another one in the next test
