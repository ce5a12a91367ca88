"""The floor on SQLite: Python's own module, prepared statements, the right index."""

import csv
import io
import sqlite3
from typing import Any

from tests.bench import sql
from tests.bench.targets.base import Base, by_groups, by_week, digest


class Target(Base):
    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.db = sqlite3.connect(given["sqlite"], isolation_level=None, cached_statements=256)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
            self.db.execute(f"PRAGMA {pragma}")

    def _page(self, statement: str, *values: Any) -> list[int]:
        return [row[0] for row in self.db.execute(statement, values).fetchall()]

    def L1(self, number: int) -> int:
        return self._page(sql.L1, number)[0]

    def L2(self, beginning: str) -> list[int]:
        return self._page(sql.L2_SQLITE, beginning, sql.beyond(beginning))

    def L3(self, asked: list[str]) -> list[int]:
        return self._page(sql.L3, *asked)

    def L4(self, part: str) -> list[int]:
        return self._page(sql.L4_SQLITE, f'"{part}"')

    def L4t(self, name: list[str]) -> list[int]:
        return self._page(sql.L4T_SQLITE, sql.alike(*name))

    def L5(self, asked: list[str]) -> list[Any]:
        count = self.db.execute(sql.L5_COUNT, asked).fetchone()[0]
        return [count, self._page(sql.L5_PAGE, *asked)]

    def L6(self, days: list[str]) -> Any:
        text = io.StringIO()
        writer = csv.writer(text)
        rows = self.db.execute(sql.L6, days)
        while some := rows.fetchmany(5000):
            writer.writerows(some)
        return lambda: digest(int(row[0]) for row in csv.reader(text.getvalue().splitlines()))

    def _weeks(self, of: str, *values: Any) -> dict[str, list[int]]:
        return by_week(self.db.execute(sql.m1("sqlite", of), values).fetchall())

    def M1(self, _: None) -> dict[str, list[int]]:
        return self._weeks(sql.ALL)

    def M1s(self, state: str) -> dict[str, list[int]]:
        return self._weeks(sql.OF_STATE, state)

    def M1p(self, provider: int) -> dict[str, list[int]]:
        return self._weeks(sql.OF_PROVIDER, provider)

    def M2(self, _: None) -> dict[str, int]:
        statement = sql.M2.format(days=sql.DAYS_LEFT["sqlite"])
        return by_groups(self.db.execute(statement).fetchall())

    def M3(self, _: None) -> dict[str, int]:
        return by_groups(self.db.execute(sql.M3_SQLITE).fetchall())

    def W1(self, asked: list[Any]) -> Any:
        self.db.execute("BEGIN IMMEDIATE")
        key = self.db.execute(sql.W1_REQUEST, asked[:1]).fetchone()[0]
        self.db.execute(sql.W1_EVENT, [key])
        self.db.execute("COMMIT")
        return lambda: self._page("SELECT client_id FROM request WHERE id = ?", key)[0]

    def W2(self, number: int) -> Any:
        (version,) = self.db.execute(sql.W2_READ, [number]).fetchone()
        self.db.execute(sql.W2_WRITE, [number, version])
        return lambda: self._page("SELECT status FROM request WHERE id = ?", number)[0]

    def close(self) -> None:
        self.db.close()
