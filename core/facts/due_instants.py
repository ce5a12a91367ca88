"""The only writer of due instants: from facts and the policies in force, into the record.

Called in the transaction that changes what they depend on: a session's times or status, a client's
coverages, a plan's line, a policy, a holiday override.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.clients import ClientCoverage
from core.facts.policies import dated_rules
from core.facts.requests import listing_course, pauses
from core.facts.sessions import session_fact, session_facts
from core.models.all_tables import metadata
from core.models.care import CareSession
from core.models.requests import SupportRequest
from core.rules.requests.listing import ListingCourse
from core.rules.requests.request_deadlines import listing_deadlines, request_deadlines, settled_by
from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.time import deadlines as rules
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.pauses import paused_business_days
from core.rules.time.platform_clock import platform_day
from core.rules.time.policy import PolicyBook
from core.vocabulary.deadlines import DeadlineKind
from core.vocabulary.requests import RequestKind

BATCH = 1000
TABLE = metadata.tables["care_session"]


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


def write_sessions(db: Session, session_ids: Iterable[int], book: PolicyBook) -> None:
    """Write the due instants of these sessions."""
    for ids in _batches(session_ids):
        _write(db, _wanted(db, ids, book))


def rewrite_sessions(db: Session, session_ids: Iterable[int], book: PolicyBook) -> list[int]:
    """The same, but only of sessions whose stored due instants are others; returns their ids."""
    values = differing_sessions(db, session_ids, book)
    _write(db, values)
    return [one["key"] for one in values]


def differing_sessions(
    db: Session, session_ids: Iterable[int], book: PolicyBook
) -> list[dict[str, Any]]:
    """The due instants of the sessions whose stored ones are others, each with its id as `key`."""
    differing = []
    for ids in _batches(session_ids):
        wanted = _wanted(db, ids, book)
        columns = (TABLE.c[name] for one in wanted[:1] for name in one if name != "key")
        of = select(TABLE.c.id.label("key"), *columns).where(TABLE.c.id.in_(ids))
        stored = {row["key"]: dict(row) for row in db.execute(of).mappings()}
        differing += [one for one in wanted if one != stored[one["key"]]]
    return differing


def _wanted(db: Session, ids: Sequence[int], book: PolicyBook) -> list[dict[str, Any]]:
    facts = session_facts(db, ids)
    return [{"key": key, **session_columns(session, book)} for key, session in facts.items()]


def _write(db: Session, values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        db.execute(update(TABLE).where(TABLE.c.id == bindparam("key")), values)


def set_due_instants(
    session: CareSession, coverages: Sequence[ClientCoverage], book: PolicyBook
) -> None:
    """Write the due instants of a session at hand into its row."""
    for name, value in session_columns(session_fact(session, coverages, ()), book).items():
        setattr(session, name, value)


def write_sessions_of_clients(db: Session, client_ids: Sequence[int], book: PolicyBook) -> None:
    """The same for every session of these clients, as after a change of their coverages."""
    for ids in _batches(client_ids):
        found = db.scalars(select(TABLE.c.id).where(TABLE.c.client_id.in_(ids)))
        write_sessions(db, found, book)


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


def write_deadlines_of(
    db: Session, request: SupportRequest, book: PolicyBook, calendar: BusinessCalendar
) -> None:
    """Write the deadlines of a request of any kind, without the business days it was snoozed."""
    if request.kind == RequestKind.DIRECTORY_UPDATE:
        course = listing_course(db, request, book)
        write_listing_deadlines(request, course, book, calendar)
        return
    paused = paused_business_days(pauses(db, request, book), calendar)
    write_request_deadlines(request, book, calendar, paused)


def settling_columns(
    ready_at: datetime | None, book: PolicyBook, calendar: BusinessCalendar
) -> dict[str, Any]:
    """The derived columns of a `CancellationCase`, None while the request is not ready."""
    found = settled_by(ready_at, book, calendar) if ready_at else (None, None)
    return dict(zip(("settle_last_on", "settle_late_from"), found, strict=True))


def rewrite_cancellations(db: Session, *which: ColumnElement[bool]) -> None:
    """Write until when cancellations must be settled, where it differs, by the rules as they are
    in the database now."""
    rules = dated_rules(db)
    table = metadata.tables["cancellation_case"]
    columns = (col(SupportRequest.ready_at), table.c.settle_last_on, table.c.settle_late_from)
    cases = select(table.c.id.label("key"), *columns).join(
        SupportRequest, col(SupportRequest.id) == table.c.request_id
    )
    values = []
    for row in db.execute(cases.where(*which)).mappings():
        wanted = settling_columns(row["ready_at"], rules.book, rules.calendar)
        if any(row[name] != value for name, value in wanted.items()):
            values.append({"key": row["key"], **wanted})
    if values:
        db.execute(update(table).where(table.c.id == bindparam("key")), values)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    keys = list(ids)
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
