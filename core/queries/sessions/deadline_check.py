"""When something falls due, from its start alone; no record is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from core.access import EVERYONE, guard
from core.db.transaction import ReadContext
from core.errors import InvalidInput
from core.facts.policies import business_calendar, policy_book
from core.rules.requests.request_deadlines import (
    first_action_deadline,
    reply_deadline,
    submission_deadline,
)
from core.rules.sessions.deadline_facts import CoverageFact, SessionFacts
from core.rules.time import deadlines as rules
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.deadlines import Deadline
from core.rules.time.instants import local_date, start_of, zone
from core.rules.time.platform_clock import platform_day
from core.rules.time.policy import PolicyBook
from core.vocabulary.care import PayerKind, SessionKind, SessionStatus
from core.vocabulary.coverage import LineOfBusiness
from core.vocabulary.deadlines import DeadlineKind as Kind
from core.vocabulary.requests import RequestKind

GOVERNMENT_HOURS, STANDARD_HOURS = 48, 72
BY_THE_HOUR = {
    Kind.NOTE_SIGNATURE: "the end of the session",
    Kind.EDIT_WINDOW: "the first confirmation",
    Kind.CLIENT_CHARGE: "the confirmation",
}
"""Deadlines that start at an instant, with what that is; all others start on a day."""


@dataclass(frozen=True)
class DeadlineQuestion:
    """Which deadline, from an instant or a day, in which zone.

    `hours` 48 asks for the note of a Medicare or Medicaid session. `request` is the kind of request
    whose reply deadline is asked for.
    """

    kind: Kind
    start: datetime | date
    zone: str
    hours: int = STANDARD_HOURS
    request: RequestKind = RequestKind.OTHER


@guard(EVERYONE)
def deadline_check(context: ReadContext, question: DeadlineQuestion) -> Deadline:
    """The deadline with its "why", by this database's policies and holidays.

    Raises InvalidInput by field and PolicyGap for a day without a policy.
    """
    _check(question)
    book = policy_book(context)
    if question.kind in OF_A_SESSION:
        found = OF_A_SESSION[question.kind](_session(question), book)
        assert found is not None  # noqa: S101 - the made-up session has every one of them
        return found
    return _of_a_request(question, book, business_calendar(context))


def _check(question: DeadlineQuestion) -> None:
    problems = {}
    if question.kind in BY_THE_HOUR and not isinstance(question.start, datetime):
        what = BY_THE_HOUR[question.kind]
        problems["from"] = f"Enter the date and time of {what}, for example 2026-03-10T15:00."
    if question.hours not in (GOVERNMENT_HOURS, STANDARD_HOURS):
        problems["hours"] = f"Choose {GOVERNMENT_HOURS} or {STANDARD_HOURS}."
    try:
        zone(question.zone)
    except ValueError as problem:
        problems["zone"] = f"{problem}. Enter a zone such as America/New_York."
    if problems:
        raise InvalidInput(problems)


OF_A_SESSION: dict[Kind, Callable[[SessionFacts, PolicyBook], Deadline | None]] = {
    Kind.NOTE_SIGNATURE: rules.note_signature,
    Kind.CONFIRMATION: rules.confirmation,
    Kind.EDIT_WINDOW: rules.edit_window,
    Kind.CLIENT_CHARGE: rules.client_charge,
    Kind.CAR_DATE: rules.car_date,
}


def _session(question: DeadlineQuestion) -> SessionFacts:
    """A session that starts, ends and is confirmed at the instant asked about."""
    tz = zone(question.zone)
    start = question.start
    at = start if isinstance(start, datetime) else start_of(start, tz)
    day = local_date(at, tz)
    is_government = question.hours == GOVERNMENT_HOURS
    return SessionFacts(
        scheduled_start_at=at,
        scheduled_end_at=at,
        tz=tz,
        payer_kind=PayerKind.MOS if question.kind == Kind.CAR_DATE else PayerKind.INSURANCE,
        kind=SessionKind.SESSION,
        status=SessionStatus.CONFIRMED,
        confirmed_at=at,
        coverages=(CoverageFact(LineOfBusiness.MEDICARE, day, day),) if is_government else (),
    )


def _of_a_request(
    question: DeadlineQuestion, book: PolicyBook, calendar: BusinessCalendar
) -> Deadline:
    """Business days are the platform's, whatever the zone of the start."""
    start = question.start
    day = platform_day(start, book) if isinstance(start, datetime) else start
    match question.kind:
        case Kind.FIRST_ACTION:
            return first_action_deadline(day, book, calendar)
        case Kind.TOLD:
            return reply_deadline(question.request, day, book, calendar)
        case Kind.DIRECTORY_SUBMITTED:
            return submission_deadline(day, book, calendar)
    expected, late = rules.directory(day, book, calendar)
    return expected if question.kind == Kind.DIRECTORY_EXPECTED else late
