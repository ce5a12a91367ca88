"""DuckDB reading the floor's SQLite file itself, without a copy of its own."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from tests.bench import sql
from tests.bench.items import NOW
from tests.bench.targets.base import Base, by_groups, by_week


def extensions() -> Path:
    """The folder of the package that brings the SQLite extension."""
    found = find_spec("duckdb_ext")
    assert found
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "extensions"


class Target(Base):
    def __init__(self, given: dict[str, str], file: str = ":memory:") -> None:
        super().__init__(given)
        self.db = duckdb.connect(file)
        self.db.execute("SET extension_directory = ?", [str(extensions())])
        self.db.execute("LOAD sqlite_scanner")
        self.db.execute("SET sqlite_all_varchar = true")
        self.db.execute(f"ATTACH '{given['sqlite']}' AS lite (TYPE sqlite, READ_ONLY)")
        self.db.execute("USE lite")

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        return self.db.execute(statement, list(values)).fetchall()

    def M1(self, _: None) -> dict[str, list[int]]:
        return by_week(self._rows(sql.m1("duckdb", sql.ALL)))

    def M1s(self, state: str) -> dict[str, list[int]]:
        return by_week(self._rows(sql.m1("duckdb", sql.OF_STATE), state))

    def M1p(self, provider: int) -> dict[str, list[int]]:
        return by_week(self._rows(sql.m1("duckdb", sql.OF_PROVIDER), provider))

    def M2(self, _: None) -> dict[str, int]:
        days = f"date_diff('day', DATE '{NOW.date()}', confirm_by::DATE)"
        return by_groups(self._rows(sql.M2.format(days=days)))

    def M3(self, _: None) -> dict[str, int]:
        younger = f"strftime(TIMESTAMP '{sql.AT}' - INTERVAL {{days}} DAY, '%Y-%m-%d %H:%M:%S.%f')"
        return by_groups(self._rows(sql.m3(younger)))

    def close(self) -> None:
        self.db.close()
