"""Whether a session can be confirmed at all by now: its status, its end, its day 30 (R01, R07)."""

from collections.abc import Iterator
from dataclasses import replace

from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.reasons import reason
from core.rules.sessions.stage import SessionEnd, closed_because
from core.rules.time import deadlines
from core.rules.time.instants import local_date
from core.vocabulary.care import CarOutcome, SessionKind, SessionStatus
from core.vocabulary.reasons import Reason
from core.vocabulary.words import phrase


def status(asked: SessionQuestion) -> Iterator[Reason]:
    """What ends the question at once: a consultation call (R54), a session that is confirmed,
    canceled or in between (R13, R16), one that did not take place (R07, R40)."""
    session = asked.case.session
    if session.kind == SessionKind.CONSULT:
        yield reason("consult")
    elif session.status == SessionStatus.CONFIRMED:
        confirmed = session.confirmed_at
        day = asked.day_text(local_date(confirmed, session.tz)) if confirmed else "an unknown day"
        yield reason("already_confirmed", on=day)
    elif session.status != SessionStatus.SCHEDULED:
        because = closed_because(SessionEnd.of(session))
        if because is not None:
            yield because


def never_billed(asked: SessionQuestion) -> Iterator[Reason]:
    """What did not take place, or was canceled since, is billed nowhere (R07, R16, R38).

    Of Military OneSource the report counts too, also against a confirmation.
    """
    case, at = asked.case, asked.case.session.status
    is_missed = at in (SessionStatus.CANCELLED, SessionStatus.NO_SHOW)
    if at == SessionStatus.CANCELLED_AFTER_CONFIRM:
        yield reason("cancelled_after_confirm")
    elif case.is_mos and (is_missed or (case.car and case.car.outcome != CarOutcome.TOOK_PLACE)):
        yield reason("mos_never_billed")
    elif is_missed:
        yield reason("not_held", status=phrase(at))


def over(asked: SessionQuestion) -> Iterator[Reason]:
    """Only a session that is over is confirmed; its last instant is over (R07)."""
    session = asked.case.session
    if asked.now < session.end_at:
        yield reason("not_over", ends=asked.instant_text(session.end_at))


def day_30(asked: SessionQuestion) -> Iterator[Reason]:
    """Thirty days from the date of service, the last to its midnight (R01, A2, A3).

    Where only the entered start makes it pass, a person looks.
    """
    session = asked.case.session
    limit = deadlines.confirmation(session, asked.book)
    if limit.is_missed_by(asked.now):
        yield reason("expired_30d", on=asked.day_text(limit.last_day))
        return
    scheduled = replace(session, actual_start_at=None)
    if deadlines.confirmation(scheduled, asked.book).is_missed_by(asked.now):
        days = (session.date_of_service, scheduled.date_of_service)
        yield reason("dos_moved", on=asked.day_text(days[0]), scheduled=asked.day_text(days[1]))


def client_date(asked: SessionQuestion) -> Iterator[Reason]:
    """That the client's calendar showed another date when the session began (A3)."""
    session, tz = asked.case.session, asked.case.client.tz
    if tz is not None and local_date(session.start_at, tz) != session.date_of_service:
        yield reason("client_date", on=asked.day_text(local_date(session.start_at, tz)))
