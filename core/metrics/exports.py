"""The rows of a metric as a CSV."""

from collections.abc import Generator
from datetime import datetime, tzinfo
from enum import StrEnum
from itertools import islice

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.metrics.contract import Metric, Money, Value
from core.metrics.registry import metric_named
from core.metrics.statements import rows_statement
from core.rules.cells import guarded
from core.rules.metric_filters import DrillDown, MetricFilter
from core.vocabulary.words import label

BATCH = 500
"""Rows that are held in memory at once while all are read."""
Cell = str | int


@guard(MANAGING)
def export_rows(
    context: ReadContext, code: str, wanted: MetricFilter, drill_down: DrillDown
) -> Generator[list[Cell]]:
    """The headings, then all rows of a data point, or of all, in the order of the page. Clients
    are in initials, instants on the reader's clock. Reads on as it is asked, so the context must
    stay open. Raises InvalidInput by field."""
    return _csv_rows(context, metric_named(code), wanted, drill_down)


def _csv_rows(
    context: ReadContext, metric: Metric, wanted: MetricFilter, drill_down: DrillDown
) -> Generator[list[Cell]]:
    tz = context.actor.tz
    yield [f"{one.name} ({tz.key})" if one.is_instant else one.name for one in metric.columns]
    statement = rows_statement(context, metric, wanted, drill_down)
    with context.db.execute(statement.execution_options(yield_per=BATCH)) as found:
        for row in found:
            given = iter(row)
            values = (one.value(*islice(given, len(one.source))) for one in metric.columns)
            yield [_cell(value, tz) for value in values]


def _cell(value: Value, tz: tzinfo) -> Cell:
    """Numbers, days and instants as a spreadsheet reads them; no text that it would run."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(tz):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, Money):
        return f"{value.cents // 100}.{value.cents % 100:02d}"
    if isinstance(value, StrEnum):
        return label(value)
    return value if isinstance(value, int) else guarded(str(value))
