"""What the database holds of the records an extract names, and writing what differs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from core.db.transaction import WriteContext
from core.exchange import diagnoses
from core.exchange.references import Record


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it is: our id, its version, and its values by column."""

    key: int
    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """A known record, what is stored of it, and the columns that are to change."""

    record: Record
    before: Stored
    after: Mapping[str, Any]


def read(
    db: Session, table: Table, names: Iterable[str], refs: Sequence[str], *, hold: bool = False
) -> dict[str, Stored]:
    """The columns `names` of the records of these refs that are known, by ref; `hold` keeps
    others off these records until the commit."""
    columns = [table.c[name] for name in names if name != diagnoses.COLUMN]
    statement = select(table.c.id, table.c.version, *columns).where(table.c.ref.in_(refs))
    if hold:
        statement = statement.order_by(table.c.id).with_for_update(key_share=True)
    own = [column.name for column in columns]
    rows = [
        Stored(key, version, dict(zip(own, values, strict=True)))
        for key, version, *values in db.execute(statement)
    ]
    if diagnoses.COLUMN in names:
        codes = diagnoses.read(db, [row.key for row in rows])
        rows = [
            Stored(row.key, row.version, {**row.values, diagnoses.COLUMN: codes[row.key]})
            for row in rows
        ]
    return {row.values["ref"]: row for row in rows}


def add(
    context: WriteContext, table: Table, rows: Sequence[Mapping[str, Any]], batch_id: int
) -> None:
    """Insert new records."""
    now = context.now
    common = {"created_at": now, "updated_at": now, "version": 1, "batch_id": batch_id}
    if rows:
        context.db.execute(insert(table), [{**_own(row), **common} for row in rows])


def amend(
    context: WriteContext, table: Table, differing: Iterable[Difference], batch_id: int
) -> None:
    """Write the changed columns of known records and count their versions up."""
    by_columns: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for one in differing:
        version = one.before.version + 1
        row = {**_own(one.after), "version": version, "updated_at": context.now}
        by_columns[tuple(sorted(row))].append({**row, "batch_id": batch_id, "key": one.before.key})
    for rows in by_columns.values():
        context.db.execute(update(table).where(table.c.id == bindparam("key")), rows)


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != diagnoses.COLUMN}
