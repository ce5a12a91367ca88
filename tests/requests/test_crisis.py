"""A crisis where the provider may not practice: a manager decides, by name, or nobody does."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from core import db
from core.access import Actor, operator
from core.db.transaction import Receipt, perform, reading
from core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refused
from core.models.audit import AuditEntry
from core.models.care import CareSession, SessionPlace
from core.queries.sessions.verdicts import session_verdicts
from core.requests.crisis import DecideCrisis, decide_crisis, follow_crises
from core.rules.eligibility.session_facts import CrisisDecline
from core.vocabulary.care import ApprovalEnd
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
        no_street = given.get("no_street", "")
        command = DecideCrisis(given.get("ref", session.ref), seen, yes, reason, no_street)
        actor, now = given.get("actor", manager), given.get("now", ASKED)
        return perform(engine, actor, now, decide_crisis, command, given.get("key", "key"))

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


def test_a_no_is_written_down_and_blocks_billing(engine, manager, session, decide) -> None:
    assert "declined. A manager may still approve it" in decide(yes=False).text
    with reading(engine, manager, LATER) as look:
        verdicts = session_verdicts(look, [session.ref], LATER)[session.ref].verdicts
    assert verdicts.billing.verdict == verdicts.confirm.verdict == Verdict.BLOCK
    (said,) = verdicts.billing.deciding
    assert (said.code, WHY in said.text, manager.name in said.text) == (
        "crisis_declined",
        True,
        True,
    )
    assert verdicts.decision.declined == CrisisDecline(manager.name, ASKED, WHY)
    assert audited(engine) == [("session.crisis_not_approved", WHY)]


def test_before_the_decline_the_session_waited(engine, manager, session, decide) -> None:
    decide(yes=False, now=LATER)
    before = LATER - timedelta(seconds=1)
    with reading(engine, manager, LATER) as look:
        found = session_verdicts(look, [session.ref], before)[session.ref].verdicts
    assert (found.billing.verdict, found.decision.declined) == (Verdict.REVIEW, None)


def test_another_manager_may_approve_after_a_decline(engine, manager, session, decide) -> None:
    decide(yes=False)
    with db.writing(engine) as work:
        other = make.actor(work, Role.MANAGER)
    decide(actor=other, now=LATER, version=session.version + 1, key="other")
    assert billing(engine, manager, session.ref)[0] == Verdict.ALLOW


def test_a_declined_place_without_a_street_says_so(engine, manager, session, decide) -> None:
    moved(engine, session, state_code="NY", zip="10007", line1="Central Park")
    decide(yes=False)
    codes = billing(engine, manager, session.ref)[1]
    assert {"crisis_declined", "crisis_address"} <= codes
    moved(engine, session, line1="5 Elm Street")
    assert billing(engine, manager, session.ref)[0] == Verdict.ALLOW


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


def changed(engine: Engine, session: CareSession, **values: object) -> int:
    """The stored session with these values; returns its version."""
    with db.writing(engine) as work:
        row = work.get_one(CareSession, session.key)
        for name, value in values.items():
            setattr(row, name, value)
        work.flush()
        return row.version


def moved(engine: Engine, session: CareSession, **values: object) -> None:
    with db.writing(engine) as work:
        found = select(SessionPlace).where(SessionPlace.session_id == session.key)
        for name, value in values.items():
            setattr(work.scalars(found).one(), name, value)


def followed(engine: Engine, now: datetime) -> CareSession:
    follow_crises(engine, operator("tests"), now)
    with db.looking(engine) as work:
        return work.scalars(select(CareSession)).one()


def test_an_approval_keeps_the_places_and_the_code_it_was_given_for(engine, session, decide):
    decide()
    given = json.loads(make.stored(engine, CareSession, session.key).exception_approved_for)
    place = ["NV", "5 Elm Street", "New York", "89501"]
    assert given == {"places": [place], "cpt": "90839", "cpt_addon": None, "no_street": ""}


def test_the_audit_entry_of_an_approval_holds_no_address(engine, decide) -> None:
    decide()
    with db.looking(engine) as work:
        entry = work.scalars(select(AuditEntry).where(AuditEntry.reason == WHY)).one()
    assert json.loads(entry.after) == {"states": ["NV"], "cpt": "90839", "no_street": None}


CHANGES = [
    ({"cpt_addon": "90840"}, ApprovalEnd.CODE),
    ({"has_crisis_narrative": False}, ApprovalEnd.DOCUMENTATION),
    ({"has_crisis_resolution": False}, ApprovalEnd.DOCUMENTATION),
]


@pytest.mark.parametrize(("values", "end"), CHANGES)
def test_a_change_of_what_was_approved_ends_the_approval(engine, session, decide, values, end):
    decide()
    assert followed(engine, LATER).exception_ended_at is None
    changed(engine, session, **values)
    assert followed(engine, LATER).exception_ended_by == end


def test_another_address_ends_the_approval_and_the_day_to_decide_begins_anew(
    engine, manager, session, decide
) -> None:
    decide()
    moved(engine, session, line1="6 Elm Street")
    verdict, codes = billing(engine, manager, session.ref)
    assert (verdict, "crisis_approval_ended" in codes) == (Verdict.REVIEW, True)
    ended = followed(engine, LATER)
    assert (ended.exception_ended_at, ended.exception_needed_at) == (LATER, LATER)
    moved(engine, session, line1="5 Elm Street")
    assert billing(engine, manager, session.ref)[0] == Verdict.REVIEW
    assert followed(engine, LATER + timedelta(days=1)).exception_ended_at == LATER
    assert "session.crisis_approval_ended" in [name for name, _ in audited(engine)]


def test_an_ended_approval_can_be_given_again(engine, manager, session, decide) -> None:
    decide()
    moved(engine, session, line1="6 Elm Street")
    ended = followed(engine, LATER)
    decide(version=ended.version, key="again", now=LATER)
    assert billing(engine, manager, session.ref)[0] == Verdict.ALLOW


def test_a_need_is_kept_from_the_first_import_that_shows_it(engine, session) -> None:
    first = followed(engine, ASKED)
    assert first.exception_needed_at == ASKED
    assert followed(engine, LATER).exception_needed_at == ASKED
    moved(engine, session, state_code="NY", zip="10007")
    gone = followed(engine, LATER)
    assert (gone.exception_needed_at, gone.version) == (None, first.version)


def test_a_place_without_a_street_needs_the_reason_why(engine, manager, session, decide) -> None:
    moved(engine, session, line1="Washoe Lake")
    with pytest.raises(InvalidInput) as problem:
        decide()
    assert list(problem.value.fields) == ["no_street"]
    decide(no_street="A state park; the nearest town is Reno.")
    assert billing(engine, manager, session.ref)[0] == Verdict.ALLOW


def test_a_hotel_without_city_and_zip_code_cannot_be_approved(engine, session, decide) -> None:
    moved(engine, session, line1="hotel in Reno", city=None, zip=None)
    with pytest.raises(Refused) as refused:
        decide(no_street="It is a hotel.")
    assert [one.code for one in refused.value.reasons] == ["crisis_address"]


def test_a_short_crisis_is_not_for_a_manager_to_approve(engine, session, decide) -> None:
    end = session.scheduled_start_at + timedelta(minutes=29)
    version = changed(engine, session, actual_end_at=end)
    with pytest.raises(Refused):
        decide(version=version)
