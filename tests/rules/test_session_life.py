"""Where a session stands: what the clock alone decides."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.sessions.stage import billing_line, stage
from core.vocabulary.care import PayerKind, SessionKind, SessionStage, SessionStatus

START = datetime(2026, 3, 10, 14, tzinfo=UTC)
END, BLOCKED = START + timedelta(minutes=45), START + timedelta(days=31)
SECOND = timedelta(seconds=1)


def session(**given: object) -> SessionFacts:
    values = {
        "scheduled_start_at": START,
        "scheduled_end_at": END,
        "tz": ZoneInfo("America/New_York"),
        "payer_kind": PayerKind.INSURANCE,
        "kind": SessionKind.SESSION,
        "status": SessionStatus.SCHEDULED,
        **given,
    }
    return SessionFacts(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (END - SECOND, SessionStage.SCHEDULED),
        (END, SessionStage.HELD),
        (BLOCKED - SECOND, SessionStage.HELD),
        (BLOCKED, SessionStage.EXPIRED),
    ],
)
def test_a_session_is_held_from_its_end_and_expired_from_the_limit(at, expected):
    assert stage(session(), BLOCKED, at) == expected


def test_the_actual_end_decides_where_it_is_known():
    late = session(actual_end_at=END + timedelta(hours=1))
    assert stage(late, BLOCKED, END) == SessionStage.SCHEDULED


def test_a_call_never_expires():
    call = session(kind=SessionKind.CONSULT)
    assert stage(call, None, BLOCKED + timedelta(days=99)) == SessionStage.HELD


@pytest.mark.parametrize(
    ("at", "kind", "payer", "words"),
    [
        (SessionStage.EXPIRED, SessionKind.SESSION, PayerKind.INSURANCE, "by Thu, Apr 9, 2026"),
        (SessionStage.HELD, SessionKind.SESSION, PayerKind.INSURANCE, "has not confirmed"),
        (SessionStage.NO_SHOW, SessionKind.SESSION, PayerKind.MOS, "R38"),
        (SessionStage.NO_SHOW, SessionKind.SESSION, PayerKind.INSURANCE, "did not come"),
        (SessionStage.HELD, SessionKind.CONSULT, PayerKind.INSURANCE, "R54"),
    ],
)
def test_why_a_session_is_not_billed_is_said_in_a_sentence(at, kind, payer, words):
    assert words in billing_line(at, kind, payer, date(2026, 4, 9))


def test_a_confirmed_session_needs_no_excuse():
    line = billing_line(
        SessionStage.CONFIRMED, SessionKind.SESSION, PayerKind.INSURANCE, date(2026, 4, 9)
    )
    assert line == ""


@pytest.mark.parametrize(
    "status", [status for status in SessionStatus if status != SessionStatus.SCHEDULED]
)
def test_whatever_else_is_stored_stays_whatever_the_clock_says(status):
    found = stage(session(status=status), BLOCKED, BLOCKED)
    assert found.value == status.value
