"""What a written record brings with it: due instants, and a session's diagnoses."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import col

from core import facts
from core.deadlines import write_sessions, write_sessions_of_clients
from core.intake import diagnoses
from core.intake.care import SessionRow
from core.intake.references import Record, ids_of
from core.intake.row import ExtractRow
from core.intake.stored import Difference
from core.models.coverage import Coverage
from core.transaction import Change
from core.vocabulary.care import NoteClass


def placeholders(kind: type[ExtractRow], values: dict[str, Any]) -> dict[str, Any]:
    """What stands in a new session's derived columns until its due instants are written."""
    if kind is not SessionRow:
        return {}
    start = values["scheduled_start_at"]
    return {"date_of_service": start.date(), "note_class": NoteClass.STANDARD}


def follow(
    change: Change, table: Table, new: Sequence[Record], differing: Sequence[Difference]
) -> None:
    """Write what follows from new and changed records: a session's own columns, all sessions of
    a client whose coverages moved, all sessions of clients on a plan whose line moved."""
    if not new and not differing:
        return
    match table.name:
        case "care_session":
            _sessions(change, table, new, differing)
        case "coverage":
            owners = {record.values["client_id"] for record in new}
            owners |= {one.before.values["client_id"] for one in differing}
            owners |= {one.after.get("client_id") for one in differing} - {None}
            _of_clients(change, owners)
        case "plan":
            _of_clients(change, _clients_on(change, differing))


def _sessions(
    change: Change, table: Table, new: Sequence[Record], differing: Sequence[Difference]
) -> None:
    ids = ids_of(change.db, table, [record.ref for record in new])
    codes = {ids[record.ref]: record.values[diagnoses.COLUMN] for record in new}
    diagnoses.replace(change.db, codes, of_new=True)
    changed = [one for one in differing if diagnoses.COLUMN in one.after]
    diagnoses.replace(change.db, {one.before.key: one.after[diagnoses.COLUMN] for one in changed})
    touched = [*ids.values(), *(one.before.key for one in differing)]
    write_sessions(change.db, touched, facts.policy_book(change.db))


def _of_clients(change: Change, client_ids: Iterable[int]) -> None:
    if owners := sorted(client_ids):
        write_sessions_of_clients(change.db, owners, facts.policy_book(change.db))


def _clients_on(change: Change, plans: Sequence[Difference]) -> set[int]:
    moved = [one.before.key for one in plans if "line" in one.after]
    statement = select(col(Coverage.client_id)).where(col(Coverage.plan_id).in_(moved))
    return set(change.db.scalars(statement)) if moved else set()
