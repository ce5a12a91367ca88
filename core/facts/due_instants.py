"""The only writer of due instants: from facts and the policy in force, into the record.

Called in the transaction that changes what they depend on: a session's times or status, a
client's coverages, a plan's line, a policy, a holiday override.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.clients import ClientCoverage
from core.facts.sessions import session_fact, session_facts
from core.models import metadata
from core.models.care import CareSession
from core.models.requests import SupportRequest
from core.rules.requests.listing import Course
from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.time import deadlines as rules
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.deadlines import Deadline
from core.rules.time.instants import local_date, start_of
from core.rules.time.policy import PolicyBook
from core.vocabulary.deadlines import DeadlineKind
from core.vocabulary.requests import RequestKind

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
        "note_due_on": note and local_date(note.too_late_from, platform_zone(book, note)),
        "confirm_last_on": confirm and confirm.last_on,
        "confirm_blocked_from": confirm and confirm.blocked_from,
        "edit_until_at": edit and edit.due_at,
        "charge_due_on": charge and charge.last_on,
        "car_entered_due_on": car and car.last_on,
    }


def platform_zone(book: PolicyBook, deadline: Deadline) -> ZoneInfo:
    """The platform's zone on the day that `deadline` falls due."""
    return ZoneInfo(book.on(rules.PLATFORM_ZONE, deadline.too_late_from.date()).text)


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


def write_request(
    request: SupportRequest, book: PolicyBook, calendar: BusinessCalendar, paused: int = 0
) -> None:
    """Write a request's own clocks from `ready_at`; without it there are none (R45, R46). `paused`
    is for how many business days it waited, or will until its wake-up day."""
    request.first_action_due_at = request.told_due_at = request.due_at = None
    if request.ready_at is None:
        return
    first, told = of_request(request.kind, request.ready_at, book, calendar, paused)
    request.first_action_due_at = request.due_at = first.blocked_from
    if told is not None:
        request.told_due_at = told.blocked_from
        request.due_at = told.blocked_from if request.first_action_at else first.blocked_from


def of_request(
    kind: RequestKind,
    ready_at: datetime,
    book: PolicyBook,
    calendar: BusinessCalendar,
    paused: int = 0,
) -> tuple[Deadline, Deadline | None]:
    """When a request is first acted on and when its requester is told, at the latest (R46). The
    clock for telling of a listing starts later, when all of it was seen: None here."""
    tz = ZoneInfo(book.on(rules.PLATFORM_ZONE, ready_at.date()).text)
    day = local_date(ready_at, tz)
    policy = book.on("first_action_bd", day)
    first = rules.business_days(DeadlineKind.FIRST_ACTION, day, tz, policy, calendar)
    if kind == RequestKind.DIRECTORY_UPDATE:
        return first, None
    return first, told_after(kind, day, book, calendar, paused)


def told_after(
    kind: RequestKind, day: date, book: PolicyBook, calendar: BusinessCalendar, paused: int = 0
) -> Deadline:
    """When the requester is told, counted from `day` on the platform's clock (R46); later by the
    business days that the request is `paused`."""
    named = f"told_bd.{kind.value}"
    told = named if named in OWN_TARGET else "told_bd.other"
    policy = book.on(told, day)
    tz = ZoneInfo(book.on(rules.PLATFORM_ZONE, day).text)
    return rules.business_days(DeadlineKind.TOLD, day, tz, policy, calendar, paused)


def submission(day: date, book: PolicyBook, calendar: BusinessCalendar) -> Deadline:
    """When a listing's change is handed to Evernorth at the latest, counted from the day on which
    the request was complete or came back (R49)."""
    tz = ZoneInfo(book.on(rules.PLATFORM_ZONE, day).text)
    policy = book.on("submit_bd", day)
    return rules.business_days(DeadlineKind.DIRECTORY_SUBMITTED, day, tz, policy, calendar)


def platform_day(instant: datetime, book: PolicyBook) -> date:
    """The calendar day of `instant` on the platform's clock."""
    return local_date(instant, ZoneInfo(book.on(rules.PLATFORM_ZONE, instant.date()).text))


@dataclass(frozen=True)
class ListingClocks:
    """The clocks of a listing's change after the first action; None for one that does not run."""

    handed: Deadline
    late: Deadline | None
    told: Deadline | None


def of_listing(
    ready_at: datetime, course: Course, book: PolicyBook, calendar: BusinessCalendar
) -> ListingClocks:
    """Our own hand-over, from the complete request or the last return; Evernorth's seven business
    days, from each hand-over anew; telling, from the day all was seen (R46, R49)."""
    ready_on = platform_day(ready_at, book)
    late = told = None
    if course.submitted_on is not None:
        tz = ZoneInfo(book.on(rules.PLATFORM_ZONE, course.submitted_on).text)
        late = rules.directory(start_of(course.submitted_on, tz), book, calendar)[1]
    if course.seen_on is not None:
        seen_on = max(course.seen_on, ready_on)
        told = told_after(RequestKind.DIRECTORY_UPDATE, seen_on, book, calendar)
    begun = max(ready_on, course.returned_on or ready_on)
    return ListingClocks(submission(begun, book, calendar), late, told)


def write_listing(
    request: SupportRequest, course: Course, book: PolicyBook, calendar: BusinessCalendar
) -> None:
    """Write the clocks of a directory update: due is whatever comes next."""
    write_request(request, book, calendar)
    if request.ready_at is None or request.first_action_at is None:
        return
    clocks = of_listing(request.ready_at, course, book, calendar)
    request.told_due_at = clocks.told.blocked_from if clocks.told else None
    out = clocks.late if course.is_out else clocks.handed
    request.due_at = (clocks.told or out or clocks.handed).blocked_from


OWN_TARGET = frozenset(
    f"told_bd.{kind}"
    for kind in ("client_correction", "session_edit", "directory_update", "session_cancellation")
)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    keys = list(ids)
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
