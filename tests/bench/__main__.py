"""`make bench`: measures the product beside plain SQL and other tools, and writes the report."""

import argparse
import sys
from typing import Any

from tests.bench.asked import asked
from tests.bench.at_once import filing_table, memory_table
from tests.bench.cold import cold_table
from tests.bench.data import Size
from tests.bench.growth import growth_table
from tests.bench.items import ITEMS
from tests.bench.pages import page_table, visits
from tests.bench.race import Column, race, working
from tests.bench.report import Report
from tests.bench.store import Copies, Store
from tests.bench.tables import against_floor, against_peers, differences

SQLITE, POSTGRESQL = "SQL on SQLite", "SQL on PostgreSQL"
MINE, MINE_TOO = "product on SQLite", "product on PostgreSQL"
PEERS = {
    "SQLModel": "sqlmodel_plain",
    "Datasette": "datasette_json",
    "Django admin": "django_admin",
    "sqladmin": "sqladmin_pages",
    "DuckDB": "duckdb_sqlite",
    "DuckDB's own file": "duckdb_copy",
}
FLOORS = {MINE: SQLITE, MINE_TOO: POSTGRESQL, **dict.fromkeys(PEERS, SQLITE)}


def targets(copies: Copies) -> dict[str, tuple[str, dict[str, str]]]:
    """By name, the module of each target and its databases."""
    floor = {"sqlite": str(copies.floor)}
    return {
        SQLITE: ("floor_sqlite", floor),
        POSTGRESQL: ("floor_postgresql", {"postgresql": copies.floor_postgresql}),
        MINE: ("product", {"url": copies.desk_url}),
        MINE_TOO: ("product", {"url": copies.desk_postgresql}),
        **{name: (module, floor) for name, module in PEERS.items()},
    }


def say(text: str) -> None:
    """Tell whoever waits."""
    sys.stderr.write(f"{text}\n")


def watch(item: str, columns: list[Column]) -> None:
    """Tell how an item went."""
    times = ", ".join(f"{one.name} {one.median_ms(item):.3g} ms" for one in columns)
    say(f"{item} {ITEMS[item]}: {times}")


def measure(rows: int, runs: int) -> Report:
    """Everything, at this number of sessions."""
    store = Store(Size(rows), say)
    report = Report(rows, runs)
    questions: dict[str, list[Any]] = asked(store.rows)
    with store.copies() as copies:
        with working(targets(copies)) as workers:
            columns = race(workers, questions, runs, watch)
        report.add("Beside plain SQL on the same database", against_floor(columns, FLOORS))
        by_name = {one.name: one for one in columns}
        peers = [by_name[name] for name in PEERS]
        ours = against_peers(by_name[MINE], peers, by_name[SQLITE])
        report.add("The product on SQLite beside other tools on SQLite", ours)
        report.add_list("Answers that differ", differences(columns, FLOORS))
        pages = page_table(store.rows, copies.desk_url, say)
        report.add("Pages of the product, and with canned answers", pages)
        report.add("Cold starts", cold_table(copies.desk_url))
        desks = {"SQLite": copies.desk_url, "PostgreSQL": copies.desk_postgresql}
        report.add("Many at once", filing_table(desks, questions["W1"]))
        lookup = visits(store.rows)["Sessions of an NPI"]
        report.add("Memory", memory_table(copies.desk_url, lookup))
    report.add("Growth", growth_table(rows, runs, by_name[MINE], say))
    return report


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="sessions")
    parser.add_argument("--runs", type=int, default=30, help="times that each item is done")
    given = parser.parse_args()
    report = measure(given.rows, given.runs)
    say(report.text())
    report.write()


if __name__ == "__main__":
    main()
