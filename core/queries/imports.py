"""The imports of the platform's extracts, as the Imports page lists them."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from core.access import ADMINISTERING, guard
from core.db.transaction import ReadContext
from core.models.exchange import ImportBatch, ImportReject
from core.rules.import_counts import FileCount, line_account
from core.vocabulary.exchange import ImportStatus

MOST = 50
MOST_REJECTS = 20


@dataclass(frozen=True)
class RejectRow:
    """One thing an import rejected; `line` and `field` are None for a whole file or row."""

    file: str
    line: int | None
    field: str | None
    reason: str


@dataclass(frozen=True)
class ImportRecord:
    """One import. `finished_at` is None while it runs, and for good when it was cut off. Row counts
    are of all files."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    operator: str
    source: str
    status: ImportStatus
    read: int
    new: int
    changed: int
    same: int
    rejected: int
    files: tuple[FileCount, ...]
    first_rejects: tuple[RejectRow, ...]
    rejects_file: str | None
    sessions_to_recalculate: int
    sessions_recalculated: int

    @property
    def line_account(self) -> str | None:
        """What became of every line of the extracts; None if no file was read."""
        return line_account(self.files) if any(one.lines for one in self.files) else None


@guard(ADMINISTERING)
def import_records(context: ReadContext) -> tuple[ImportRecord, ...]:
    """The newest 50 imports, newest first, each with its first 20 rejects."""
    batches = context.db.scalars(
        select(ImportBatch).order_by(col(ImportBatch.id).desc()).limit(MOST)
    )
    found = list(batches)
    rejects = _first_rejects(context, [batch.key for batch in found])
    return tuple(_record(batch, rejects[batch.key]) for batch in found)


def _first_rejects(
    context: ReadContext, batch_ids: Sequence[int]
) -> defaultdict[int, tuple[RejectRow, ...]]:
    place = func.row_number().over(
        partition_by=col(ImportReject.batch_id), order_by=col(ImportReject.id)
    )
    placed = (
        select(ImportReject, place.label("place"))
        .where(col(ImportReject.batch_id).in_(batch_ids))
        .subquery()
    )
    rows = context.db.execute(
        select(placed.c.batch_id, placed.c.file, placed.c.line, placed.c.field, placed.c.reason)
        .where(placed.c.place <= MOST_REJECTS)
        .order_by(placed.c.id)
    )
    found: defaultdict[int, tuple[RejectRow, ...]] = defaultdict(tuple)
    for batch_id, *reject in rows:
        found[batch_id] += (RejectRow(*reject),)
    return found


def _record(batch: ImportBatch, rejects: tuple[RejectRow, ...]) -> ImportRecord:
    return ImportRecord(
        id=batch.key,
        started_at=batch.started_at,
        finished_at=batch.finished_at,
        operator=batch.operator,
        source=batch.source,
        status=batch.status,
        read=batch.rows_read,
        new=batch.rows_new,
        changed=batch.rows_changed,
        same=batch.rows_same,
        rejected=batch.rows_rejected,
        files=tuple(FileCount(**one) for one in json.loads(batch.files)),
        first_rejects=rejects,
        rejects_file=batch.rejects_file,
        sessions_to_recalculate=batch.sessions_to_recalculate,
        sessions_recalculated=batch.sessions_recalculated,
    )
