"""What a target is: a class `Target` with a method for each item that it can do.

A method takes what is asked (one element of `asked()[item]`, None for M items) and returns the
answer, or a function that works the answer out of what came: that part is not timed. Answers are
the same JSON values for every target:

L1: the session's number. L2, L3, L4, L4t: the numbers of the sessions on the page, in order.
L5: the count, up to 1,001, and the numbers on the page. L6: a digest of the numbers in the file.
M1: by week and class, how many are due and on time. M2, M3: by both groups, how many.
W1: the client of the request that is in the database then. W2: its status then.
"""

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from tests.bench.items import COUNTED_UP_TO


class Base:
    """A target in this process; `given` names its databases."""

    def __init__(self, given: dict[str, str]) -> None:
        self.given = given

    def close(self) -> None:
        """Stop what the target started."""


def last_client(path: str) -> int:
    """The client of the newest request in the floor's SQLite file."""
    with closing(sqlite3.connect(path)) as db:
        newest = "SELECT client_id FROM request ORDER BY id DESC LIMIT 1"
        client: int = db.execute(newest).fetchone()[0]
        return client


def counted(number: int) -> int:
    """A count as the product has it: exact up to 1,000."""
    return min(number, COUNTED_UP_TO + 1)


def digest(numbers: Iterable[int]) -> list[Any]:
    """How many sessions a file has, and a digest of which."""
    found = sorted(numbers)
    return [len(found), hashlib.sha256(repr(found).encode()).hexdigest()[:12]]


def by_week(rows: Iterable[Any]) -> dict[str, list[int]]:
    """M1 of rows of week, class, due, on time."""
    return {f"{week} {kind}": [int(due), int(good)] for week, kind, due, good in rows}


def by_groups(rows: Iterable[Any]) -> dict[str, int]:
    """M2 and M3 of rows of two groups and a count."""
    return {f"{one} {other}": int(number) for one, other, number in rows}
