"""All rows behind a figure or a mark, as the cells of a CSV."""

from collections.abc import Generator
from dataclasses import fields
from typing import Any

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.metrics import (
    cancellations,
    confirmations,
    directory,
    expired,
    notes,
    open_requests,
)
from core.metrics.contract import Export
from core.rules.cells import as_cell, guarded
from core.rules.metric_filters import MetricFilter, Pick
from core.vocabulary.metrics import MetricKind

Cell = str | int | float

EXPORTS: dict[MetricKind, Export[Any]] = {
    MetricKind.NOTES: notes.EXPORT,
    MetricKind.CONFIRMATIONS: confirmations.EXPORT,
    MetricKind.EXPIRED: expired.EXPORT,
    MetricKind.DIRECTORY: directory.EXPORT,
    MetricKind.REQUESTS: open_requests.EXPORT,
    MetricKind.CANCELLATIONS: cancellations.EXPORT,
}


@guard(MANAGING)
def export_rows(
    context: ReadContext, kind: MetricKind, wanted: MetricFilter, pick: Pick
) -> Generator[list[Cell]]:
    """The heads, then one row for each case behind the mark, of all marks where none is picked,
    in the order of the page; no client is named. Reads on as it is asked, so `reading` must stay
    open. Raises InvalidInput by field."""
    return _rows(EXPORTS[kind], context, wanted, pick)


def _rows(
    export: Export[Any], context: ReadContext, wanted: MetricFilter, pick: Pick
) -> Generator[list[Cell]]:
    names = [one.name for one in fields(export.row)]
    yield list[Cell](names)
    for row in export.every(context, wanted, pick):
        yield [_cell(getattr(row, name)) for name in names]


def _cell(value: Any) -> Cell:
    """Numbers stay numbers; every text is one that no spreadsheet runs."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return guarded(as_cell(value))
