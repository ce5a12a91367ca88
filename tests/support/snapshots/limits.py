"""Every limit: from when, by which value, until when, and the sentence that says why."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.rules.sessions.deadline_facts import CoverageFact, SessionFacts
from core.rules.time import deadlines
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.deadlines import Deadline
from core.rules.time.formats import day_text
from core.rules.time.platform_clock import platform_day
from core.vocabulary.care import PayerKind, SessionStatus
from core.vocabulary.coverage import LineOfBusiness
from core.vocabulary.deadlines import DeadlineKind
from tests.rules.test_vectors import BOOK, session
from tests.support.snapshots.block import Block

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
START = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)
END, CONFIRMED = START + timedelta(minutes=50), START + timedelta(hours=8, minutes=30)
"""Held on a Friday at noon in Los Angeles and confirmed the same evening, half an hour before
midnight in New York, when it was Saturday in UTC; the clocks changed on the Sunday."""
MEDICAID = CoverageFact(LineOfBusiness.MEDICAID, date(2020, 1, 1), None)


def blocks() -> Iterator[Block]:
    yield from _of("an insured session", _session())
    yield from _of("one of a Medicaid client", _session(coverages=(MEDICAID,)))
    done = _session(status=SessionStatus.CONFIRMED, confirmed_at=CONFIRMED)
    yield from _of("a confirmed session", done)
    yield from _of("Military OneSource", _session(payer_kind=PayerKind.MOS))
    handed = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
    for one in deadlines.directory(platform_day(handed, BOOK), BOOK, BusinessCalendar()):
        yield f"{one.kind}, a listing handed over late on a Monday", _lines(one)
    closed = BusinessCalendar(closed=[(date(2026, 3, 17), "Office closed")])
    for key, paused in (("first_action_bd", 0), ("submit_bd", 2)):
        first = DeadlineKind.FIRST_ACTION
        one = deadlines.business_days(first, key, date(2026, 3, 16), BOOK, closed, paused)
        yield f"{key} from a Monday, {paused} days put away", _lines(one)


def _session(**given: object) -> SessionFacts:
    return session(START, END, LOS_ANGELES.key, **given)


def _of(whose: str, facts: SessionFacts) -> Iterator[Block]:
    for one in deadlines.of_session(facts, BOOK):
        yield f"{one.kind}, {whose}", _lines(one)


def _lines(one: Deadline) -> Iterator[str]:
    yield f"{one.policy.rule}, {one.policy.key} = {one.policy.text} {one.policy.unit}"
    yield f"from {one.starts} on the clock of {one.tz.key}"
    if one.due_at:
        yield f"until {one.due_at}, that instant included"
    if one.last_on:
        yield f"until the end of {day_text(one.last_on)}: too late from {one.blocked_from}"
    yield one.why
    yield from (f"without {day_text(day.day)}: {day.why}" for day in one.skipped)
