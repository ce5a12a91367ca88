"""The whole database as plain rows, to compare two states of it."""

from typing import Any

from sqlalchemy import Engine, select

from core import db
from core.models import metadata

THE_IMPORT_ITSELF = frozenset({"import_batch", "import_reject"})
Row = dict[str, Any]


def dump(engine: Engine, without: frozenset[str] = THE_IMPORT_ITSELF) -> dict[str, list[Row]]:
    """The rows of each table, ordered by key."""
    with db.looking(engine) as session:
        return {
            table.name: [
                dict(row._mapping)
                for row in session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
            if table.name not in without
        }


def differences(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> dict[str, set[str]]:
    """Changed columns by "table ref-or-number"; for a new or deleted row, {"whole"}."""
    found: dict[str, set[str]] = {}
    for table in before:
        old, new = _by_key(before[table]), _by_key(after[table])
        for key in old.keys() | new.keys():
            if key not in old or key not in new:
                found[f"{table} {key}"] = {"whole"}
            elif old[key] != new[key]:
                columns = {name for name in old[key] if old[key][name] != new[key][name]}
                found[f"{table} {key}"] = columns
    return found


def _by_key(rows: list[Row]) -> dict[Any, Row]:
    return {row.get("ref") or next(iter(row.values())): row for row in rows}
