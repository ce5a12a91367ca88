"""What all figures are made of: marks that were counted, and the first of the rows behind them."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, String, Subquery, func, select, type_coerce
from sqlalchemy.orm import Session

from core.db.transaction import ReadContext
from core.rules.metric_filters import MetricFilter, Pick, check_pick

T = TypeVar("T")

LIMIT = 50
"""Rows that a page shows of those behind a mark; a CSV has all of them."""
BATCH = 500
"""Rows that are held in memory at once while all of them are read."""


@dataclass(frozen=True)
class Mark:
    """One piece of a chart: how many cases, what they come to where they have a price, and how
    many of them have none."""

    bucket: str
    part: str
    count: int
    cents: int = 0
    unpriced: int = 0


@dataclass(frozen=True)
class Figure:
    """The marks of a figure in order, and the instant they hold for."""

    as_of: datetime
    marks: tuple[Mark, ...]

    @property
    def total(self) -> int:
        """How many cases there are in all (n)."""
        return self.count()

    def count(self, *parts: str) -> int:
        """How many are of these parts; of all where none is named."""
        return sum(mark.count for mark in self.marks if not parts or mark.part in parts)

    @property
    def cents(self) -> int:
        """What all of it comes to."""
        return sum(mark.cents for mark in self.marks)

    @property
    def unpriced(self) -> int:
        """How many have no price."""
        return sum(mark.unpriced for mark in self.marks)

    def buckets(self) -> tuple[str, ...]:
        """Each bucket once, in the order of the marks."""
        return tuple(dict.fromkeys(mark.bucket for mark in self.marks))


@dataclass(frozen=True)
class Cases(Generic[T]):
    """Up to `LIMIT` rows, and whether there are more."""

    rows: tuple[T, ...]
    has_more: bool


@dataclass(frozen=True)
class Export(Generic[T]):
    """All rows behind a figure or a mark, one after the other: `row` is their frozen dataclass,
    whose fields are the columns of a CSV."""

    row: type[T]
    every: Callable[[ReadContext, MetricFilter, Pick], Generator[T]]


def first(found: Generator[T]) -> Cases[T]:
    """The rows a page shows; the others are not read."""
    with closing(found):
        rows = tuple(islice(found, LIMIT + 1))
    return Cases(rows[:LIMIT], len(rows) > LIMIT)


def stream(db: Session, statement: Select[Any]) -> Generator[Any]:
    """The rows of `statement`, `BATCH` at a time, however many there are; closing it early gives
    the database's cursor back."""
    with db.execute(statement.execution_options(yield_per=BATCH)) as rows:
        yield from rows


def counted(db: Session, cases: Subquery) -> tuple[Mark, ...]:
    """The marks of `cases`, whose columns `bucket` and `part` name each case's mark and whose
    `cents` and `unpriced` (0 or 1), where it has them, give the price."""
    by: tuple[Any, ...] = (cases.c.bucket, cases.c.part)
    money = [func.sum(cases.c[name]) for name in ("cents", "unpriced") if name in cases.c]
    columns: tuple[Any, ...] = (*by, func.count(), *money)
    rows = db.execute(select(*columns).group_by(*by).order_by(*by))
    return tuple(Mark(*row[:3], *(int(number or 0) for number in row[3:])) for row in rows)


def picked(statement: Select[Any], cases: Subquery, pick: Pick) -> Select[Any]:
    """Only the cases of one mark; an unknown one has none. Raises InvalidInput for nonsense."""
    check_pick(pick)
    if pick.bucket:
        statement = statement.where(cases.c.bucket == pick.bucket)
    if pick.part:
        statement = statement.where(cases.c.part == pick.part)
    return statement


def month_of(db: Session, day: Any) -> ColumnElement[str]:
    """The month of a date, as marks have it: "2026-03"."""
    if db.get_bind().dialect.name == "postgresql":
        return func.to_char(day, "YYYY-MM")
    return func.strftime("%Y-%m", day)


def plain(word: Any) -> ColumnElement[str]:
    """A column of words as text, so that an unknown word is found nowhere and breaks nothing."""
    return type_coerce(word, String)
