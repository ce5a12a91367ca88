"""The imports of the platform's extracts, as the Imports page lists them."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Subquery, select, union_all
from sqlmodel import col

from core.access import ADMINISTERING, guard
from core.db.transaction import ReadContext
from core.errors import InvalidInput
from core.models.exchange import IS_OF_ROW, ImportBatch, ImportReject
from core.rules.import_counts import FileCount, line_account
from core.vocabulary.exchange import ImportStatus

MOST = 50
MOST_REJECTS = 20


@dataclass(frozen=True)
class RejectRow:
    """One cause of rejected rows; `line` and `field` are None for a whole file or row. `waiting`
    counts the rows of each file that are rejected for it alone."""

    file: str
    line: int | None
    ref: str | None
    field: str | None
    reason: str
    waiting: Mapping[str, int]


@dataclass(frozen=True)
class RejectedRows:
    """What an import rejected of one file, which had `lines` lines: line, column and ID of each
    problem. They are not all listed if the file as a whole was not read, or if there are too many.
    `waited_for` are the IDs of records that were not there when rejected rows referred to them."""

    lines: int
    is_listed: bool
    problems: tuple[tuple[int, str | None, str | None], ...]
    waited_for: set[str] = field(default_factory=set)


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
    has_more_rejects: bool
    rejects_file: str | None
    sessions_to_recalculate: int
    sessions_recalculated: int

    @property
    def line_account(self) -> str | None:
        """What became of every line of the extracts; None if no file was read."""
        return line_account(self.files) if any(one.lines for one in self.files) else None


@guard(ADMINISTERING)
def import_records(context: ReadContext) -> tuple[ImportRecord, ...]:
    """The newest 50 imports, newest first, each with the first 20 causes of rejected rows, files
    that were not read before others."""
    batches = context.db.scalars(
        select(ImportBatch).order_by(col(ImportBatch.id).desc()).limit(MOST)
    )
    found = list(batches)
    rejects = _first_rejects(context, [batch.key for batch in found])
    return tuple(_record(batch, rejects[batch.key]) for batch in found)


def _first_rejects(
    context: ReadContext, batch_ids: Sequence[int]
) -> defaultdict[int, list[RejectRow]]:
    """Of each import those that nothing else caused, and one more than a page shows."""
    found: defaultdict[int, list[RejectRow]] = defaultdict(list)
    if batch_ids:
        rows = context.db.execute(union_all(*(select(_first_of(key)) for key in batch_ids))).all()
        for row in sorted(rows, key=lambda row: ((row.line or 1) > 1, row.number)):
            place = (row.file, row.line, row.ref, row.field, row.reason)
            found[row.batch_id].append(RejectRow(*place, json.loads(row.waiting)))
    return found


def _first_of(batch_id: int) -> Subquery:
    names = ("batch_id", "number", "file", "line", "ref", "field", "reason", "waiting")
    return (
        select(*(getattr(ImportReject, name) for name in names))
        .where(col(ImportReject.batch_id) == batch_id, col(ImportReject.cause).is_(None))
        .order_by(IS_OF_ROW, col(ImportReject.number))
        .limit(MOST_REJECTS + 1)
        .subquery()
    )


@guard(ADMINISTERING)
def rejected_rows(context: ReadContext, batch_id: int) -> Mapping[str, RejectedRows]:
    """What the import `batch_id` rejected, by file. Raises InvalidInput if there is no such import
    or if it did not finish."""
    batch = context.db.get(ImportBatch, batch_id)
    if batch is None:
        raise InvalidInput({"rejected": f"There is no import {batch_id}. See the page Imports."})
    if batch.status != ImportStatus.FINISHED:
        advice = "Import the whole folder again."
        raise InvalidInput({"rejected": f"Import {batch_id} did not finish. {advice}"})
    counts = {one["file"]: FileCount(**one) for one in json.loads(batch.files)}
    problems: defaultdict[str, list[tuple[int, str | None, str | None]]] = defaultdict(list)
    for row in context.db.scalars(
        select(ImportReject).where(col(ImportReject.batch_id) == batch_id)
    ):
        problems[row.file].append((row.line or 1, row.field, row.ref))
    for file, count in counts.items():
        if count.unlisted:
            problems[file] += ()
    return {
        file: RejectedRows(
            counts[file].lines,
            not counts[file].unlisted and all(line > 1 for line, _, _ in found),
            tuple(found),
        )
        for file, found in problems.items()
    }


def _record(batch: ImportBatch, rejects: Sequence[RejectRow]) -> ImportRecord:
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
        first_rejects=tuple(rejects[:MOST_REJECTS]),
        has_more_rejects=len(rejects) > MOST_REJECTS,
        rejects_file=batch.rejects_file,
        sessions_to_recalculate=batch.sessions_to_recalculate,
        sessions_recalculated=batch.sessions_recalculated,
    )
