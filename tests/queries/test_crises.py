"""The crisis exceptions that wait, as a lead, a manager or an admin sees them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.access import Actor
from core.db.transaction import perform, reading
from core.models.care import CareSession
from core.queries.sessions.crises import CrisisList, crisis_exceptions
from core.queries.sessions.verdicts import session_verdicts
from core.requests.crisis import DecideCrisis, decide_crisis, follow_crises
from core.rules.eligibility.session_facts import CrisisDecline
from core.vocabulary.care import CrisisStage
from core.vocabulary.people import Role
from core.vocabulary.states import StateCode
from tests.support import make
from tests.support.seeing import ASKED, Seeing

SECOND = timedelta(seconds=1)
TOO_LATE = datetime(2026, 3, 13, 4, tzinfo=UTC)
"""The end of Thursday in New York: a business day after Wednesday's import."""


def crisis(engine: Engine, state: str = "NV", **given: object) -> CareSession:
    """A documented crisis in a state without a license, brought by the import of `ASKED`."""
    facts = {"is_crisis": True, "has_crisis_narrative": True, "has_crisis_resolution": True}
    with db.writing(engine) as work:
        see = Seeing.of(work, cpt="90839", **facts | given)
        see.place.state_code = state
        session = see.session
    follow_crises(engine, Actor("Import", Role.ADMIN), ASKED)
    return session


def listed(engine: Engine, now: datetime = ASKED, *asked: object, role=Role.LEAD) -> CrisisList:
    with reading(engine, Actor("Someone", role), now) as look:
        return crisis_exceptions(look, *asked)


@pytest.mark.parametrize("role", [Role.LEAD, Role.MANAGER, Role.ADMIN])
def test_a_waiting_exception_is_listed_with_its_deadline(engine, role) -> None:
    session = crisis(engine)
    (row,) = listed(engine, role=role).rows
    assert (row.ref, row.states, row.missing) == (session.ref, ("NV",), ())
    assert (row.needed_at, row.due_at) == (ASKED, TOO_LATE)


def test_what_stops_the_decision_is_named(engine) -> None:
    crisis(engine, has_crisis_narrative=False)
    assert listed(engine).rows[0].missing == ("The crisis is not documented.",)


LIMITS = [(TOO_LATE - SECOND, 0), (TOO_LATE, 1), (TOO_LATE + SECOND, 1)]


@pytest.mark.parametrize(("now", "overdue"), LIMITS)
def test_a_decision_is_overdue_from_the_first_instant_too_late(engine, now, overdue) -> None:
    crisis(engine)
    counts = listed(engine, now, CrisisStage.OVERDUE).counts
    assert (counts[CrisisStage.WAITING], counts[CrisisStage.OVERDUE]) == (1, overdue)


def test_the_deadline_does_not_move_with_the_clock(engine) -> None:
    session = crisis(engine)
    for days in (0, 1, 9, 25):
        now = ASKED + timedelta(days=days)
        with reading(engine, Actor("Someone", Role.LEAD), now) as look:
            found = session_verdicts(look, [session.ref])[session.ref]
        assert found.verdicts.decision.by == listed(engine, now).rows[0].due_at == TOO_LATE


def test_before_the_import_no_decision_was_due(engine) -> None:
    session = crisis(engine)
    with reading(engine, Actor("Someone", Role.LEAD), ASKED) as look:
        found = session_verdicts(look, [session.ref], ASKED - SECOND)[session.ref]
    assert found.verdicts.decision.by is None


@pytest.mark.parametrize(("seconds", "count"), [(-1, 1), (0, 0)])
def test_after_day_30_nothing_waits_any_more(engine, seconds, count) -> None:
    crisis(engine)
    blocked = datetime(2026, 4, 10, 4, tzinfo=UTC) + seconds * SECOND
    assert len(listed(engine, blocked).rows) == count


def test_a_decided_exception_leaves_the_list(engine) -> None:
    approved, declined = crisis(engine), crisis(engine, "FL")
    with db.writing(engine) as work:
        manager = make.actor(work, Role.MANAGER)
    for session, yes in ((approved, True), (declined, False)):
        command = DecideCrisis(session.ref, session.version, yes, "As the board wrote.")
        perform(engine, manager, ASKED, decide_crisis, command, session.ref)
    assert listed(engine).rows == ()
    (row,) = listed(engine, ASKED, CrisisStage.DECLINED).rows
    assert (row.ref, row.missing) == (declined.ref, ())
    assert row.declined == CrisisDecline(manager.name, ASKED, "As the board wrote.")


def test_the_state_narrows_rows_and_counts(engine) -> None:
    crisis(engine)
    florida = crisis(engine, "FL")
    found = listed(engine, ASKED, CrisisStage.WAITING, StateCode.FL)
    assert ([row.ref for row in found.rows], found.counts[CrisisStage.WAITING]) == (
        [florida.ref],
        1,
    )


@pytest.mark.parametrize("state", ["NY", "OUTSIDE"])
def test_where_a_manager_cannot_help_nothing_waits(engine, state) -> None:
    crisis(engine, state)
    assert listed(engine).rows == ()


def test_the_soonest_is_first(engine) -> None:
    later = crisis(engine)
    sooner = crisis(engine, "FL", date_of_service=date(2026, 3, 10))
    with db.writing(engine) as work:
        row = work.get_one(CareSession, sooner.key)
        row.exception_needed_at = ASKED - timedelta(days=3)
    assert [row.ref for row in listed(engine).rows] == [sooner.ref, later.ref]
