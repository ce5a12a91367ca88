"""The floor on PostgreSQL: psycopg, prepared statements, the right index."""

import csv
from typing import Any

import psycopg

from tests.bench import sql
from tests.bench.targets.base import Base, by_groups, by_week, digest


def marked(statement: str) -> bytes:
    """With the driver's marks for values."""
    return statement.replace("%", "%%").replace("?", "%s").encode()


class Target(Base):
    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.db = psycopg.connect(given["postgresql"], autocommit=True, prepare_threshold=0)
        # a plan for any value knows neither days nor beginnings: L5 takes ten times as long
        self.db.execute("SET plan_cache_mode = force_custom_plan")

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        return self.db.execute(marked(statement), values).fetchall()

    def _page(self, statement: str, *values: Any) -> list[int]:
        return [row[0] for row in self._rows(statement, *values)]

    def L1(self, number: int) -> int:
        return self._page(sql.L1, number)[0]

    def L2(self, beginning: str) -> list[int]:
        return self._page(sql.L2_POSTGRESQL, beginning.lower() + "%")

    def L3(self, asked: list[str]) -> list[int]:
        return self._page(sql.L3, *asked)

    def L4(self, part: str) -> list[int]:
        return self._page(sql.L4_POSTGRESQL, f"%{part}%")

    def L4t(self, name: list[str]) -> list[int]:
        return self._page(sql.L4T_POSTGRESQL, " ".join(name), " ".join(name))

    def L5(self, asked: list[str]) -> list[Any]:
        return [self._page(sql.L5_COUNT, *asked)[0], self._page(sql.L5_PAGE, *asked)]

    def L6(self, days: list[str]) -> Any:
        first, last = (f"'{day}'" for day in days)
        select = sql.L6.replace("?", first, 1).replace("?", last, 1)
        out = f"COPY ({select}) TO STDOUT (FORMAT csv)".encode()
        with self.db.cursor() as cursor, cursor.copy(out) as copy:
            text = b"".join(bytes(block) for block in copy).decode()
        return lambda: digest(int(row[0]) for row in csv.reader(text.splitlines()))

    def M1(self, _: None) -> dict[str, list[int]]:
        return by_week(self._rows(sql.m1("postgresql", sql.ALL)))

    def M1s(self, state: str) -> dict[str, list[int]]:
        return by_week(self._rows(sql.m1("postgresql", sql.OF_STATE), state))

    def M1p(self, provider: int) -> dict[str, list[int]]:
        return by_week(self._rows(sql.m1("postgresql", sql.OF_PROVIDER), provider))

    def M2(self, _: None) -> dict[str, int]:
        return by_groups(self._rows(sql.M2.format(days=sql.DAYS_LEFT["postgresql"])))

    def M3(self, _: None) -> dict[str, int]:
        return by_groups(self._rows(sql.M3_POSTGRESQL))

    def W1(self, asked: list[Any]) -> Any:
        with self.db.transaction():
            key = self._page(sql.W1_REQUEST, asked[0])[0]
            self.db.execute(marked(sql.W1_EVENT), [key])
        return lambda: self._page("SELECT client_id FROM request WHERE id = ?", key)[0]

    def W2(self, number: int) -> Any:
        version = self._page(sql.W2_READ, number)[0]
        self.db.execute(marked(sql.W2_WRITE), [number, version])
        return lambda: self._page("SELECT status FROM request WHERE id = ?", number)[0]

    def close(self) -> None:
        self.db.close()
