"""The platform's side: change files go out, and a later extract shows what it accepted."""

import csv
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from core.demo.replay.desk import DemoDesk, Steps
from core.exchange.all_extracts import EXTRACTS
from core.exchange.changes_out import export_changes
from core.exchange.extract_row import ExtractRow
from core.exchange.importer import import_extracts
from core.exchange.record_links import table_of
from core.models.exchange import OutboundChange

SENT, SEEN, SENT_AGAIN = (8, 17.4), (7, 9.1), (2, 17.4)
"""Business days ago and hour: the first change file, the extract after it, the next file."""
CONFLICTS = ("phone", "email")
"""Fields of which the platform has another value, one change each."""
BEHIND = 4
"""The newest changes that the extract does not show yet."""


def exchange_with_platform(desk: DemoDesk, folder: Path) -> Steps:
    """Changes go out; an extract acknowledges most of them; what came since goes out."""
    yield desk.at(*SENT)
    export_changes(desk.engine, desk.operator, desk.now, folder / "changes")
    yield desk.at(*SEEN)
    later = folder / "later"
    if _write_extracts(desk, folder, later):
        rejects = later / "rejects"
        import_extracts(desk.engine, desk.operator, desk.now, later, rejects_dir=rejects)
    yield desk.at(*SENT_AGAIN)
    export_changes(desk.engine, desk.operator, desk.now, folder / "changes")


def _write_extracts(desk: DemoDesk, folder: Path, later: Path) -> int:
    """Write the records that were changed here as the platform has them by now; how many files."""
    order = (col(OutboundChange.changed_at), col(OutboundChange.id))
    changes = desk.look(lambda db: list(db.scalars(select(OutboundChange).order_by(*order))))
    changes = changes[:-BEHIND]
    later.mkdir(parents=True, exist_ok=True)
    seen = {one.key: one.new or "" for one in changes}
    for field in CONFLICTS:
        for one in [one for one in changes if (one.entity, one.field) == ("client", field)][-1:]:
            seen[one.key] = _other_value(one)
    return sum(_write_file(desk, kind, changes, seen, folder, later) for kind in EXTRACTS)


def _other_value(change: OutboundChange) -> str:
    """What the platform has instead of ours: somebody there changed it as well."""
    new = change.new or ""
    if change.field == "email":
        return new.replace("@", ".new@", 1)
    return f"{new[:-2]}{(int(new[-2:]) + 11) % 100:02d}"


def _write_file(
    desk: DemoDesk,
    kind: type[ExtractRow],
    changes: Sequence[OutboundChange],
    seen: dict[int, str],
    folder: Path,
    later: Path,
) -> bool:
    """The lines of changed records, copied with their new cells; False where there are none."""
    table, columns = table_of(kind), {name: column for column, name in kind.columns().items()}
    mine = [one for one in changes if one.entity == table.name]
    known = select(table.c.id, table.c.ref).where(table.c.id.in_({one.entity_id for one in mine}))
    refs = desk.look(lambda db: {row.id: row.ref for row in db.execute(known)})
    cells: dict[str, dict[str, str]] = {}
    for one in mine:
        cells.setdefault(refs[one.entity_id], {})[columns[one.field]] = seen[one.key]
    if not cells:
        return False
    key = columns["ref"]
    with (folder / kind.file).open(encoding="utf-8", newline="") as lines:
        found = [row for row in csv.DictReader(lines) if row[key] in cells]
    with (later / kind.file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(kind.columns()))
        writer.writeheader()
        writer.writerows(row | cells[row[key]] for row in found)
    return True
