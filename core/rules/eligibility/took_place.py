"""Whether a session can be confirmed at all by now: its status, its end, its day 30 (R01, R07)."""

from collections.abc import Iterator
from dataclasses import replace

from core.rules.eligibility.session_facts import Asked
from core.rules.eligibility.verdict import Finding, found
from core.rules.time import deadlines
from core.rules.time.formats import day_text, instant_text
from core.rules.time.instants import local_date
from core.vocabulary.care import CarOutcome, SessionKind, SessionStatus
from core.vocabulary.verdicts import Code
from core.vocabulary.words import label

SETTLED = {
    SessionStatus.CONFIRMED: Code.ALREADY_CONFIRMED,
    SessionStatus.CANCEL_REQUESTED: Code.CANCEL_REQUESTED,
    SessionStatus.CANCELLED_AFTER_CONFIRM: Code.CANCELLED_AFTER_CONFIRM,
}


def standing(asked: Asked) -> Iterator[Finding]:
    """What ends the question at once: a call (R54), a settled session, one that was not held (R07,
    R40)."""
    case, session = asked.case, asked.case.session
    if session.kind == SessionKind.CONSULT:
        yield found(Code.CONSULT)
    elif session.status in SETTLED:
        confirmed = session.confirmed_at
        day = day_text(local_date(confirmed, session.tz)) if confirmed else "an unknown day"
        code = SETTLED[session.status]
        yield found(code, on=day) if code == Code.ALREADY_CONFIRMED else found(code)
    elif session.status != SessionStatus.SCHEDULED:
        code = Code.MOS_NOT_HELD if case.is_mos else Code.NOT_HELD
        yield found(code, status=label(session.status))


def never_billed(asked: Asked) -> Iterator[Finding]:
    """What was not held, or was cancelled since, is billed nowhere (R07, R16, R38).

    Of Military OneSource the report counts too, also against a confirmation.
    """
    case, status = asked.case, asked.case.session.status
    is_missed = status in (SessionStatus.CANCELLED, SessionStatus.NO_SHOW)
    if status == SessionStatus.CANCELLED_AFTER_CONFIRM:
        yield found(Code.CANCELLED_AFTER_CONFIRM)
    elif case.is_mos and (is_missed or (case.car and case.car.outcome != CarOutcome.HELD)):
        yield found(Code.MOS_NEVER_BILLED)
    elif is_missed:
        yield found(Code.NOT_HELD, status=label(status))


def over(asked: Asked) -> Iterator[Finding]:
    """Only a session that is over is confirmed; its last instant is over (R07)."""
    session = asked.case.session
    if asked.now < session.end_at:
        yield found(Code.NOT_OVER, ends=instant_text(session.end_at, session.tz))


def day_30(asked: Asked) -> Iterator[Finding]:
    """Thirty days from the date of service, the last to its midnight (R01, A2, A3).

    Where only the entered start makes it pass, a person looks.
    """
    session = asked.case.session
    limit = deadlines.confirmation(session, asked.book)
    if limit.is_missed_by(asked.now):
        yield found(Code.EXPIRED_30D, on=day_text(limit.last_day))
        return
    scheduled = replace(session, actual_start_at=None)
    if deadlines.confirmation(scheduled, asked.book).is_missed_by(asked.now):
        days = (session.date_of_service, scheduled.date_of_service)
        yield found(Code.DOS_MOVED, on=day_text(days[0]), scheduled=day_text(days[1]))


def client_date(asked: Asked) -> Iterator[Finding]:
    """That the client's calendar showed another date when the session began (A3)."""
    session, tz = asked.case.session, asked.case.client.tz
    if tz is not None and local_date(session.start_at, tz) != session.date_of_service:
        yield found(Code.CLIENT_DATE, on=day_text(local_date(session.start_at, tz)))
