"""Datasette over the floor's SQLite file, as JSON: its table page, and queries of its metadata."""

import csv
import json
import tempfile
from pathlib import Path
from typing import Any

from tests.bench import sql
from tests.bench.items import PAGE, TOOK_PLACE
from tests.bench.targets.base import by_groups, by_week, counted, digest, last_client
from tests.bench.targets.served import Served

SETTINGS = {
    "sql_time_limit_ms": 120_000,
    "max_csv_mb": 0,
    "max_returned_rows": 5000,
    "default_page_size": PAGE,
    "default_cache_ttl": 0,
}


def queries() -> dict[str, dict[str, Any]]:
    """What a table page cannot ask."""
    found: dict[str, dict[str, Any]] = {
        "l1": {"sql": _named(sql.L1, "id")},
        "l2": {"sql": _named(sql.L2_SQLITE, "first", "beyond")},
        "l3": {"sql": _named(sql.L3, "npi", "first", "last")},
        "l4": {"sql": _named(sql.L4_SQLITE, "part")},
        "m1": {"sql": sql.m1("sqlite", sql.ALL)},
        "m2": {"sql": sql.M2.format(days=sql.DAYS_LEFT["sqlite"])},
        "m3": {"sql": sql.M3_SQLITE},
    }
    filed = sql.W1_REQUEST.removesuffix(" RETURNING id")
    taken = sql.W2_WRITE.replace("version = ?", "version = (SELECT version FROM request q)")
    taken = taken.replace("FROM request q)", "FROM request WHERE id = :id)")
    found["w1"] = {"sql": _named(filed, "client"), "write": True}
    found["w2"] = {"sql": _named(taken, "id"), "write": True}
    return found


def _named(statement: str, *names: str) -> str:
    for name in names:
        statement = statement.replace("?", f":{name}", 1)
    return statement


class Target(Served):
    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        path = Path(given["sqlite"])
        self.database = path.stem
        self.folder = tempfile.TemporaryDirectory()
        metadata = Path(self.folder.name, "metadata.json")
        metadata.write_text(json.dumps({"databases": {self.database: {"queries": queries()}}}))
        words = ["datasette", "serve", str(path), "-p", str(self.port), "-m", str(metadata)]
        for name, value in SETTINGS.items():
            words += ["--setting", name, str(value)]
        self.start(*words, ready="/-/versions.json")

    def _json(self, name: str, **query: object) -> Any:
        return json.loads(self.get(f"/{self.database}/{name}.json", _shape="objects", **query))

    def _page(self, name: str, **query: object) -> list[int]:
        return [row["id"] for row in self._json(name, **query)["rows"]]

    def _groups(self, name: str) -> list[list[Any]]:
        return [list(row.values()) for row in self._json(name)["rows"]]

    def L1(self, number: int) -> int:
        return self._page("l1", id=number)[0]

    def L2(self, beginning: str) -> list[int]:
        return self._page("l2", first=beginning, beyond=sql.beyond(beginning))

    def L3(self, asked: list[str]) -> list[int]:
        return self._page("l3", npi=asked[0], first=asked[1], last=asked[2])

    def L4(self, part: str) -> list[int]:
        return self._page("l4", part=f'"{part}"')

    def L5(self, asked: list[str]) -> list[Any]:
        state, kind, status, first, last = asked
        found = self._json(
            "session",
            state__exact=state,
            status__exact=status,
            service_day__gte=first,
            service_day__lte=last,
            _where=f"plan_id in (select id from plan where kind = '{kind}')",
            _sort_desc="starts_at",
            _size=PAGE,
            _nofacet=1,
        )
        return [
            counted(found["filtered_table_rows_count"]),
            [row["id"] for row in _newest(found["rows"])],
        ]

    def L6(self, days: list[str]) -> Any:
        content = self.get(
            f"/{self.database}/session.csv",
            _stream="on",
            _size="max",
            _labels="on",
            note_due_on__gte=days[0],
            note_due_on__lte=days[1],
            note_due_at__lt=sql.AT,
            status__in=",".join(TOOK_PLACE),
        )
        rows = csv.DictReader(content.decode().splitlines())
        return lambda: digest(int(row["id"]) for row in rows)

    def M1(self, _: None) -> dict[str, list[int]]:
        return by_week(self._groups("m1"))

    def M2(self, _: None) -> dict[str, int]:
        return by_groups(self._groups("m2"))

    def M3(self, _: None) -> dict[str, int]:
        return by_groups(self._groups("m3"))

    def W1(self, asked: list[Any]) -> Any:
        """The request alone: a query of Datasette is one statement."""
        self._write("w1", client=asked[0])
        return lambda: last_client(self.given["sqlite"])

    def W2(self, number: int) -> Any:
        self._write("w2", id=number)
        return lambda: self._json("request", id__exact=number)["rows"][0]["status"]

    def _write(self, name: str, **fields: object) -> None:
        status, _, content = self.post(f"/{self.database}/{name}?_json=1", **fields)
        if status != 200 or not json.loads(content)["ok"]:
            raise RuntimeError(f"{name}: {status} {content[:300]!r}")

    def close(self) -> None:
        super().close()
        self.folder.cleanup()


def _newest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the order of the day, which a table page cannot sort by first."""
    order = ("service_day", "starts_at", "id")
    return sorted(rows, key=lambda row: [row[name] for name in order], reverse=True)
