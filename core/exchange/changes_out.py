"""Exports corrections to a change file for the platform (docs/changes.md)."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, insert, select
from sqlmodel import col

from core.access import ADMINISTERING, Actor
from core.db.transaction import WriteContext, transaction
from core.errors import InvalidInput, NotPermitted
from core.exchange.all_extracts import EXTRACTS
from core.exchange.record_links import table_of
from core.models.all_tables import metadata
from core.models.audit import ReadingEntry
from core.models.exchange import OutboundChange
from core.rules.cells import as_cell, guarded
from core.settings import settings
from core.vocabulary.administration import ReadingAction
from core.vocabulary.exchange import OutboundStatus

COLUMNS = ("change_id", "record", "platform_id", "field", "old", "new", "changed_at", "request")
KINDS = {table_of(kind).name: kind for kind in EXTRACTS}
WAITING = col(OutboundChange.status) == OutboundStatus.WAITING


@dataclass(frozen=True)
class ChangeFile:
    """The number of exported changes and the file, or None if no change was waiting."""

    count: int
    path: Path | None


def export_changes(
    engine: Engine,
    actor: Actor,
    now: datetime,
    folder: Path | None = None,
    *,
    again: bool = False,
) -> ChangeFile:
    """Export the waiting changes that were not exported before; with `again`, all waiting ones.

    The file gets its name just before the commit that marks the changes, so an interruption loses
    none and at worst exports one twice under the same ID. Raises NotPermitted, and InvalidInput if
    the folder cannot be written.
    """
    path = (folder or settings().changes_dir) / f"changes-{now:%Y%m%dT%H%M%S%fZ}.csv"
    with _removed_on_failure() as made, transaction(engine, actor, now) as context:
        if context.actor.role not in ADMINISTERING:
            raise NotPermitted("Only admins can export changes.")
        rows = _waiting(context, again)
        if not rows:
            return ChangeFile(0, None)
        _write_rows(path, _lines(context, rows), made)
        _mark(context, rows, path.name)
    return ChangeFile(len(rows), path)


def _waiting(context: WriteContext, again: bool) -> list[OutboundChange]:
    """Waiting changes in the order in which they were made. They are locked by ID, as an import
    does, so that the two cannot deadlock."""
    found = select(OutboundChange).where(WAITING)
    if not again:
        found = found.where(col(OutboundChange.exported_at).is_(None))
    rows = context.db.scalars(found.order_by(col(OutboundChange.id)).with_for_update())
    return sorted(rows, key=lambda row: (row.changed_at, row.key))


def _lines(context: WriteContext, rows: Sequence[OutboundChange]) -> Iterator[Sequence[str]]:
    entity, key = col(OutboundChange.entity), col(OutboundChange.entity_id)
    names = {row.entity for row in rows}
    refs = {name: _refs(context, name, key, entity == name) for name in names}
    requests = _refs(context, "support_request", col(OutboundChange.request_id))
    yield COLUMNS
    for row in rows:
        kind = KINDS[row.entity]
        column = {name: column for column, name in kind.columns().items()}[row.field]
        record, ref = kind.file.removesuffix(".csv"), refs[row.entity][row.entity_id]
        request = requests.get(row.request_id)
        cells = (row.key, record, ref, column, row.old, row.new, row.changed_at, request)
        yield [guarded(as_cell(cell)) for cell in cells]


def _refs(
    context: WriteContext, table: str, key: Any, *which: ColumnElement[bool]
) -> dict[int | None, str]:
    """The references of the rows of `table` that waiting changes name in `key`, by our ID."""
    columns, waiting = metadata.tables[table].c, select(key).where(WAITING, *which)
    rows = context.db.execute(select(columns.id, columns.ref).where(columns.id.in_(waiting)))
    return {row.id: row.ref for row in rows}


def _mark(context: WriteContext, rows: Sequence[OutboundChange], name: str) -> None:
    for row in rows:
        row.exported_at = context.now
        context.record(
            "outbound_change.exported",
            "outbound_change",
            row.key,
            after={"field": row.field},
            reason=name,
            request_id=row.request_id,
        )
    context.db.execute(
        insert(ReadingEntry).values(
            action=ReadingAction.EXPORT, entity="outbound_change", reason=name, **context.reader
        )
    )


@contextmanager
def _removed_on_failure() -> Iterator[list[Path]]:
    """Remove the files in the list if the block fails, including its commit."""
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _write_rows(path: Path, rows: Iterable[Sequence[str]], made: list[Path]) -> None:
    """Write a CSV file that only its owner can read. It gets its name when it is complete and on
    disk. Raises InvalidInput if the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        made += [Path(name), path]
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
            file.flush()
            os.fsync(file.fileno())
        Path(name).rename(path)
    except OSError as problem:
        text = f"Cannot write to {path.parent}: {problem.strerror}. Choose another folder."
        raise InvalidInput({"folder": text}) from problem
