"""One demo of the usual size for the tests that look at what is drawn, made once a run."""

from datetime import date
from typing import Any

import pytest

from core.demo.extracts import drawn_tables

DAY = date(2026, 3, 16)


class Demo:
    """The rows of a demo by file name, as objects."""

    def __init__(self, tables: dict[type[Any], list[Any]]) -> None:
        self.tables = {kind.file: rows for kind, rows in tables.items()}

    def __getitem__(self, name: str) -> list[Any]:
        return self.tables[f"{name}.csv"]

    def words(self, name: str, column: str) -> set[Any]:
        """The values that a column has."""
        return {getattr(row, column) for row in self[name]}


@pytest.fixture(scope="session")
def demo() -> Demo:
    """What is drawn, without the scenario book: its shares are those of chance alone."""
    return Demo(drawn_tables(DAY))
