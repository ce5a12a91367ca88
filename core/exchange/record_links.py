"""Replaces the platform's IDs in a row with ours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from core.exchange.all_extracts import EXTRACTS
from core.exchange.extract_reader import ExtractLine
from core.exchange.extract_row import ExtractRow
from core.exchange.reject_reasons import RejectReason
from core.models.all_tables import metadata

UNKNOWN = "No record has this ID. Add it to its own extract, then import again."


@dataclass(slots=True)
class LinkedRecord:
    """A line and its values by column, with our IDs as references."""

    line: ExtractLine
    values: dict[str, Any]

    @property
    def ref(self) -> str:
        """The platform's ID."""
        return self.line.row.ref


@dataclass
class LinkResult:
    """Records with all references known, why others are rejected, and lines that may refer to a
    later line of their own file."""

    records: list[LinkedRecord] = field(default_factory=list)
    unknown: list[tuple[RejectReason, ...]] = field(default_factory=list)
    waiting: list[tuple[ExtractLine, RejectReason]] = field(default_factory=list)


@cache
def table_of(kind: type[ExtractRow]) -> Table:
    """The table that stores the rows of `kind`."""
    return metadata.tables[str(kind.table.__tablename__)]


@cache
def references(kind: type[ExtractRow]) -> dict[str, Table]:
    """The fields of `kind` that refer to another record, and the table of that record."""
    columns = table_of(kind).c
    named = ((name, columns.get(name)) for name in kind.model_fields)
    return {
        name: next(iter(column.foreign_keys)).column.table
        for name, column in named
        if column is not None and column.foreign_keys
    }


def link(db: Session, kind: type[ExtractRow], lines: Sequence[ExtractLine]) -> LinkResult:
    """Look up the references of the lines, with one query per field."""
    known = {
        name: ids_of(db, target, {getattr(line.row, name) for line in lines} - {None})
        for name, target in references(kind).items()
    }
    linked = LinkResult()
    for line in lines:
        values = dict(vars(line.row))
        unknown = [name for name in known if values[name] and values[name] not in known[name]]
        if not unknown:
            values |= {name: ids.get(values[name]) for name, ids in known.items()}
            linked.records.append(LinkedRecord(line, values))
        elif all(references(kind)[name] is table_of(kind) for name in unknown):
            linked.waiting.append((line, _unknown(line, unknown[0])))
        else:
            linked.unknown.append(tuple(_unknown(line, name) for name in unknown))
    return linked


def ids_of(db: Session, table: Table, refs: Iterable[str]) -> dict[str, int]:
    """Our ID for each of the platform's IDs that is stored."""
    wanted = list(refs)
    if not wanted:
        return {}
    rows = db.execute(select(table.c.ref, table.c.id).where(table.c.ref.in_(wanted)))
    return {row.ref: row.id for row in rows}


def _unknown(line: ExtractLine, name: str) -> RejectReason:
    """Why the reference `name` of `line` leads nowhere."""
    target = references(type(line.row))[name]
    file = next(kind.file for kind in EXTRACTS if table_of(kind) is target)
    waits_for = (file, getattr(line.row, name))
    return RejectReason(line.number, name, UNKNOWN, ref=line.row.ref, waits_for=waits_for)
