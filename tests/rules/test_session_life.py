"""Where a session stands: what the clock alone decides."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.sessions.stage import SessionEnd, closed_because, stage, unbilled_because
from core.vocabulary.care import PayerKind, SessionKind, SessionStage, SessionStatus

START = datetime(2026, 3, 10, 14, tzinfo=UTC)
END, BLOCKED = START + timedelta(minutes=45), START + timedelta(days=31)
SECOND = timedelta(seconds=1)
LAST_YEAR = datetime(2025, 12, 31, 12, tzinfo=UTC)


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
        (END, SessionStage.TOOK_PLACE),
        (BLOCKED - SECOND, SessionStage.TOOK_PLACE),
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
    assert stage(call, None, BLOCKED + timedelta(days=99)) == SessionStage.TOOK_PLACE


INSURANCE = PayerKind.INSURANCE
UNBILLED = [
    (SessionStage.EXPIRED, SessionKind.SESSION, INSURANCE, "expired_30d"),
    (SessionStage.SCHEDULED, SessionKind.SESSION, INSURANCE, "not_over"),
    (SessionStage.TOOK_PLACE, SessionKind.SESSION, INSURANCE, "not_confirmed"),
    (SessionStage.CANCELLED, SessionKind.SESSION, INSURANCE, "not_held"),
    (SessionStage.NO_SHOW, SessionKind.SESSION, INSURANCE, "not_held"),
    (SessionStage.NO_SHOW, SessionKind.SESSION, PayerKind.MOS, "mos_never_billed"),
    (SessionStage.CANCELLED, SessionKind.SESSION, PayerKind.MOS, "mos_never_billed"),
    (SessionStage.CANCEL_REQUESTED, SessionKind.SESSION, INSURANCE, "cancel_requested"),
    (
        SessionStage.CANCELLED_AFTER_CONFIRM,
        SessionKind.SESSION,
        PayerKind.MOS,
        "cancelled_after_confirm",
    ),
    (SessionStage.TOOK_PLACE, SessionKind.CONSULT, INSURANCE, "consult"),
    (SessionStage.CONFIRMED, SessionKind.CONSULT, INSURANCE, "consult"),
]


@pytest.mark.parametrize(("at", "kind", "payer", "code"), UNBILLED)
def test_why_a_session_is_not_billed_is_a_reason_of_the_catalogue(at, kind, payer, code):
    end = SessionEnd(at, payer, date(2026, 4, 9), "R-ABCDEF")
    assert unbilled_because(session(kind=kind), end, END).code == code


def test_a_session_that_is_not_over_names_its_end():
    end = SessionEnd(SessionStage.SCHEDULED, INSURANCE)
    said = {now: unbilled_because(session(), end, now).text for now in (START, LAST_YEAR)}
    assert said[START] == "The session ends Tue, Mar 10, 10:45 AM EDT."
    assert said[LAST_YEAR] == "The session ends Tue, Mar 10, 2026, 10:45 AM EDT."


def test_an_expired_session_names_its_last_day_to_confirm():
    end = SessionEnd(SessionStage.EXPIRED, INSURANCE, date(2026, 4, 9))
    assert "Thu, Apr 9, 2026" in unbilled_because(session(), end, END).text


def test_a_confirmed_session_needs_no_excuse():
    assert unbilled_because(session(), SessionEnd(SessionStage.CONFIRMED, INSURANCE), END) is None


@pytest.mark.parametrize(
    "status", [status for status in SessionStatus if status != SessionStatus.SCHEDULED]
)
def test_whatever_else_is_stored_stays_whatever_the_clock_says(status):
    found = stage(session(status=status), BLOCKED, BLOCKED)
    assert found.value == status.value


@pytest.mark.parametrize(
    ("today", "day"), [(date(2026, 12, 31), "Apr 9."), (date(2027, 1, 1), "2026.")]
)
def test_the_last_day_goes_without_the_year_in_its_own_year(today, day):
    end = SessionEnd(SessionStage.EXPIRED, INSURANCE, date(2026, 4, 9), today=today)
    assert day in closed_because(end).text
