"""The platform's side: change files go out, and a later extract shows what it took over."""

import csv
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Table, select
from sqlmodel import col

from core.demo.replay.stage import Stage, Story
from core.exchange.all_extracts import EXTRACTS
from core.exchange.changes_out import export_changes
from core.exchange.extract_row import ExtractRow
from core.exchange.importer import import_extracts
from core.exchange.record_links import table_of
from core.models.exchange import OutboundChange

SENT, SEEN, SENT_AGAIN = (8, 17.4), (7, 9.1), (2, 17.4)
"""Business days ago and hour: the first change file, the extract after it, the next file."""
CONTRADICTED = ("phone", "email")
"""Fields of which the platform says something else, one change each."""
BEHIND = 4
"""The newest changes that the extract does not show yet."""


def exchange(stage: Stage, folder: Path) -> Story:
    """What was changed goes out; an extract acknowledges most of it; what came since goes out."""
    yield stage.hours.at(*SENT)
    export_changes(stage.engine, stage.operator, stage.now, folder / "changes")
    yield stage.hours.at(*SEEN)
    later = folder / "later"
    if _write(stage, folder, later):
        import_extracts(
            stage.engine, stage.operator, stage.now, later, rejects_dir=later / "rejects"
        )
    yield stage.hours.at(*SENT_AGAIN)
    export_changes(stage.engine, stage.operator, stage.now, folder / "changes")


def _write(stage: Stage, folder: Path, later: Path) -> int:
    """Write the records that were changed here as the platform has them by now; how many files."""
    order = (col(OutboundChange.changed_at), col(OutboundChange.id))
    changes = stage.look(lambda db: list(db.scalars(select(OutboundChange).order_by(*order))))
    changes = changes[:-BEHIND]
    later.mkdir(parents=True, exist_ok=True)
    odd = {one.key for name in CONTRADICTED for one in _last(changes, name)}
    return sum(_write_file(stage, kind, changes, odd, folder, later) for kind in EXTRACTS)


def _last(changes: Sequence[OutboundChange], field: str) -> Sequence[OutboundChange]:
    """The newest change of a client's field, if there is any."""
    return [one for one in changes if (one.entity, one.field) == ("client", field)][-1:]


def _write_file(
    stage: Stage,
    kind: type[ExtractRow],
    changes: Sequence[OutboundChange],
    odd: set[int],
    folder: Path,
    later: Path,
) -> bool:
    table = table_of(kind)
    mine = [one for one in changes if one.entity == table.name]
    if not mine:
        return False
    columns = {name: column for column, name in kind.columns().items()}
    refs = _refs(stage, table, {one.entity_id for one in mine})
    cells: dict[str, dict[str, str]] = {}
    for one in mine:
        seen = _otherwise(one) if one.key in odd else one.new or ""
        cells.setdefault(refs[one.entity_id], {})[columns[one.field]] = seen
    _copy(folder / kind.file, later / kind.file, columns["ref"], cells)
    return True


def _otherwise(change: OutboundChange) -> str:
    """What the platform has instead of our value: somebody there changed it as well."""
    new = change.new or ""
    if change.field == "email":
        return new.replace("@", ".new@", 1)
    return f"{new[:-2]}{(int(new[-2:]) + 11) % 100:02d}"


def _refs(stage: Stage, table: Table, ids: set[int]) -> dict[int, str]:
    known = select(table.c.id, table.c.ref).where(table.c.id.in_(ids))
    return stage.look(lambda db: {row.id: row.ref for row in db.execute(known)})


def _copy(source: Path, target: Path, key: str, cells: dict[str, dict[str, str]]) -> None:
    """The lines of these records, with their new cells."""
    with (
        source.open(encoding="utf-8", newline="") as lines,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        reader = csv.DictReader(lines)
        writer = csv.DictWriter(out, list(reader.fieldnames or ()))
        writer.writeheader()
        writer.writerows(row | cells[row[key]] for row in reader if row[key] in cells)
