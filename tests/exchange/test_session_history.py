"""What earlier extracts said of a session is not forgotten (R13, R16)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from core import db
from core.models.care import CareSession
from core.models.data_issues import DataIssue
from core.vocabulary.care import SessionStatus
from tests.exchange.conftest import Take
from tests.support.extracts import Extracts

EARLY, LATE = "2026-03-11T15:00:00Z", "2026-03-11T16:30:00Z"


def stored(engine: Engine) -> CareSession:
    with db.looking(engine) as session:
        return session.scalars(select(CareSession).where(CareSession.ref == "S-1")).one()


def issues(engine: Engine) -> set[str]:
    with db.looking(engine) as session:
        return set(session.scalars(select(DataIssue.code)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(("first", "second"), [(EARLY, LATE), (LATE, EARLY)])
def test_of_two_first_confirmations_the_earlier_counts(
    engine: Engine, extracts: Extracts, take: Take, first: str, second: str
) -> None:
    """A45: the disagreement stays a data issue until a person settles it."""
    for said in (first, second, second, first):
        extracts.set("sessions.csv", "S-1", status="confirmed", confirmed_at=said)
        take()
    row = stored(engine)
    assert (row.confirmed_at, row.disputed_confirmed_at) == (at(EARLY), at(LATE))
    assert "first_confirmation_disputed" in issues(engine)


def test_the_same_confirmation_again_is_no_disagreement(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    extracts.set("sessions.csv", "S-1", status="confirmed", confirmed_at=EARLY)
    take()
    extracts.set("sessions.csv", "S-1", units="2")
    take()
    assert stored(engine).disputed_confirmed_at is None
    assert "first_confirmation_disputed" not in issues(engine)


def test_a_cancellation_that_an_extract_forgets_stays_on_record(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    confirmed = {"status": "confirmed", "confirmed_at": EARLY}
    ended = {"status": "cancelled_after_confirm", "cancelled_at": LATE}
    extracts.set("sessions.csv", "S-1", **confirmed | ended)
    take()
    extracts.set("sessions.csv", "S-1", **confirmed, cancelled_at="")
    for _ in range(2):
        take()
        row = stored(engine)
        assert (row.status, row.cancelled_at) == (SessionStatus.CONFIRMED, at(LATE))
        assert "confirmed_after_canceling" in issues(engine)
    extracts.set("sessions.csv", "S-1", **ended)
    take()
    with db.looking(engine) as session:
        (found,) = session.scalars(
            select(DataIssue).where(DataIssue.code == "confirmed_after_canceling")
        )
    assert found.resolved_at is not None


def test_a_cancellation_before_any_confirmation_may_be_taken_back(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    extracts.set("sessions.csv", "S-1", status="cancelled", confirmed_at="", cancelled_at=EARLY)
    take()
    extracts.set("sessions.csv", "S-1", status="confirmed", confirmed_at=LATE, cancelled_at="")
    take()
    assert stored(engine).cancelled_at is None
    assert "confirmed_after_canceling" not in issues(engine)
