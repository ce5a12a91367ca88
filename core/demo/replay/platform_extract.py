"""The platform's side: change files go out, and a later extract shows what it accepted."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from core.demo.replay.desk import DemoDesk, Steps
from core.exchange.all_extracts import EXTRACTS
from core.exchange.changes_out import export_changes
from core.exchange.importer import import_extracts
from core.exchange.record_links import table_of
from core.models.exchange import OutboundChange

SENT = ((8, 17.4), (2, 17.4))
"""Business days ago and hour of the change files; the extract after them comes at the end."""
CONFLICTS = ("phone", "email")
"""Fields of which the platform has another value, one change each."""
BEHIND = 4  # the newest changes, which the extract does not show yet


def exchange_with_platform(desk: DemoDesk, folder: Path) -> Steps:
    """Changes go out twice; an extract then acknowledges most of them."""
    for sent in SENT:
        yield desk.at(*sent)
        export_changes(desk.engine, desk.operator, desk.now, folder / "changes")
    yield desk.until
    later = folder / "later"
    if _write_extracts(desk, folder, later):
        rejects = later / "rejects"
        import_extracts(desk.engine, desk.operator, desk.now, later, rejects_dir=rejects)


def _write_extracts(desk: DemoDesk, folder: Path, later: Path) -> int:
    """Write the records whose changes went out as the platform has them by now; how many files."""
    order = (col(OutboundChange.changed_at), col(OutboundChange.id))
    sent = select(OutboundChange).where(col(OutboundChange.exported_at).is_not(None))
    changes = desk.load(lambda db: list(db.scalars(sent.order_by(*order))))
    seen = {one.key: one.new or "" for one in changes[:-BEHIND]}
    for field in CONFLICTS:
        of_field = [one for one in changes[:-BEHIND] if one.field == field]
        seen |= {one.key: _other_value(one) for one in of_field[-1:]}
    written = 0
    for kind in EXTRACTS:
        table, columns = table_of(kind), {name: column for column, name in kind.columns().items()}
        mine = [one for one in changes if one.entity == table.name and one.key in seen]
        ids = [one.entity_id for one in mine]
        refs = dict(desk.rows(select(table.c.id, table.c.ref).where(table.c.id.in_(ids))))
        cells = defaultdict[str, dict[str, str]](dict)
        for one in mine:
            cells[refs[one.entity_id]][columns[one.field]] = seen[one.key]
        if cells:
            written += 1
            _copy(folder / kind.file, later / kind.file, columns["ref"], cells)
    return written


def _other_value(change: OutboundChange) -> str:
    """What the platform has instead of ours: somebody there changed it as well."""
    new = change.new or ""
    if change.field == "email":
        return new.replace("@", ".new@", 1)
    return f"{new[:-2]}{(int(new[-2:]) + 11) % 100:02d}"


def _copy(source: Path, target: Path, key: str, cells: Mapping[str, dict[str, str]]) -> None:
    """The lines of these records, with their new cells."""
    with source.open(encoding="utf-8", newline="") as lines:
        found = [row | cells[row[key]] for row in csv.DictReader(lines) if row[key] in cells]
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
