"""DuckDB reading the floor's SQLite file itself, without a copy of its own."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from tests.bench import sql
from tests.bench.items import NOW, WEEKS_FROM
from tests.bench.targets.base import Base, by_groups, by_week


def extensions() -> Path:
    """The folder of the package that brings the SQLite extension."""
    found = find_spec("duckdb_ext")
    assert found
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "extensions"


class Target(Base):
    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.db = duckdb.connect()
        self.db.execute("SET extension_directory = ?", [str(extensions())])
        self.db.execute("LOAD sqlite_scanner")
        self.db.execute("SET sqlite_all_varchar = true")
        self.db.execute(f"ATTACH '{given['sqlite']}' AS lite (TYPE sqlite, READ_ONLY)")
        self.db.execute("USE lite")

    def _rows(self, statement: str) -> list[Any]:
        return self.db.execute(statement).fetchall()

    def M1(self, _: None) -> dict[str, list[int]]:
        return by_week(
            self._rows(
                "SELECT strftime(date_trunc('week', note_due_on::DATE), '%Y-%m-%d'), note_class, "
                "count(*), count(*) FILTER (WHERE note_signed_at <= note_due_at) FROM session "
                f"WHERE note_due_on >= '{WEEKS_FROM}' AND note_due_at < '{sql.AT}' "
                f"AND status IN {sql.HELD} GROUP BY 1, 2"
            )
        )

    def M2(self, _: None) -> dict[str, int]:
        days = f"date_diff('day', DATE '{NOW.date()}', confirm_by::DATE)"
        return by_groups(self._rows(sql.M2.format(days=days)))

    def M3(self, _: None) -> dict[str, int]:
        younger = f"strftime(TIMESTAMP '{sql.AT}' - INTERVAL {{days}} DAY, '%Y-%m-%d %H:%M:%S.%f')"
        return by_groups(self._rows(sql.m3(younger)))

    def close(self) -> None:
        self.db.close()
