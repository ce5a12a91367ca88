"""The product at a hundredth, a tenth and all of the sessions: what grows with them."""

from collections.abc import Iterable
from typing import Any

from tests.bench.asked import asked
from tests.bench.data import Size
from tests.bench.items import ITEMS
from tests.bench.race import Column, race, working
from tests.bench.store import Say, Store
from tests.bench.tables import milliseconds, number, table

NAME = "product on SQLite"
PARTS = (100, 10)


def growth_table(rows: int, runs: int, largest: Column, say: Say) -> str:
    """Milliseconds of each item at each size, and how many times the first the last is."""
    smaller = {rows // part: _at(rows // part, runs, say) for part in PARTS}
    columns = [*smaller.values(), largest]
    head = ["item", *(f"{size:,}, ms" for size in [*smaller, rows]), "×"]
    lines = [
        [f"{item} {text}", *(milliseconds(one, item) for one in columns), _growth(item, columns)]
        for item, text in ITEMS.items()
        if item in largest.ms
    ]
    return table(head, lines)


def _at(size: int, runs: int, say: Say) -> Column:
    store = Store(Size(size), say)
    questions: dict[str, list[Any]] = asked(store.rows)
    say(f"{size:,} sessions")
    with working({NAME: ("product", {"url": f"sqlite:///{store.desk_copy()}"})}) as workers:
        (column,) = race(workers, questions, runs)
    return column


def _growth(item: str, columns: Iterable[Column]) -> str:
    first, *_, last = (one.median_ms(item) for one in columns)
    return number(last / first)
