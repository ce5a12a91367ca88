"""A running server for the tests of the gate, and people who sign in to it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from core import access, clock, db
from core.administration.staff import PASSWORDS
from core.db import make_engine
from core.models.installation import DeskFact
from core.models.people import Staff
from core.queries.people.sign_ins import COOKIE
from core.vocabulary.people import Role
from core.web.sign_in_records import start_sign_in
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
        # nothing here speaks TLS, and reading all certificates would cost more than the visit
        made = httpx.Client(base_url=self.url, headers=said, timeout=30, verify=False)
        _browsers.append(made)
        return made

    def person(self, role: Role = Role.AGENT) -> str:
        """A new local account with PASSWORD; returns its e-mail."""
        return self._staff(role).email

    def signed_in(self, role: Role = Role.AGENT) -> httpx.Client:
        """A browser whose person has just signed in."""
        return self.signed_in_as(role)[0]

    def signed_in_as(self, role: Role) -> tuple[httpx.Client, access.Actor]:
        """The same with the person. The sign-in is made as the server makes it once the password
        was right: that takes a core for a while."""
        row = self._staff(role)
        browser = self.browser()
        token = start_sign_in(self.engine, row.key, clock.now())
        browser.cookies.set(COOKIE, token, domain=self.host.partition(":")[0])
        return browser, access.Actor(row.name, row.role, row.key, row.zone)

    def _staff(self, role: Role) -> Staff:
        email, zone = f"person{next(_count)}@desk.example", "America/Chicago"
        given = {"email": email, "name": "Ana Ruiz", "zone": zone, "password_hash": _hash()}
        with db.writing(self.engine) as session:
            return make.staff(session, role, **given)


@cache
def _hash() -> str:
    """Of PASSWORD, as strong as the product makes it."""
    return PASSWORDS.hash(PASSWORD)


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
