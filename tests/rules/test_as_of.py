"""A session as it stood earlier, by the instants it bears."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.rules import as_of
from core.rules.facts import SessionFacts
from core.vocabulary.care import PayerKind, SessionKind, SessionStatus

S = SessionStatus
HOUR = timedelta(hours=1)
START = datetime(2026, 5, 12, 17, tzinfo=UTC)
CONFIRMED, ASKED, CANCELLED = (START + timedelta(days=days) for days in (1, 10, 20))
SESSION = SessionFacts(
    START,
    START + HOUR,
    ZoneInfo("America/New_York"),
    PayerKind.MOS,
    SessionKind.SESSION,
    S.CANCEL_REQUESTED,
    confirmed_at=CONFIRMED,
    cancel_asked_at=ASKED,
)
CANCELLED_SINCE = replace(SESSION, status=S.CANCELLED_AFTER_CONFIRM, cancelled_at=CANCELLED)


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (CONFIRMED - HOUR, S.SCHEDULED),
        (CONFIRMED, S.CONFIRMED),
        (ASKED - HOUR, S.CONFIRMED),
        (ASKED, S.CANCEL_REQUESTED),
        (CANCELLED - HOUR, S.CANCEL_REQUESTED),
        (CANCELLED, S.CANCELLED_AFTER_CONFIRM),
    ],
)
def test_a_cancelled_session_was_what_it_was_at_each_step(at: datetime, status: S) -> None:
    assert as_of.session(CANCELLED_SINCE, at).status == status


def test_one_that_is_being_cancelled_was_confirmed_before_that_was_asked() -> None:
    assert as_of.session(SESSION, ASKED - HOUR).status == S.CONFIRMED
    assert as_of.session(SESSION, ASKED).status == S.CANCEL_REQUESTED


def test_what_the_platform_alone_was_asked_is_taken_as_it_is_stored() -> None:
    told = replace(SESSION, cancel_asked_at=None)
    assert as_of.session(told, ASKED - HOUR).status == S.CANCEL_REQUESTED


def test_one_that_the_platform_cancelled_was_confirmed_until_then() -> None:
    told = replace(CANCELLED_SINCE, cancel_asked_at=None)
    assert as_of.session(told, CANCELLED - HOUR).status == S.CONFIRMED
