"""Writes one chunk of an extract: compares it with stored records and writes differences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core.db.transaction import WriteContext
from core.exchange.derived_values import placeholders, write_derived_values
from core.exchange.extract_reader import ExtractLine
from core.exchange.extract_row import ExtractRow
from core.exchange.outbound_settling import open_outbound_changes, settle_outbound_changes
from core.exchange.record_links import LinkedRecord, link, table_of
from core.exchange.reject_reasons import RejectReason
from core.exchange.stored_records import (
    RecordDifference,
    StoredRecord,
    insert_records,
    stored_records,
    update_records,
)
from core.exchange.unique_values import clashing_records


@dataclass
class ChunkOutcome:
    """Counts of a chunk, why rows are rejected, and lines to try again at the end of the file."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[RejectReason, ...]] = field(default_factory=list)
    waiting: list[tuple[ExtractLine, RejectReason]] = field(default_factory=list)


def write_chunk(
    context: WriteContext, batch_id: int, kind: type[ExtractRow], lines: Sequence[ExtractLine]
) -> ChunkOutcome:
    """Insert new records, update changed ones, and write what depends on them, such as the
    deadlines of a session."""
    linked = link(context.db, kind, lines)
    known = _known(context, kind, linked.records)
    differing = _differences(context, batch_id, kind, linked.records, known)
    new = [record for record in linked.records if record.ref not in known]
    writing = [one.record for one in differing] + new
    clashing = clashing_records(context.db, table_of(kind), writing)
    new = [record for record in new if record.ref not in clashing]
    differing = [one for one in differing if one.record.ref not in clashing]
    _write(context, batch_id, kind, new, differing)
    return ChunkOutcome(
        new=len(new),
        changed=len(differing),
        same=len(linked.records) - len(writing),
        refused=linked.unknown,
        waiting=linked.waiting
        + [(one.line, clashing[one.ref]) for one in writing if one.ref in clashing],
    )


def _known(
    context: WriteContext,
    kind: type[ExtractRow],
    records: Sequence[LinkedRecord],
    *,
    hold: bool = False,
) -> dict[str, StoredRecord]:
    columns = [*kind.model_fields, *kind.search_keys]
    refs = [record.ref for record in records]
    return stored_records(context.db, table_of(kind), columns, refs, hold=hold) if refs else {}


def _differences(
    context: WriteContext,
    batch_id: int,
    kind: type[ExtractRow],
    records: Sequence[LinkedRecord],
    known: dict[str, StoredRecord],
) -> list[RecordDifference]:
    """The stored records that differ from their rows. They are locked, then compared again, since
    someone may have corrected one meanwhile."""
    entity = table_of(kind).name
    corrected = {key for key, _ in open_outbound_changes(context, entity, _keys(known))}
    candidates = [
        record
        for record in records
        if (before := known.get(record.ref))
        and (before.key in corrected or _after(kind, record, before))
    ]
    held = _known(context, kind, candidates, hold=True)
    by_key = {held[record.ref].key: record for record in candidates}
    settle_outbound_changes(
        context, batch_id, by_key, open_outbound_changes(context, entity, _keys(held))
    )
    return [
        RecordDifference(record, before, after)
        for record in candidates
        if (after := _after(kind, record, before := held[record.ref]))
    ]


def _keys(known: dict[str, StoredRecord]) -> list[int]:
    return [one.key for one in known.values()]


def _after(kind: type[ExtractRow], record: LinkedRecord, before: StoredRecord) -> dict[str, Any]:
    values = record.values
    if kind.search_keys:
        values = values | kind.searched_by({**before.values, **values})
    return {name: value for name, value in values.items() if value != before.values[name]}


def _write(
    context: WriteContext,
    batch_id: int,
    kind: type[ExtractRow],
    new: Sequence[LinkedRecord],
    differing: Sequence[RecordDifference],
) -> None:
    table = table_of(kind)
    update_records(context, table, differing, batch_id)
    rows = [record.values | kind.searched_by(record.values) for record in new]
    insert_records(context, table, [row | placeholders(kind, row) for row in rows], batch_id)
    write_derived_values(context, table, new, differing)
    for one in differing:
        _audit(context, kind, one)


def _audit(context: WriteContext, kind: type[ExtractRow], one: RecordDifference) -> None:
    names = [name for name in one.after if name not in kind.search_keys]
    context.record(
        f"{table_of(kind).name}.imported_change",
        table_of(kind).name,
        one.before.key,
        before={name: one.before.values[name] for name in names},
        after={name: one.after[name] for name in names},
    )
