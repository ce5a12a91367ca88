"""Databases for the tests: every test that asks for `engine` runs on SQLite and on PostgreSQL.

The migrated schema is made once a run and copied: a file for SQLite, a template database for
PostgreSQL. A PostgreSQL that does not start is an error, never a skip.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core import access
from core.actions.policies import load_policy_baseline
from core.db import make_engine
from core.migrations import upgrade
from core.transaction import transaction
from tests.support.postgres import Postgres

NOW = datetime(2026, 3, 16, 15, 0, tzinfo=UTC)
_numbers = count(1)


def prepare(engine: Engine) -> None:
    upgrade(engine)
    with transaction(engine, access.operator("tests"), NOW) as change:
        load_policy_baseline(change)


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


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database with the baseline policies."""
    if request.param == "sqlite":
        path = tmp_path / "desk.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"desk_{next(_numbers)}"
    yield server.create(name, template="template_desk")
    server.drop(name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()
