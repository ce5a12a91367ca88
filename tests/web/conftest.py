"""A running server for the tests of the gate, and people who sign in to it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from core import access, db
from core.actions.staff import AddStaff, add_staff
from core.db import make_engine
from core.models.ledger import DeskFact
from core.transaction import transaction
from core.vocabulary.people import Role
from tests.support import make
from tests.support.server import serving

PASSWORD = "correct horse battery"
_count = count(1)
_browsers: list[httpx.Client] = []


@dataclass(frozen=True)
class Desk:
    """A server and its database."""

    url: str
    host: str
    log: Path
    engine: Engine

    def browser(self, **headers: str) -> httpx.Client:
        """A browser on one of our pages; it follows no redirect by itself."""
        said = {"origin": self.url, **headers}
        _browsers.append(httpx.Client(base_url=self.url, headers=said, timeout=30))
        return _browsers[-1]

    def person(self, role: Role = Role.AGENT) -> str:
        """A new local account with PASSWORD; returns its e-mail."""
        email = f"person{next(_count)}@desk.example"
        with transaction(self.engine, access.operator("tests"), datetime.now(UTC)) as change:
            add_staff(change, AddStaff(email, "Ana Ruiz", role, "America/Chicago", PASSWORD))
        return email

    def signed_in(self, role: Role = Role.AGENT) -> httpx.Client:
        """A browser whose person has just signed in."""
        browser = self.browser()
        form = {"email": self.person(role), "password": PASSWORD}
        assert browser.post("/signin", data=form).status_code == 303
        return browser


@pytest.fixture(autouse=True)
def _closed_browsers() -> Iterator[None]:
    yield
    while _browsers:
        _browsers.pop().close()


@pytest.fixture(scope="session")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A server on an ordinary database."""
    yield from _desk(_copy(sqlite_template, tmp_path_factory))


@pytest.fixture(scope="session")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A server on a database that says it is a demo, with one fictional person of each role."""
    path = _copy(sqlite_template, tmp_path_factory)
    engine = make_engine(f"sqlite:///{path}")
    with db.writing(engine) as session:
        session.add(DeskFact(name="mode", value="demo"))
        for role in Role:
            make.staff(session, role, name=f"Fictional {role.title()}", is_fictional=True)
        make.staff(session, name="Real Person")
        make.staff(session, name="Gone Person", is_fictional=True, is_active=False)
    engine.dispose()
    yield from _desk(path)


def _copy(template: Path, folders: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(template, folders.mktemp("served") / "desk.sqlite"))


def _desk(path: Path) -> Iterator[Desk]:
    url = f"sqlite:///{path}"
    engine = make_engine(url)
    with serving(url) as served:
        yield Desk(served.url, served.host, served.log, engine)
    engine.dispose()
