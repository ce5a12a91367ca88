"""Writes one chunk of an extract: compares it with stored records and writes differences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from core.db.transaction import WriteContext
from core.exchange.derived_values import placeholders, write_derived_values
from core.exchange.extract_reader import ExtractLine
from core.exchange.extract_row import ExtractRow
from core.exchange.merge_circles import merge_circles
from core.exchange.outbound_settling import Changes, open_outbound_changes, settle_outbound_changes
from core.exchange.people_rows import ClientRow
from core.exchange.record_links import LinkedRecord, LinkResult, link, table_of
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


@dataclass(frozen=True)
class ChunkWriter:
    """Writes chunks of one extract in one transaction of an import."""

    context: WriteContext
    batch_id: int
    kind: type[ExtractRow]

    @property
    def table(self) -> Table:
        """The table that stores the rows."""
        return table_of(self.kind)

    def write(self, lines: Sequence[ExtractLine]) -> ChunkOutcome:
        """Insert new records, update changed ones, and write what depends on them, such as the
        deadlines of a session."""
        linked = link(self.context.db, self.kind, lines)
        if self.kind is ClientRow:
            self._refuse_circles(linked, lines)
        known = self._known(linked.records, hold=False)
        differing = self._differences(linked.records, known)
        new = [record for record in linked.records if record.ref not in known]
        writing = [one.record for one in differing] + new
        clashing = clashing_records(self.context.db, self.table, writing)
        new = [record for record in new if record.ref not in clashing]
        differing = [one for one in differing if one.record.ref not in clashing]
        self._write(new, differing)
        return ChunkOutcome(
            new=len(new),
            changed=len(differing),
            same=len(linked.records) - len(writing),
            refused=linked.unknown,
            waiting=linked.waiting
            + [(one.line, clashing[one.ref]) for one in writing if one.ref in clashing],
        )

    def _refuse_circles(self, linked: LinkResult, lines: Sequence[ExtractLine]) -> None:
        circles = merge_circles(self.context.db, lines)
        linked.unknown += [(one,) for one in circles.values()]
        linked.records = [one for one in linked.records if one.ref not in circles]
        linked.waiting = [one for one in linked.waiting if one[0].row.ref not in circles]

    def _known(self, records: Sequence[LinkedRecord], *, hold: bool) -> dict[str, StoredRecord]:
        columns = [*self.kind.model_fields, *self.kind.search_keys, *self.kind.kept]
        refs = [record.ref for record in records]
        if not refs:
            return {}
        return stored_records(self.context.db, self.table, columns, refs, hold=hold)

    def _differences(
        self, records: Sequence[LinkedRecord], known: Mapping[str, StoredRecord]
    ) -> list[RecordDifference]:
        """The stored records that differ from their rows. They are locked, then compared again,
        since someone may have corrected one meanwhile."""
        corrected = {key for key, _ in self._outbound(known)}
        candidates = [
            record
            for record in records
            if (before := known.get(record.ref))
            and (before.key in corrected or self._after(record, before))
        ]
        held = self._known(candidates, hold=True)
        by_key = {held[record.ref].key: record for record in candidates}
        settle_outbound_changes(self.context, self.batch_id, by_key, self._outbound(held))
        return [
            RecordDifference(record, before, after)
            for record in candidates
            if (after := self._after(record, before := held[record.ref]))
        ]

    def _outbound(self, known: Mapping[str, StoredRecord]) -> Changes:
        keys = [one.key for one in known.values()]
        return open_outbound_changes(self.context, self.table.name, keys)

    def _after(self, record: LinkedRecord, before: StoredRecord) -> dict[str, Any]:
        values = record.values | self.kind.remembered(record.values, before.values)
        if self.kind.search_keys:
            values = values | self.kind.searched_by({**before.values, **values})
        return {name: value for name, value in values.items() if value != before.values[name]}

    def _write(self, new: Sequence[LinkedRecord], differing: Sequence[RecordDifference]) -> None:
        update_records(self.context, self.table, differing, self.batch_id)
        rows = [
            {
                **(values := record.values),
                **self.kind.searched_by(values),
                **placeholders(self.kind, values),
            }
            for record in new
        ]
        insert_records(self.context, self.table, rows, self.batch_id)
        write_derived_values(self.context, self.table, new, differing)
        for one in differing:
            names = [name for name in one.after if name not in self.kind.search_keys]
            self.context.record(
                f"{self.table.name}.imported_change",
                self.table.name,
                one.before.key,
                before={name: one.before.values[name] for name in names},
                after={name: one.after[name] for name in names},
            )
