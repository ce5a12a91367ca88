"""How a request ends early on its page: what is offered, to whom, and the words for telling."""

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import db
from core.access import Actor
from core.models.requests import SupportRequest
from core.rules.requests.transitions import ENDED_EARLY
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from tests.support import correction, working
from tests.support.app import choose_action, labelled, labels, opener, shown
from tests.support.cancelling import Cancelling, cancelling
from tests.support.correction import Desk
from tests.support.filling import Filling

TOLD = "delete any internal details"


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def rejected(desk: Desk) -> str:
    return working.reject(desk, desk.taken(), reason="It is right as it is").ref


def withdrawn(desk: Desk) -> str:
    return working.withdraw(desk, desk.taken(), reason="Dana called").ref


def redirected(desk: Desk) -> str:
    return working.redirect(desk, desk.taken(), to="The plan itself").ref


def duplicate(desk: Desk) -> str:
    return working.duplicate(desk, desk.taken(), desk.taken()).ref


WORDS = {
    rejected: "Reason: It is right as it is",
    withdrawn: "We withdrew your request",
    redirected: "Please contact: The plan itself",
    duplicate: "We continue under R-",
}


@pytest.mark.parametrize("end", WORDS)
def test_the_words_for_telling_of_an_early_ending_are_on_the_page(desk, monkeypatch, end):
    ref = end(desk)
    at = opener(monkeypatch, desk.engine, desk.people[Role.AGENT])("work/request.py", ref=ref)
    assert TOLD in shown(at)
    assert any(ref in one.value and WORDS[end] in one.value for one in at.code)


@pytest.mark.parametrize("stored", ["R-ABCDEF", "Duplicate of R-ABCDEF"])
def test_a_duplicate_names_its_original_however_it_is_stored(desk, monkeypatch, stored):
    ref = duplicate(desk)
    with db.writing(desk.engine) as work:
        request = work.get_one(SupportRequest, desk.request(ref).key)
        request.outcome, request.version = stored, request.version + 1
    at = opener(monkeypatch, desk.engine, desk.people[Role.AGENT])("work/request.py", ref=ref)
    assert 'Original request: <a href="/request?ref=R-ABCDEF"' in shown(at)
    assert any("We continue under R-ABCDEF." in one.value for one in at.code)


def test_each_early_ending_has_words(desk):
    assert {desk.request(end(desk)).status for end in WORDS} == ENDED_EARLY


def test_a_viewer_has_nobody_to_tell(desk, monkeypatch):
    ref = rejected(desk)
    at = opener(monkeypatch, desk.engine, desk.people[Role.VIEWER])("work/request.py", ref=ref)
    assert TOLD not in shown(at)


@pytest.fixture
def under_way(engine: Engine) -> Cancelling:
    return cancelling(engine)


def test_a_lead_withdraws_what_somebody_else_has(under_way, monkeypatch):
    ref = under_way.begun()
    at = opener(monkeypatch, under_way.engine, under_way.people[Role.LEAD])(
        "work/request.py", ref=ref
    )
    at = choose_action(at, "Withdraw request")
    labelled(at.text_input, "Who withdrew it").set_value("Dana called")
    at = labelled(at.button, "Withdraw").click().run()
    assert under_way.request(ref).status == RequestStatus.WITHDRAWN
    assert TOLD in shown(at)


def offers(at: AppTest, start: str) -> bool:
    """Whether a button or an action to choose begins so."""
    words = [*labels(at), *(word for menu in at.get("menu_button") for word in menu.options)]
    return any(one.startswith(start) for one in words)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER])
def test_other_roles_are_not_offered_to_withdraw(under_way, monkeypatch, role):
    ref = under_way.begun()
    at = opener(monkeypatch, under_way.engine, under_way.people[role])("work/request.py", ref=ref)
    assert not offers(at, "Withdraw request")


def test_another_agent_is_not_offered_to_withdraw(under_way, monkeypatch):
    ref = under_way.begun()
    mine = under_way.people[Role.AGENT]
    other = under_way.people[Role.MANAGER]
    someone = Actor(mine.name, Role.AGENT, other.staff_id, mine.zone)
    at = opener(monkeypatch, under_way.engine, someone)("work/request.py", ref=ref)
    assert not offers(at, "Withdraw request")


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD])
def test_a_cancellation_offers_no_ending_but_its_own(under_way, monkeypatch, role):
    ref = under_way.begun()
    at = opener(monkeypatch, under_way.engine, under_way.people[role])("work/request.py", ref=ref)
    assert offers(at, "Withdraw request")
    assert not any(offers(at, one) for one in ("Reject", "Redirect", "Mark as duplicate"))


def test_a_cancellation_is_begun_from_the_session_and_from_the_desk(under_way, monkeypatch):
    open_page = opener(monkeypatch, under_way.engine, under_way.people[Role.AGENT])
    assert "Cancel a session" in shown(open_page("work/desk.py"))
    at = open_page("lookup/session.py", ref=under_way.session_ref)
    assert "Cancel this session" in shown(at)
