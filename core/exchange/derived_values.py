"""Writes what depends on imported records: deadlines, words of names, diagnoses of sessions."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import col

from core.db.name_words import NAME_COLUMNS, write_name_words
from core.db.transaction import WriteContext
from core.exchange import session_diagnoses
from core.exchange.care_rows import SessionRow
from core.exchange.extract_row import ExtractRow
from core.exchange.record_links import LinkedRecord, ids_of
from core.exchange.stored_records import RecordDifference
from core.facts.due_instants import write_sessions, write_sessions_of_clients
from core.facts.policies import policy_book
from core.models.coverage import Coverage
from core.vocabulary.care import NoteClass


def placeholders(kind: type[ExtractRow], values: dict[str, Any]) -> dict[str, Any]:
    """Values for the derived columns of a new session until its deadlines are written."""
    if kind is not SessionRow:
        return {}
    start = values["scheduled_start_at"]
    return {"date_of_service": start.date(), "note_class": NoteClass.STANDARD}


def write_derived_values(
    context: WriteContext,
    table: Table,
    new: Sequence[LinkedRecord],
    differing: Sequence[RecordDifference],
) -> None:
    """Update the words of changed names; sessions after a change of the session, of its client's
    coverages, or of the line of business of a plan."""
    if not new and not differing:
        return
    match table.name:
        case "care_session":
            _sessions(context, table, new, differing)
        case "coverage":
            owners = {record.values["client_id"] for record in new}
            owners |= {one.before.values["client_id"] for one in differing}
            owners |= {one.after.get("client_id") for one in differing} - {None}
            _of_clients(context, owners)
        case "client" | "provider":
            _names(context, table, new, differing)
        case "plan":
            _of_clients(context, _clients_on(context, differing))


def _sessions(
    context: WriteContext,
    table: Table,
    new: Sequence[LinkedRecord],
    differing: Sequence[RecordDifference],
) -> None:
    ids = ids_of(context.db, table, [record.ref for record in new])
    codes = {ids[record.ref]: record.values[session_diagnoses.COLUMN] for record in new}
    session_diagnoses.replace_diagnoses(context.db, codes, of_new=True)
    changed = [one for one in differing if session_diagnoses.COLUMN in one.after]
    session_diagnoses.replace_diagnoses(
        context.db, {one.before.key: one.after[session_diagnoses.COLUMN] for one in changed}
    )
    touched = [*ids.values(), *(one.before.key for one in differing)]
    write_sessions(context.db, touched, policy_book(context))


def _names(
    context: WriteContext,
    table: Table,
    new: Sequence[LinkedRecord],
    differing: Sequence[RecordDifference],
) -> None:
    ids = ids_of(context.db, table, [record.ref for record in new])
    names = {ids[record.ref]: record.values for record in new}
    write_name_words(context.db, table.name, names, of_new=True)
    renamed = {
        one.before.key: {**one.before.values, **one.after}
        for one in differing
        if one.after.keys() & set(NAME_COLUMNS)
    }
    write_name_words(context.db, table.name, renamed, of_new=False)


def _of_clients(context: WriteContext, client_ids: Iterable[int]) -> None:
    if owners := sorted(client_ids):
        write_sessions_of_clients(context.db, owners, policy_book(context))


def _clients_on(context: WriteContext, plans: Sequence[RecordDifference]) -> set[int]:
    moved = [one.before.key for one in plans if "line" in one.after]
    statement = select(col(Coverage.client_id)).where(col(Coverage.plan_id).in_(moved))
    return set(context.db.scalars(statement)) if moved else set()
