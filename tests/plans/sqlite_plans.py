"""What is wrong with the plan that SQLite makes for a statement: a scan of a table that grows, an
index made for this statement alone, or a sort of more rows than a day has.

EXPLAIN QUERY PLAN gives no numbers of rows, so they are worked out as its planner does: from the
statistics of each index, times the values that are asked for.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

from sqlalchemy import Connection

from core.models.all_tables import metadata
from tests.plans.statistics import DAYS, SESSIONS, SMALL, index_rows, rows_of

A_DAY, A_PAGE = SESSIONS // DAYS, 51
RANGE = 4
"""A range holds one row in so many."""
MOST_READ = 10_000
"""Rows that may be read one after the other, such as all open requests in their own index."""
OPEN = (
    "ix_care_session_to_confirm",
    "ix_snooze_asleep",
    "ix_support_request_open_",
    "uq_approval_asked",
)
"""How indexes are called that hold only what is open now, so that all of it may be sorted."""
UNKNOWN = 10**9

BRANCHED = ("MULTI-INDEX OR", "COMPOUND QUERY")
SORT = "USE TEMP B-TREE FOR "
LOOP = re.compile(r"(SCAN|SEARCH) (\S+)(?: EXISTS)?(?: USING (.+?))?(?: LEFT-JOIN)?$")
INDEX = re.compile(r"(?:.*INDEX (\S+)|.*PRIMARY KEY)(?: \((.*)\))?$")
NAMED = re.compile(r"(?:FROM|JOIN|,)\s+(\w+)\b(?!\.)(?:\s+AS\s+(\w+))?")


@dataclass(frozen=True)
class Step:
    """A line of the plan."""

    key: int
    parent: int
    detail: str

    @property
    def is_sort(self) -> bool:
        return self.detail.startswith(SORT)

    @property
    def is_partial_sort(self) -> bool:
        """Whether rows come in the order of the first columns, so that only equal ones are sorted
        together."""
        return self.is_sort and bool(re.search("LAST|RIGHT", self.detail))


def sqlite_faults(connection: Connection, text: str, given: Any) -> list[str]:
    """The steps that are wrong, with the rows that come out of each."""
    lines = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given)
    steps = [Step(key, parent, detail) for key, parent, _, detail in lines]
    if "held" not in connection.info:
        rows = index_rows(connection)
        connection.info["held"] = {index: each for (_, index), each in rows.items()}
    return SqlitePlan(text, steps, connection.info["held"]).faults()


class SqlitePlan:
    def __init__(self, text: str, steps: list[Step], held: dict[str, list[int]]) -> None:
        self.text, self.steps, self.held = text, steps, held
        # an alias may stand behind a comma without its table, too: what names both comes last
        named = sorted(NAMED.findall(text), key=lambda found: bool(found[1]))
        self.tables = {alias or table: table for table, alias in named}

    def faults(self) -> list[str]:
        return [
            f"{one.detail} · {self._rows(one):,.0f} rows"
            for one in self.steps
            if self._is_wrong(one)
        ]

    @cached_property
    def _under(self) -> dict[int, list[Step]]:
        found = defaultdict(list)
        for one in self.steps:
            found[one.parent].append(one)
        return found

    def _is_wrong(self, step: Step) -> bool:
        if step.is_sort:
            return self._rows(step) > (MOST_READ if self._is_of_few(step) else A_DAY)
        loop = LOOP.match(step.detail)
        if loop is None:
            return False
        if "AUTOMATIC" in step.detail:
            return True
        table = self.tables.get(loop[2], loop[2])
        if loop[1] == "SEARCH" or table in SMALL or table not in metadata.tables:
            return False
        return self._loop(step) > MOST_READ and not self._ends_early()

    def _is_of_few(self, sort: Step) -> bool:
        """Whether it sorts only what is open now."""
        outermost = next(one for one in self._under[sort.parent] if not one.is_sort)
        return self._is_open(outermost)

    def _is_open(self, step: Step) -> bool:
        loop = LOOP.match(step.detail)
        index = loop and loop[3] and self._terms(loop[3])[0]
        values = None if index else self._list_of(step)
        if values:
            return all(self._is_open(one) for one in self._under[values.key])
        return bool(index and index.startswith(OPEN))

    def _ends_early(self) -> bool:
        """Whether it takes the first rows of an index, and leaves none of them out."""
        is_sorted = any(one.is_sort and not one.is_partial_sort for one in self.steps)
        return "LIMIT" in self.text and "WHERE" not in self.text and not is_sorted

    def _rows(self, step: Step) -> float:
        """How many rows come out of it, or are sorted in it at once."""
        if not step.is_sort:
            return self._loop(step)
        loops = [one for one in self._under[step.parent] if not one.is_sort]
        first = self._group(loops[0]) if step.is_partial_sort else self._loop(loops[0])
        return first * prod(self._loop(one) for one in loops[1:])

    def _select(self, key: int) -> float:
        return prod(self._loop(one) for one in self._under[key] if not one.is_sort)

    def _loop(self, step: Step) -> float:
        """How many rows each turn of the loop outside of it finds."""
        if step.detail in BRANCHED:
            return sum(self._select(one.key) for one in self._under[step.key])
        loop = LOOP.match(step.detail)
        if loop is None:
            return 1
        how, name, way = loop.groups()
        table = self.tables.get(name, name)
        if table not in metadata.tables:
            return self._subquery(name)
        if way is None:
            return rows_of(table)
        index, terms = self._terms(way)
        if how == "SCAN":
            return self.held[index][0] if index else rows_of(table)
        equal = [one.removesuffix("=?") for one in terms if one.endswith("=?")]
        asked = prod(self._asked(step, name, one) for one in equal)
        part = 1 if len(equal) == len(terms) else RANGE
        if index is None or "rowid" in equal:
            return (asked if equal else rows_of(table)) / part
        held = self.held.get(index, [UNKNOWN] * 9)
        return asked * held[len(equal)] / part

    def _group(self, step: Step) -> float:
        """How many rows of an index have the same first columns: those that are asked for and the
        one after, by which they come in order."""
        loop = LOOP.match(step.detail)
        if loop is None or loop[3] is None:
            return UNKNOWN
        index, terms = self._terms(loop[3])
        held = self.held.get(index or "", [1])
        equal = [one for one in terms if one.endswith("=?")]
        return held[min(len(equal) + 1, len(held) - 1)]

    def _terms(self, way: str) -> tuple[str | None, list[str]]:
        found = INDEX.match(way)
        assert found, way
        return found[1], (found[2] or "").split(" AND ") if found[2] else []

    def _asked(self, step: Step, name: str, column: str) -> float:
        """How many values of a column are asked for."""
        column = "id" if column == "rowid" else column
        found = re.search(rf"\b{name}\.{column} IN \(([?, ]+|SELECT)", self.text)
        if found is None:
            return 1
        if found[1] != "SELECT":
            return found[1].count("?")
        values = self._list_of(step)
        return self._select(values.key) if values else 1

    def _list_of(self, step: Step) -> Step | None:
        """The values that a loop takes its keys from: they stand next to it."""
        beside = self._under[step.parent]
        after = beside[beside.index(step) + 1 :]
        return after[0] if after and after[0].detail.startswith("LIST") else None

    def _subquery(self, name: str) -> float:
        for one in self.steps:
            if one.detail in (f"CO-ROUTINE {name}", f"MATERIALIZE {name}"):
                return A_PAGE if self._has_limit(name) else self._select(one.key)
        return UNKNOWN

    def _has_limit(self, name: str) -> bool:
        """Whether the subquery of this name ends after a page."""
        text = re.split(rf"\) AS {name}\b", self.text)[0].rpartition("ORDER BY")[2]
        return "LIMIT" in text and ")" not in text
