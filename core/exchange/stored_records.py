"""Reads and writes the stored records of an extract."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from core.db.prepared import Prepared, insertion
from core.db.transaction import WriteContext
from core.exchange.record_links import LinkedRecord
from core.facts import session_diagnoses


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A stored record: our ID, its version, and its values by column."""

    key: int
    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """A record, its stored state, and the new values of changed columns."""

    record: LinkedRecord
    before: StoredRecord
    after: Mapping[str, Any]


def stored_records(
    db: Session, table: Table, names: Iterable[str], refs: Sequence[str], *, hold: bool
) -> dict[str, StoredRecord]:
    """The stored records among `refs`, by ref, with the columns `names`; `hold` locks them until
    the commit."""
    columns = [table.c[name] for name in names if name != session_diagnoses.COLUMN]
    statement = select(table.c.id, table.c.version, *columns).where(table.c.ref.in_(refs))
    if hold:
        statement = statement.order_by(table.c.id).with_for_update(key_share=True)
    own = [column.name for column in columns]
    rows = db.execute(statement).all()
    has_codes = session_diagnoses.COLUMN in names
    codes = session_diagnoses.diagnoses_of(db, [row.id for row in rows]) if has_codes else {}
    found = {}
    for key, version, *values in rows:
        stored = dict(zip(own, values, strict=True))
        if has_codes:
            stored[session_diagnoses.COLUMN] = codes[key]
        found[stored["ref"]] = StoredRecord(key, version, stored)
    return found


def insert_records(
    context: WriteContext, table: Table, rows: Sequence[dict[str, Any]], batch_id: int
) -> None:
    """Insert new records, and add to `rows` what all of them have."""
    now = context.now
    common = {"created_at": now, "updated_at": now, "version": 1, "batch_id": batch_id}
    for row in rows:
        row.update(common)
        row.pop(session_diagnoses.COLUMN, None)
    if rows:
        _insertion(table, tuple(rows[0])).send(context.db, rows)


@cache
def _insertion(table: Table, names: tuple[str, ...]) -> Prepared:
    return Prepared(insertion(table, names))


def update_records(
    context: WriteContext, table: Table, differing: Iterable[RecordDifference], batch_id: int
) -> None:
    """Write the changed columns and count the versions up."""
    by_columns: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for one in differing:
        version = one.before.version + 1
        row = {**_own(one.after), "version": version, "updated_at": context.now}
        by_columns[tuple(sorted(row))].append({**row, "batch_id": batch_id, "key": one.before.key})
    for rows in by_columns.values():
        context.db.execute(update(table).where(table.c.id == bindparam("key")), rows)


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != session_diagnoses.COLUMN}
