"""Writes what depends on imported records: deadlines, words of names, diagnoses of sessions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table

from core.db.name_words import write_name_words
from core.db.transaction import WriteContext
from core.exchange.care_rows import SessionRow
from core.exchange.extract_row import ExtractRow
from core.exchange.record_links import LinkedRecord, ids_of
from core.exchange.stale_sessions import note_clients, note_clients_on
from core.exchange.stored_records import RecordDifference
from core.facts import session_diagnoses
from core.facts.due_instants import write_sessions
from core.facts.policies import policy_book
from core.rules.people.search_words import SEARCH_COLUMNS
from core.vocabulary.care import NoteClass


def placeholders(kind: type[ExtractRow], values: dict[str, Any]) -> dict[str, Any]:
    """Values for the derived columns of a new session until its deadlines are written."""
    if kind is not SessionRow:
        return {}
    start = values["scheduled_start_at"]
    return {
        "date_of_service": start.date(),
        "note_class": NoteClass.STANDARD,
        "is_in_several_states": False,
        "has_uploaded_note": False,
    }


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
            owners |= {one.after["client_id"] for one in differing if "client_id" in one.after}
            note_clients(context, owners)
        case "client" | "provider":
            _names(context, table, new, differing)
        case "plan":
            note_clients_on(context, [one.before.key for one in differing if "line" in one.after])


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
        if one.after.keys() & set(SEARCH_COLUMNS)
    }
    write_name_words(context.db, table.name, renamed, of_new=False)
