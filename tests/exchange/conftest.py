"""A folder of extracts, and its import from the command line."""

import csv
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core import access
from core.exchange.file_import import OnProgress
from core.exchange.importer import ImportSummary, import_extracts
from core.exchange.reject_log import COLUMNS
from tests.support.extracts import Extracts
from tests.support.make import NOW

Take = Callable[..., ImportSummary]
Reject = tuple[str, str, str, str]


@pytest.fixture
def extracts(tmp_path: Path) -> Extracts:
    return Extracts(tmp_path / "extracts")


@pytest.fixture
def take(engine: Engine, extracts: Extracts, tmp_path: Path) -> Take:
    """Import the folder, one hour later on each call."""
    hours: Iterator[int] = count()

    def run(
        on_progress: OnProgress = lambda _: None, rejected_by: int | None = None
    ) -> ImportSummary:
        return import_extracts(
            engine,
            access.operator("tests"),
            NOW + timedelta(hours=next(hours)),
            extracts.folder,
            on_progress,
            rejects_dir=tmp_path / "rejects",
            rejected_by=rejected_by,
        )

    return run


def rejects(summary: ImportSummary) -> list[Reject]:
    """The lines of the rejects file: file, line, field, reason."""
    if summary.rejects_file is None:
        return []
    with summary.rejects_file.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    assert rows[0] == list(COLUMNS)
    return [(file, line, field, reason) for file, line, field, reason, *_ in rows[1:]]


def counts(summary: ImportSummary, file: str) -> tuple[int, int, int, int, int]:
    """Read, new, changed, same and rejected rows of one file."""
    one = next(one for one in summary.files if one.file == file)
    return one.read, one.new, one.changed, one.same, one.rejected
