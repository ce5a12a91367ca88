"""One chunk of one extract, in one transaction: compare with what is stored, write the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core.db.transaction import WriteContext
from core.exchange import effects, our_changes, stored
from core.exchange.clashes import clashes
from core.exchange.faults import Fault
from core.exchange.reading import Line
from core.exchange.references import Record, link, table_of
from core.exchange.row import ExtractRow
from core.exchange.stored import Difference, Stored


@dataclass
class Outcome:
    """How many rows of a chunk were new, changed and the same; the faults of those that cannot
    be taken; and the lines to try again, since what is wrong with them may go away."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[Fault, ...]] = field(default_factory=list)
    waiting: list[tuple[Line, Fault]] = field(default_factory=list)


def write_chunk(
    context: WriteContext, batch_id: int, kind: type[ExtractRow], lines: Sequence[Line]
) -> Outcome:
    """Take the lines' rows: new ones in, changed ones over, the same ones left alone. What
    hangs on them (a session's due instants) is written with them."""
    linked = link(context.db, kind, lines)
    known = _known(context, kind, linked.records)
    differing = _differences(context, batch_id, kind, linked.records, known)
    new = [record for record in linked.records if record.ref not in known]
    writing = [one.record for one in differing] + new
    clashing = clashes(context.db, table_of(kind), writing)
    new = [record for record in new if record.ref not in clashing]
    differing = [one for one in differing if one.record.ref not in clashing]
    _write(context, batch_id, kind, new, differing)
    return Outcome(
        new=len(new),
        changed=len(differing),
        same=len(linked.records) - len(writing),
        refused=linked.unknown,
        waiting=linked.waiting
        + [(one.line, clashing[one.ref]) for one in writing if one.ref in clashing],
    )


def _known(
    context: WriteContext, kind: type[ExtractRow], records: Sequence[Record], *, hold: bool = False
) -> dict[str, Stored]:
    columns = [*kind.model_fields, *kind.search_keys]
    refs = [record.ref for record in records]
    return stored.read(context.db, table_of(kind), columns, refs, hold=hold) if refs else {}


def _differences(
    context: WriteContext,
    batch_id: int,
    kind: type[ExtractRow],
    records: Sequence[Record],
    known: dict[str, Stored],
) -> list[Difference]:
    """The known records that differ from their rows. These alone are held until the commit, and
    looked at again once they are, since someone may just have corrected one."""
    entity = table_of(kind).name
    corrected = {key for key, _ in our_changes.changes_of(context, entity, _keys(known))}
    candidates = [
        record
        for record in records
        if (before := known.get(record.ref))
        and (before.key in corrected or _after(kind, record, before))
    ]
    held = _known(context, kind, candidates, hold=True)
    by_key = {held[record.ref].key: record for record in candidates}
    our_changes.settle(
        context, batch_id, by_key, our_changes.changes_of(context, entity, _keys(held))
    )
    return [
        Difference(record, before, after)
        for record in candidates
        if (after := _after(kind, record, before := held[record.ref]))
    ]


def _keys(known: dict[str, Stored]) -> list[int]:
    return [one.key for one in known.values()]


def _after(kind: type[ExtractRow], record: Record, before: Stored) -> dict[str, Any]:
    values = record.values
    if kind.search_keys:
        values = values | kind.searched_by({**before.values, **values})
    return {name: value for name, value in values.items() if value != before.values[name]}


def _write(
    context: WriteContext,
    batch_id: int,
    kind: type[ExtractRow],
    new: Sequence[Record],
    differing: Sequence[Difference],
) -> None:
    table = table_of(kind)
    stored.amend(context, table, differing, batch_id)
    rows = [record.values | kind.searched_by(record.values) for record in new]
    stored.add(context, table, [row | effects.placeholders(kind, row) for row in rows], batch_id)
    effects.follow(context, table, new, differing)
    for one in differing:
        _audit(context, kind, one)


def _audit(context: WriteContext, kind: type[ExtractRow], one: Difference) -> None:
    names = [name for name in one.after if name not in kind.search_keys]
    context.record(
        f"{table_of(kind).name}.imported_change",
        table_of(kind).name,
        one.before.key,
        before={name: one.before.values[name] for name in names},
        after={name: one.after[name] for name in names},
    )
