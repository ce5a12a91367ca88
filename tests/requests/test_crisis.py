"""A crisis where the provider may not practice: a manager decides, by name, or nobody does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from core import db
from core.access import Actor
from core.db.transaction import Receipt, perform, reading
from core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refused
from core.models.audit import AuditEntry
from core.models.care import CareSession
from core.queries.sessions.verdicts import session_verdicts
from core.requests.crisis import DecideCrisis, decide_crisis
from core.vocabulary.people import Role
from core.vocabulary.states import StateCode
from core.vocabulary.verdicts import Verdict
from tests.support import make
from tests.support.seeing import ASKED, Seeing

WHY = "The record tells of danger to life; the board was called."
LATER = ASKED + timedelta(hours=1)
Decide = Callable[..., Receipt]


@pytest.fixture
def manager(engine: Engine) -> Actor:
    with db.writing(engine) as work:
        return make.actor(work, Role.MANAGER)


@pytest.fixture
def session(engine: Engine) -> CareSession:
    """A documented crisis in Nevada, where the provider has neither license nor credential."""
    with db.writing(engine) as work:
        see = Seeing.of(
            work,
            cpt="90839",
            is_crisis=True,
            has_crisis_narrative=True,
            has_crisis_resolution=True,
        )
        see.place.state_code, see.place.zip = StateCode.NV.value, "89501"
        return see.session


@pytest.fixture
def decide(engine: Engine, manager: Actor, session: CareSession) -> Decide:
    def run(*, yes: bool = True, reason: str = WHY, version: int | None = None, **given) -> Receipt:
        seen = session.version if version is None else version
        command = DecideCrisis(given.get("ref", session.ref), seen, yes, reason)
        actor = given.get("actor", manager)
        return perform(engine, actor, ASKED, decide_crisis, command, given.get("key", "key"))

    return run


def billing(engine: Engine, manager: Actor, ref: str) -> tuple[Verdict, frozenset[str]]:
    with reading(engine, manager, LATER) as look:
        found = session_verdicts(look, [ref], LATER)[ref].verdicts.billing
    return found.verdict, found.codes


def audited(engine: Engine) -> list[tuple[str, str | None]]:
    with db.looking(engine) as work:
        rows = work.scalars(select(AuditEntry).where(AuditEntry.action.like("session.crisis%")))
        return [(row.action, row.reason) for row in rows]


def test_undecided_it_waits_for_a_person(engine, manager, session) -> None:
    verdict, codes = billing(engine, manager, session.ref)
    assert (verdict, "crisis_unapproved" in codes) == (Verdict.REVIEW, True)


def test_a_yes_is_given_by_name_and_allows_it(engine, manager, session, decide) -> None:
    assert "exception approved" in decide().text
    verdict, codes = billing(engine, manager, session.ref)
    assert (verdict, "crisis_approved" in codes) == (Verdict.ALLOW, True)
    assert (
        make.stored(engine, CareSession, session.key).exception_approved_by_id == manager.staff_id
    )
    assert audited(engine) == [("session.crisis_approved", WHY)]


def test_a_no_is_written_down_and_leaves_it_waiting(engine, manager, session, decide) -> None:
    decide(yes=False)
    assert billing(engine, manager, session.ref)[0] == Verdict.REVIEW
    assert audited(engine) == [("session.crisis_not_approved", WHY)]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 5000])
def test_without_a_reason_nothing_is_decided(engine, decide, reason) -> None:
    with pytest.raises(InvalidInput) as problem:
        decide(reason=reason)
    assert list(problem.value.fields) == ["reason"]
    assert audited(engine) == []


@pytest.mark.parametrize("item", ["has_crisis_narrative", "has_crisis_resolution", "cpt"])
def test_without_one_of_the_four_items_it_cannot_be_approved(engine, session, decide, item) -> None:
    with db.writing(engine) as work:
        setattr(work.get_one(CareSession, session.key), item, "90837" if item == "cpt" else False)
    with pytest.raises(Refused) as refused:
        decide(version=session.version + 1)
    assert {reason.rule for reason in refused.value.reasons} == {"R28"}


def test_where_the_place_passes_there_is_nothing_to_decide(engine, manager) -> None:
    with db.writing(engine) as work:
        ordinary = Seeing.of(work).session
    command = DecideCrisis(ordinary.ref, ordinary.version, True, WHY)
    with pytest.raises(Refused):
        perform(engine, manager, ASKED, decide_crisis, command, "other")


def test_an_unknown_session_is_not_found(decide) -> None:
    with pytest.raises(NotFound):
        decide(ref="S-NOBODY")


def test_a_session_that_changed_meanwhile_is_looked_at_again(decide, session) -> None:
    with pytest.raises(Conflict):
        decide(version=session.version + 1)


def test_a_double_click_decides_once(engine, decide) -> None:
    assert decide() == decide()
    assert len(audited(engine)) == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.LEAD, Role.ADMIN])
def test_only_a_manager_decides(engine, decide, role) -> None:
    with db.writing(engine) as work:
        other = make.actor(work, role)
    with pytest.raises(NotPermitted):
        decide(actor=other)
