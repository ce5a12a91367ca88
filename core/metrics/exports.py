"""All rows behind a figure or a mark, as the cells of a CSV."""

from collections.abc import Generator
from dataclasses import fields
from typing import Any

from core.access import guard
from core.errors import NotPermitted
from core.metrics import (
    cancellations,
    confirmations,
    directory,
    expired,
    notes,
    open_requests,
)
from core.metrics.figure import Export
from core.rules.cells import as_cell, guarded
from core.rules.figures import ROW_OF, FigureFilter, Pick
from core.transaction import Reading
from core.vocabulary.figures import FigureKind

Cell = str | int | float

EXPORTS: dict[FigureKind, Export[Any]] = {
    FigureKind.NOTES: notes.EXPORT,
    FigureKind.CONFIRMATIONS: confirmations.EXPORT,
    FigureKind.EXPIRED: expired.EXPORT,
    FigureKind.DIRECTORY: directory.EXPORT,
    FigureKind.REQUESTS: open_requests.EXPORT,
    FigureKind.CANCELLATIONS: cancellations.EXPORT,
}


@guard
def export_rows(
    reading: Reading, kind: FigureKind, wanted: FigureFilter, pick: Pick
) -> Generator[list[Cell]]:
    """The heads, then one row for each case behind the mark, of all marks where none is picked,
    in the order of the page; no client is named. Reads on as it is asked, so `reading` must stay
    open. Raises NotPermitted for a role that may not see the figure, InvalidInput by field."""
    if not reading.actor.may(ROW_OF[kind]):
        raise NotPermitted(f"Your role ({reading.actor.role}) does not cover this figure.")
    return _rows(EXPORTS[kind], reading, wanted, pick)


def _rows(
    export: Export[Any], reading: Reading, wanted: FigureFilter, pick: Pick
) -> Generator[list[Cell]]:
    names = [one.name for one in fields(export.row)]
    yield list[Cell](names)
    for row in export.every(reading, wanted, pick):
        yield [_cell(getattr(row, name)) for name in names]


def _cell(value: Any) -> Cell:
    """Numbers stay numbers; every text is one that no spreadsheet runs."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return guarded(as_cell(value))
