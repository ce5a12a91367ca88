"""An import from the command line, and pages, on the database of the test."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Engine, select
from sqlmodel import col
from typer.testing import CliRunner

from core import db
from core.cli import main as cli
from core.exchange import importer
from core.facts.references import refs_of
from core.models.data_issues import DataIssue
from core.settings import Settings
from core.vocabulary.data_issues import DataIssueStatus
from core.vocabulary.people import Role
from tests.support import make
from tests.support.app import Open, opener
from tests.support.extracts import Extracts

Command = Callable[..., Result]
Reasons = dict[tuple[str, str], str]
As = Callable[[Role], Open]


@dataclass(frozen=True)
class Brought:
    """What became of an import: its exit code and words; the reason of each rejected row, by ID and
    column; the lines of these rows; and the open data issues, by kind and record."""

    exit_code: int
    said: str
    rejected: Reasons
    lines: set[tuple[str, int]]
    issues: Reasons


Bring = Callable[[], Brought]


@pytest.fixture
def command(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`session-desk` with these arguments."""
    monkeypatch.setattr("core.db.engine", lambda: engine)
    monkeypatch.setattr(importer, "settings", lambda: Settings(rejects_dir=tmp_path / "rejects"))
    return lambda *words: CliRunner().invoke(cli.app, list(map(str, words)))


@pytest.fixture
def extracts(tmp_path: Path) -> Extracts:
    return Extracts(tmp_path / "extracts")


@pytest.fixture
def bring(engine: Engine, extracts: Extracts, command: Command, tmp_path: Path) -> Bring:
    """`session-desk import` of the folder."""

    def run() -> Brought:
        done = command("import", extracts.folder)
        rows = _rejects(tmp_path / "rejects")
        return Brought(
            done.exit_code,
            done.output,
            {(row["id"], row["field"]): row["reason"] for row in rows},
            {(row["file"], int(row["line"])) for row in rows if row["line"]},
            _issues(engine),
        )

    return run


def _rejects(folder: Path) -> list[dict[str, str]]:
    files = sorted(folder.glob("*.csv")) if folder.exists() else []
    if not files:
        return []
    with files[-1].open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _issues(engine: Engine) -> Reasons:
    with db.looking(engine) as look:
        rows = look.scalars(
            select(DataIssue).where(col(DataIssue.status) == DataIssueStatus.OPEN)
        ).all()
        refs = refs_of(look, [(row.entity, row.entity_id) for row in rows])
        return {(row.code, refs[row.entity, row.entity_id]): row.detail for row in rows}


@pytest.fixture
def open_as(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> As:
    """Opens pages as somebody of a role."""

    def as_role(role: Role) -> Open:
        with db.writing(engine) as work:
            return opener(monkeypatch, engine, make.actor(work, role))

    return as_role
