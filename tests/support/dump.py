"""The whole database as plain rows, to compare two states of it."""

from typing import Any

from sqlalchemy import Engine, select

from core import db
from core.exchange.all_extracts import EXTRACTS
from core.exchange.record_links import table_of
from core.models import metadata
from core.models.care import SessionDiagnosis

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


OWN = frozenset({"id", "batch_id", "created_at", "updated_at"})


def imported(engine: Engine) -> dict[str, list[Row]]:
    """What extracts say, whenever and in which order it was imported: the rows of each table with
    the platform's IDs in place of ours, ordered by them."""
    found: dict[str, list[Row]] = {}
    refs: dict[str, dict[int, str]] = {}
    with db.looking(engine) as session:
        for table in (*(table_of(kind) for kind in EXTRACTS), SessionDiagnosis.__table__):
            rows = [dict(row._mapping) for row in session.execute(select(table))]
            refs[table.name] = {row["id"]: row["ref"] for row in rows if "ref" in row}
            for row in rows:
                for column in table.c:
                    if column.name != "batch_id" and (key := next(iter(column.foreign_keys), None)):
                        of = refs.get(key.column.table.name, {})
                        row[column.name] = of.get(row[column.name])
            plain = [{name: row[name] for name in row if name not in OWN} for row in rows]
            found[table.name] = sorted(plain, key=lambda row: [str(row[name]) for name in row])
    return found


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
