"""The only writer of due instants: from facts and the policies in force, into the record.

Called in the transaction that changes what they depend on: a session's times or status, a client's
coverages, a plan's line, a policy, a holiday override.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.clients import ClientCoverage
from core.facts.sessions import session_fact, session_facts
from core.models import metadata
from core.models.care import CareSession
from core.models.requests import SupportRequest
from core.rules.requests.listing import ListingCourse
from core.rules.requests.request_deadlines import listing_deadlines, request_deadlines
from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.time import deadlines as rules
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.platform_clock import platform_day
from core.rules.time.policy import PolicyBook
from core.vocabulary.deadlines import DeadlineKind

BATCH = 1000


def session_columns(session: SessionFacts, book: PolicyBook) -> dict[str, Any]:
    """The derived columns of a `CareSession`, None where a deadline does not apply."""
    found = {one.kind: one for one in rules.of_session(session, book)}
    note, confirm = found.get(DeadlineKind.NOTE_SIGNATURE), found.get(DeadlineKind.CONFIRMATION)
    edit, charge = found.get(DeadlineKind.EDIT_WINDOW), found.get(DeadlineKind.CLIENT_CHARGE)
    car = found.get(DeadlineKind.CAR_DATE)
    return {
        "date_of_service": session.date_of_service,
        "note_class": rules.note_class(session),
        "note_due_at": note and note.due_at,
        "note_due_on": note and platform_day(note.too_late_from, book),
        "confirm_last_on": confirm and confirm.last_on,
        "confirm_blocked_from": confirm and confirm.blocked_from,
        "edit_until_at": edit and edit.due_at,
        "charge_due_on": charge and charge.last_on,
        "car_entered_due_on": car and car.last_on,
    }


def write_sessions(db: Session, session_ids: Iterable[int], book: PolicyBook) -> int:
    """Write the due instants of these sessions; returns how many sessions there were."""
    count = 0
    for ids in _batches(session_ids):
        values = [
            {"key": key, **session_columns(session, book)}
            for key, session in session_facts(db, ids).items()
        ]
        if values:
            _write(db, values)
        count += len(values)
    return count


def rewrite_sessions(db: Session, session_ids: Iterable[int], book: PolicyBook) -> list[int]:
    """The same, but only of sessions whose stored due instants are others; returns their ids."""
    changed = []
    for ids in _batches(session_ids):
        stored = {row["id"]: row for row in db.execute(_derived(ids)).mappings()}
        values = [
            {"key": key, **wanted}
            for key, session in session_facts(db, ids).items()
            if (wanted := session_columns(session, book)) != {n: stored[key][n] for n in wanted}
        ]
        if values:
            _write(db, values)
        changed += [one["key"] for one in values]
    return changed


def _write(db: Session, values: Sequence[Mapping[str, Any]]) -> None:
    table = metadata.tables["care_session"]
    db.execute(update(table).where(table.c.id == bindparam("key")), values)


def set_due_instants(
    session: CareSession, coverages: Sequence[ClientCoverage], book: PolicyBook
) -> None:
    """Write the due instants of a session at hand into its row."""
    for name, value in session_columns(session_fact(session, coverages, ()), book).items():
        setattr(session, name, value)


def _derived(ids: Sequence[int]) -> Any:
    columns = (
        CareSession.id,
        CareSession.date_of_service,
        CareSession.note_class,
        CareSession.note_due_at,
        CareSession.note_due_on,
        CareSession.confirm_last_on,
        CareSession.confirm_blocked_from,
        CareSession.edit_until_at,
        CareSession.charge_due_on,
        CareSession.car_entered_due_on,
    )
    return select(*map(col, columns)).where(col(CareSession.id).in_(ids))


def write_sessions_of_clients(db: Session, client_ids: Sequence[int], book: PolicyBook) -> int:
    """The same for every session of these clients, as after a change of their coverages."""
    count = 0
    for ids in _batches(client_ids):
        found = db.scalars(select(col(CareSession.id)).where(col(CareSession.client_id).in_(ids)))
        count += write_sessions(db, [key for key in found if key is not None], book)
    return count


def write_request_deadlines(
    request: SupportRequest, book: PolicyBook, calendar: BusinessCalendar, paused: int = 0
) -> None:
    """Write a request's deadlines, counted from `ready_at`; without it there are none (R45, R46).
    `paused` is the number of business days it was snoozed, up to its wake-up day."""
    request.first_action_due_at = request.told_due_at = request.due_at = None
    if request.ready_at is None:
        return
    first, reply = request_deadlines(request.kind, request.ready_at, book, calendar, paused)
    request.first_action_due_at = request.due_at = first.blocked_from
    if reply is not None:
        request.told_due_at = reply.blocked_from
        request.due_at = reply.blocked_from if request.first_action_at else first.blocked_from


def write_listing_deadlines(
    request: SupportRequest, course: ListingCourse, book: PolicyBook, calendar: BusinessCalendar
) -> None:
    """Write the deadlines of a directory update; it is due at the next one."""
    write_request_deadlines(request, book, calendar)
    if request.ready_at is None or request.first_action_at is None:
        return
    found = listing_deadlines(request.ready_at, course, book, calendar)
    request.told_due_at = found.reply.blocked_from if found.reply else None
    out = found.late if course.is_out else found.submission
    request.due_at = (found.reply or out or found.submission).blocked_from


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    keys = list(ids)
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
