"""Finds values that must be unique, such as an NPI, and belong to another record."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from sqlalchemy import Table, UniqueConstraint, select, tuple_
from sqlalchemy.orm import Session

from core.exchange.record_links import LinkedRecord
from core.exchange.reject_reasons import RejectReason

Key = tuple[object, ...]


@cache
def single_keys(table: Table) -> tuple[tuple[str, ...], ...]:
    """The unique constraints of `table` as column names, without the platform's ID."""
    unique = (one for one in table.constraints if isinstance(one, UniqueConstraint))
    return tuple(
        sorted(names for one in unique if (names := tuple(one.columns.keys())) != ("ref",))
    )


def clashing_records(
    db: Session, table: Table, records: Sequence[LinkedRecord]
) -> dict[str, RejectReason]:
    """Why records clash with a stored record or an earlier one of `records`, by ref."""
    found: dict[str, RejectReason] = {}
    for names in single_keys(table) if records else ():
        owners = _owners(db, table, names, records)
        for record in records:
            key = _key(record, names)
            if key is not None and owners[key] - {record.ref}:
                found[record.ref] = _fault(record, names)
            elif key is not None:
                owners[key].add(record.ref)
    return found


def _owners(
    db: Session, table: Table, names: tuple[str, ...], records: Sequence[LinkedRecord]
) -> defaultdict[Key, set[str]]:
    keys = {key for record in records if (key := _key(record, names)) is not None}
    columns = [table.c[name] for name in names]
    if len(columns) == 1:
        held = columns[0].in_([key[0] for key in keys])
    else:
        held = tuple_(*columns).in_(keys)
    owners: defaultdict[Key, set[str]] = defaultdict(set)
    for ref, *shared in db.execute(select(table.c.ref, *columns).where(held)) if keys else ():
        owners[tuple(shared)].add(ref)
    return owners


def _key(record: LinkedRecord, names: tuple[str, ...]) -> Key | None:
    key = tuple(record.values.get(name) for name in names)
    return None if None in key else key


def _fault(record: LinkedRecord, names: tuple[str, ...]) -> RejectReason:
    what = "this value" if len(names) == 1 else "these values"
    return RejectReason(
        record.line.number,
        ", ".join(names),
        f"Another record already has {what}.",
        ref=record.ref,
    )
