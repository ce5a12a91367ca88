"""Deadlines with their status; that of a session's, given what was done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.rules.sessions.notes import NoteProgress, NoteState
from core.rules.time import deadlines as rules
from core.rules.time.deadlines import Deadline, Limit
from core.rules.time.formats import day_text
from core.rules.time.instants import local_date
from core.rules.time.policy import PolicyBook
from core.vocabulary.care import ChargeStatus
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus
from core.vocabulary.words import label

Answer = tuple[DeadlineStatus, str, datetime | None]
"""The status, the words for it, and the instant it was met at."""

HELD_BACK = frozenset({ChargeStatus.ON_HOLD, ChargeStatus.STOPPED})


@dataclass(frozen=True)
class DeadlineRow:
    """A deadline as pages show it: its status, the words for it, and the instant it was met at.
    `business_days_left`, below zero once it is over, is given for deadlines of requests."""

    deadline: Deadline
    status: DeadlineStatus
    words: str
    met_at: datetime | None
    business_days_left: int | None = None


@dataclass(frozen=True)
class DeadlineActions:
    """What was done about a session's deadlines."""

    date_of_service: date
    note: NoteState
    confirmed_at: datetime | None
    charges: tuple[tuple[ChargeStatus, datetime | None], ...]
    car_entered_on: date | None
    is_car_filed: bool = False


def answer(deadline: Deadline, done: DeadlineActions, now: datetime, book: PolicyBook) -> Answer:
    """The status of this deadline of a session at `now`; KeyError for one of a request."""
    return ANSWERS[deadline.kind](deadline, done, now, book)


def by_clock(deadline: Limit, now: datetime, met_at: datetime | None, book: PolicyBook) -> Answer:
    """The status of a limit that is met by one instant, None where it has not come."""
    soon = book.on("note_due_soon_hours", deadline.too_late_from.date()).number
    status = rules.status_at(deadline, now, met_at, soon)
    return status, label(status), met_at


def note_answer(limit: Limit, note: NoteState, now: datetime, book: PolicyBook) -> Answer:
    """The status of the limit for the session note."""
    if note.progress == NoteProgress.UNKNOWN:
        return DeadlineStatus.UNKNOWN, label(note.progress), None
    return by_clock(limit, now, note.signed_at, book)


def confirmation_answer(
    limit: Limit, confirmed_at: datetime | None, now: datetime, book: PolicyBook
) -> Answer:
    """The status of the limit to confirm. Past its last day a session has expired: nobody can
    confirm it any more (R01)."""
    status, words, met_at = by_clock(limit, now, confirmed_at, book)
    return status, "Expired" if status == DeadlineStatus.OVERDUE else words, met_at


def _note(deadline: Deadline, done: DeadlineActions, now: datetime, book: PolicyBook) -> Answer:
    return note_answer(deadline, done.note, now, book)


def _confirmation(
    deadline: Deadline, done: DeadlineActions, now: datetime, book: PolicyBook
) -> Answer:
    return confirmation_answer(deadline, done.confirmed_at, now, book)


def _edit_window(
    deadline: Deadline, _done: DeadlineActions, now: datetime, _book: PolicyBook
) -> Answer:
    """The time to edit is open or has ended; nothing has to be done in it."""
    if deadline.is_missed_by(now):
        return DeadlineStatus.NOT_APPLICABLE, "Ended", None
    return DeadlineStatus.OPEN, "Open", None


def _client_charge(
    deadline: Deadline, done: DeadlineActions, now: datetime, book: PolicyBook
) -> Answer:
    """Met by the first charge. No charge on record: the client owes nothing; one that was held
    back or stopped does not wait for its day."""
    charged = [at for _, at in done.charges if at is not None]
    if charged:
        return by_clock(deadline, now, min(charged), book)
    waiting = [status for status, _ in done.charges if status not in HELD_BACK]
    if waiting:
        return by_clock(deadline, now, None, book)
    words = ", ".join(sorted({label(status) for status, _ in done.charges})) or "Nothing to charge"
    return DeadlineStatus.NOT_APPLICABLE, words, None


def _car_date(deadline: Deadline, done: DeadlineActions, now: datetime, book: PolicyBook) -> Answer:
    """Met when exactly the due date was entered (R36), which is asked when confirming. Without a
    report it is due soon from that day on, and the report is overdue only days later (R39)."""
    entered, day = done.car_entered_on, done.date_of_service
    due = day + timedelta(days=deadline.policy.number)
    if entered == due:
        return DeadlineStatus.MET, "Entered", None
    if entered is not None:
        return DeadlineStatus.LATE, f"Entered as {day_text(entered)} instead", None
    if done.is_car_filed:
        return DeadlineStatus.NOT_APPLICABLE, "Report filed", None
    today = local_date(now, deadline.tz)
    if today > day + timedelta(days=book.on("car_overdue_days", day).number):
        return DeadlineStatus.OVERDUE, "Report overdue", None
    status = DeadlineStatus.DUE_SOON if today >= due else DeadlineStatus.OPEN
    return status, "No report yet", None


ANSWERS: dict[DeadlineKind, Callable[[Deadline, DeadlineActions, datetime, PolicyBook], Answer]] = {
    DeadlineKind.NOTE_SIGNATURE: _note,
    DeadlineKind.CONFIRMATION: _confirmation,
    DeadlineKind.EDIT_WINDOW: _edit_window,
    DeadlineKind.CLIENT_CHARGE: _client_charge,
    DeadlineKind.CAR_DATE: _car_date,
}
