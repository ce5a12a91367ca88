"""The whole database as plain rows, to compare two states of it."""

import json
from typing import Any

from sqlalchemy import Engine, select

from core import db
from core.exchange.all_extracts import EXTRACTS
from core.exchange.record_links import table_of
from core.models.all_tables import metadata
from core.models.care import SessionDiagnosis
from core.rules.import_counts import FileCount

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
"""What tells which import wrote a row, and when."""
OF_A_RUN = OWN | {"found_at", "at", "number", "token"}
"""The same of rows beside the extracts: when a data issue was found, the audit entry of it, and the
random token that a change of plans leaves."""


def imported(engine: Engine) -> dict[str, list[Row]]:
    """What extracts say, whenever and in which order it was imported: the rows of each table with
    the platform's IDs in place of ours, ordered by them."""
    names = {*(table_of(kind).name for kind in EXTRACTS), str(SessionDiagnosis.__tablename__)}
    found = _named(dump(engine))
    return {name: _plain(rows, OWN) for name, rows in found.items() if name in names}


def everything(engine: Engine) -> dict[str, list[Row]]:
    """All tables but the records of imports, whenever and in how many runs they were imported."""
    return {name: _plain(rows, OF_A_RUN) for name, rows in _named(dump(engine)).items()}


def newest_import(engine: Engine) -> tuple[list[Row], list[Row]]:
    """How the last import ended, whatever was stored before it: the lines of each file, and why
    rows were rejected."""
    found = dump(engine, frozenset())
    last = max(found["import_batch"], key=lambda row: row["id"])
    counts = [FileCount(**one) for one in json.loads(last["files"])]
    files = [{**vars(one), "new": one.stored, "changed": 0, "same": 0} for one in counts]
    mine = [row for row in found["import_reject"] if row["batch_id"] == last["id"]]
    return files, _plain(mine, OWN)


def _named(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows with the platform's IDs in place of ours, also where a column only names the table
    that it refers to."""
    refs = {name: {row["id"]: row.get("ref") for row in tables[name] if "id" in row}
            for name in tables}  # fmt: skip
    for issue in tables["data_issue"]:
        refs["data_issue"][issue["id"]] = (
            f"{issue['code']} {refs[issue['entity']][issue['entity_id']]}"
        )
    for name, rows in tables.items():
        for column in metadata.tables[name].c:
            if key := next(iter(column.foreign_keys), None):
                of = refs.get(key.column.table.name, {})
                for row in rows:
                    row[column.name] = of.get(row[column.name]) or row[column.name]
        for row in rows:
            if {"entity", "entity_id"} <= row.keys():
                of = refs.get(row["entity"], {})
                row["entity_id"] = of.get(row["entity_id"]) or row["entity_id"]
    return tables


def _plain(rows: list[Row], without: frozenset[str]) -> list[Row]:
    plain = [{name: row[name] for name in row if name not in without} for row in rows]
    return sorted(plain, key=lambda row: [str(row[name]) for name in row])


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
