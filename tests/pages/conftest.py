"""Pages on a database of the test, as a person of any role."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from core import db
from core.vocabulary.people import Role
from tests.support import make
from tests.support.app import Open, opener
from tests.support.filling import Filling
from tests.support.record import Record, whole_record

As = Callable[[Role], Open]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What a page draws is the same on both databases, since its queries are tested on both: here
    SQLite will do. That every page opens is looked at on both."""
    return sqlite_url


@pytest.fixture
def record(engine: Engine, filled: Filling) -> Record:
    return filled(engine, whole_record)


@pytest.fixture
def open_as(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> As:
    """Opens pages as somebody of a role, on a database without any record but of the staff."""

    def as_role(role: Role) -> Open:
        with db.writing(engine) as work:
            return opener(monkeypatch, engine, make.actor(work, role))

    return as_role


@pytest.fixture
def open_mine(record: Record, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens pages as the agent who filed and took the requests of `record`."""
    return opener(monkeypatch, record.desk.engine, record.desk.people[Role.AGENT])
