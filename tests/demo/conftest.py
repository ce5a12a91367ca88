"""Demos for the tests to look at, each made once: one as it is drawn, and a small one imported."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from core.access import operator
from core.db import make_engine
from core.demo import generate
from core.demo.generate import Rows, drawn_rows, write_extracts
from core.demo.period import Period
from core.exchange.importer import ImportSummary, import_extracts

DAY = date(2026, 3, 16)
LAST_DAY = date(2026, 11, 22)
"""Every scenario of the book has been reached by it."""


class Demo:
    """The rows of a demo by file name, as objects."""

    def __init__(self, tables: Rows) -> None:
        self.tables = {kind.file: rows for kind, rows in tables.items()}

    def __getitem__(self, name: str) -> list[Any]:
        return self.tables[f"{name}.csv"]

    def words(self, name: str, column: str) -> set[Any]:
        """The values that a column has."""
        return {getattr(row, column) for row in self[name]}


@pytest.fixture(scope="session")
def demo() -> Demo:
    """What is drawn, without the scenario book: its shares are those of chance alone."""
    return Demo(drawn_rows(Period(DAY)))


made_rows = cache(generate.make_rows)


@pytest.fixture
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same demo is not drawn again, for tests of what is done with one: that it would be the
    same is said elsewhere."""
    monkeypatch.setattr(generate, "make_rows", made_rows)


@pytest.fixture(scope="session")
def taken_in(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[tuple[Engine, ImportSummary]]:
    """A small demo with the whole scenario book, imported: its engine and what the import did."""
    folder = tmp_path_factory.mktemp("scenarios")
    write_extracts(folder / "extracts", Period(LAST_DAY), scale=0.02)
    path = folder / "desk.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    engine = make_engine(f"sqlite:///{path}")
    noon = Period(LAST_DAY).until
    summary = import_extracts(
        engine, operator("tests"), noon, folder / "extracts", rejects_dir=folder / "rejects"
    )
    yield engine, summary
    engine.dispose()
