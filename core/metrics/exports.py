"""The rows of a metric as a CSV, made a column at a time, since a file has hundreds of thousands
of cells."""

from collections.abc import Generator, Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, type_coerce

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.metrics.contract import Column, Metric, Money, Value
from core.metrics.registry import metric_named
from core.metrics.statements import rows_statement
from core.rules.cells import guarded
from core.rules.metric_filters import DrillDown, MetricFilter
from core.vocabulary.words import label

BATCH = 1000
"""Rows that are held in memory at once while all are read."""
TO_THE_HOUR, TO_THE_SECOND = len("2026-06-30 12"), len("2026-06-30 12:00:00")
Cell = str | int
Line = tuple[Cell, ...]


@guard(MANAGING)
def export_rows(
    context: ReadContext, code: str, wanted: MetricFilter, drill_down: DrillDown
) -> Generator[Iterable[Line]]:
    """The headings, then all rows of a data point, or of all, in the order of the page, a batch
    at a time. Clients are in initials, instants on the reader's clock. Reads on as it is asked,
    so the context must stay open. Raises InvalidInput by field."""
    return _batches(context, metric_named(code), wanted, drill_down)


def _batches(
    context: ReadContext, metric: Metric, wanted: MetricFilter, drill_down: DrillDown
) -> Generator[Iterable[Line]]:
    columns, hours = metric.columns, _Hours(context.actor.tz)
    zone = f" ({context.actor.tz.key})"
    yield [tuple(one.name + (zone if one.is_instant else "") for one in columns)]
    statement = rows_statement(context, metric, wanted, drill_down)
    selected = iter(statement.selected_columns)
    sources = [
        _as_text(context, source) if one.is_instant else source
        for one in columns
        for source in islice(selected, len(one.source))
    ]
    read = statement.with_only_columns(*sources).execution_options(yield_per=BATCH)
    with context.db.connection().execute(read) as found:
        for rows in found.partitions():
            given = zip(*rows, strict=True)
            yield zip(*[_cells(one, given, hours) for one in columns], strict=True)


def _as_text(context: ReadContext, instant: Any) -> ColumnElement[str]:
    """In UTC, as SQLite stores it: "2026-06-30 12:00:00", perhaps with parts of a second."""
    if context.db.get_bind().dialect.name == "postgresql":
        return cast(func.timezone("UTC", instant), String)  # `to_char` takes three times as long
    return type_coerce(instant, String)


def _cells(column: Column, given: Iterator[tuple[Any, ...]], hours: "_Hours") -> list[Cell]:
    """The cells of a column; takes from `given` the values that it is made of."""
    sources = islice(given, len(column.source))
    if column.is_instant:
        return [
            ""
            if not text
            else here + text[TO_THE_HOUR:TO_THE_SECOND]
            if (here := hours[text[:TO_THE_HOUR]])
            else f"{hours.instant(text):%Y-%m-%d %H:%M:%S}"
            for text in next(sources)
        ]
    values: list[Any] = list(map(column.value, *sources))
    if set(map(type, values)) == {str}:
        return [one if one[:1].isalnum() else guarded(one) for one in values]
    return list(map(_cell, values))


class _Hours(dict[str, str]):
    """The hours of UTC on another clock, so that each is worked out once; "" for one in which the
    minutes are others there."""

    def __init__(self, tz: tzinfo) -> None:
        super().__init__()
        self.tz = tz

    def __missing__(self, hour: str) -> str:
        first, last = (self.instant(f"{hour}:{rest}") for rest in ("00:00", "59:59"))
        is_one = first.minute == first.second == 0 and first.utcoffset() == last.utcoffset()
        self[hour] = str(first)[:TO_THE_HOUR] if is_one else ""
        return self[hour]

    def instant(self, text: str) -> datetime:
        """On the clock, of a text in UTC."""
        return datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(self.tz)


@lru_cache(maxsize=1000, typed=True)
def _cell(value: Value) -> Cell:
    """Numbers and days as a spreadsheet reads them; no text that it would run."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return f"{value.cents // 100}.{value.cents % 100:02d}"
    if isinstance(value, StrEnum):
        return label(value)
    return value if isinstance(value, int) else guarded(str(value))
