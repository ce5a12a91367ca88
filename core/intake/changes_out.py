"""The change file: what was corrected here, for the platform to take over (docs/changes.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, insert, select
from sqlmodel import col

from core.access import Actor
from core.errors import NotPermitted
from core.intake.files import EXTRACTS
from core.intake.references import table_of
from core.intake.whole_file import removed_on_failure, write_rows
from core.models.ledger import PlatformChange, ReadingEntry
from core.models.requests import SupportRequest
from core.rules.cells import as_cell, guarded
from core.settings import settings
from core.transaction import Change, transaction
from core.vocabulary.ledgers import ChangeStatus, ReadingAction

COLUMNS = ("change_id", "record", "platform_id", "field", "old", "new", "changed_at", "request")
KINDS = {table_of(kind).name: kind for kind in EXTRACTS}
WAITING = col(PlatformChange.status) == ChangeStatus.WAITING


@dataclass(frozen=True)
class ChangesOut:
    """How many changes went out, and the file; None when no change waited."""

    count: int
    path: Path | None


def export_changes(
    engine: Engine,
    actor: Actor,
    now: datetime,
    folder: Path | None = None,
    *,
    again: bool = False,
) -> ChangesOut:
    """Write the waiting changes that have not been exported, or with `again` all that wait.

    The file gets its name just before the commit that marks the changes: cut short anywhere, a
    change may go out twice under the same id, and none is lost. Raises NotPermitted, and
    InvalidInput for a folder that cannot be written.
    """
    path = (folder or settings().changes_dir) / f"changes-{now:%Y%m%dT%H%M%S%fZ}.csv"
    with removed_on_failure() as made, transaction(engine, actor, now) as change:
        if not change.actor.may("export_changes"):
            raise NotPermitted("Only an admin, or the command line, exports changes.")
        rows = _waiting(change, again)
        if not rows:
            return ChangesOut(0, None)
        write_rows(path, _lines(change, rows), made)
        _mark(change, rows, path.name)
    return ChangesOut(len(rows), path)


def _waiting(change: Change, again: bool) -> list[PlatformChange]:
    """Held in the order of their ids, as an import updates them, so that the two never wait for
    each other; given in the order they were made."""
    found = select(PlatformChange).where(WAITING)
    if not again:
        found = found.where(col(PlatformChange.exported_at).is_(None))
    rows = change.db.scalars(found.order_by(col(PlatformChange.id)).with_for_update())
    return sorted(rows, key=lambda row: (row.changed_at, row.key))


def _lines(change: Change, rows: Sequence[PlatformChange]) -> Iterator[Sequence[str]]:
    refs = {entity: _refs(change, entity) for entity in {row.entity for row in rows}}
    requests = _requests(change)
    yield COLUMNS
    for row in rows:
        kind = KINDS[row.entity]
        column = {name: column for column, name in kind.columns().items()}[row.field]
        record, ref = kind.file.removesuffix(".csv"), refs[row.entity][row.entity_id]
        request = requests.get(row.request_id)
        cells = (row.key, record, ref, column, row.old, row.new, row.changed_at, request)
        yield [guarded(as_cell(cell)) for cell in cells]


def _refs(change: Change, entity: str) -> dict[int, str]:
    """The platform's ids of the records of one kind that have a change waiting."""
    table = table_of(KINDS[entity])
    of_kind = col(PlatformChange.entity) == entity
    waiting = select(col(PlatformChange.entity_id)).where(of_kind, WAITING)
    rows = change.db.execute(select(table.c.id, table.c.ref).where(table.c.id.in_(waiting)))
    return {row.id: row.ref for row in rows}


def _requests(change: Change) -> dict[int | None, str]:
    key, ref = col(SupportRequest.id), col(SupportRequest.ref)
    waiting = select(col(PlatformChange.request_id)).where(WAITING)
    rows = change.db.execute(select(key, ref).where(key.in_(waiting)))
    return {row.id: row.ref for row in rows}


def _mark(change: Change, rows: Sequence[PlatformChange], name: str) -> None:
    for row in rows:
        row.exported_at = change.now
        change.touch(row)
        change.record(
            "platform_change.exported",
            "platform_change",
            row.key,
            after={"field": row.field},
            reason=name,
            request_id=row.request_id,
        )
    change.db.execute(
        insert(ReadingEntry).values(
            at=change.now,
            staff_id=change.actor.staff_id,
            actor=change.actor.name,
            action=ReadingAction.EXPORT,
            entity="platform_change",
            reason=name,
        )
    )
