"""Crisis exceptions on their page and on the desk, and the decision on the page of the session."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.access import operator
from core.models.care import CareSession
from core.requests.crisis import follow_crises
from core.vocabulary.people import Role
from pages import context
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import Open, beside, labelled, labels, shown
from tests.support.make import NOW
from tests.support.seeing import Seeing

DECIDES = [(Role.MANAGER, True), (Role.LEAD, False)]


@pytest.fixture
def open_as(open_as: As, monkeypatch: pytest.MonkeyPatch) -> As:
    """Pages on the day of the session, whose last day to confirm is to come."""

    def as_role(role: Role) -> Open:
        page = open_as(role)
        monkeypatch.setattr(context, "now", lambda: NOW)
        return page

    return as_role


def waiting(engine: Engine, state: str = "NV", line1: str = "5 Elm Street", days: int = 0) -> str:
    """A documented crisis that an import brought so many days ago; its reference."""
    facts = {"is_crisis": True, "has_crisis_narrative": True, "has_crisis_resolution": True}
    with db.writing(engine) as work:
        see = Seeing.of(work, cpt="90839", **facts)
        see.place.state_code, see.place.line1 = state, line1
        ref = see.session.ref
    follow_crises(engine, operator("tests"), NOW - timedelta(days=days))
    return ref


def test_the_list_names_session_provider_state_and_time_left(engine, open_as: As) -> None:
    late, soon = waiting(engine, days=9), waiting(engine, "FL")
    page = open_as(Role.LEAD)("manage/crisis.py")
    text = shown(page)
    assert "Waiting 2 · Overdue 1 · Declined 0" in text
    assert text.index(late) < text.index(soon)
    assert all(word in text for word in ("NV", "FL", "Overdue by", "Due in", "Ready to decide"))
    assert re.search(r"Overdue by \d+ days</span> · due by the end of", text)
    assert text.count("by the end of") == 2


@pytest.mark.parametrize(
    ("params", "seen"),
    [({"status": "overdue"}, {"NV"}), ({"state": "FL"}, {"FL"}), ({"status": "declined"}, set())],
)
def test_the_filters_stand_in_the_address(engine, open_as: As, params, seen) -> None:
    refs = {"NV": waiting(engine, days=9), "FL": waiting(engine, "FL")}
    text = shown(open_as(Role.MANAGER)("manage/crisis.py", **params))
    assert {state for state, ref in refs.items() if ref in text} == seen


def test_an_unknown_filter_is_named_and_the_list_stays(engine, open_as: As) -> None:
    ref = waiting(engine)
    text = shown(open_as(Role.LEAD)("manage/crisis.py", status="banana", state="\0"))
    assert "unknown status" in text
    assert ref in text


def test_without_exceptions_the_page_says_how_they_get_here(open_as: As) -> None:
    text = shown(open_as(Role.ADMIN)("manage/crisis.py"))
    assert "No crisis exceptions wait for a decision." in text


def test_an_admin_sees_the_list_without_links(engine, open_as: As) -> None:
    ref = waiting(engine)
    text = shown(open_as(Role.ADMIN)("manage/crisis.py"))
    assert ref in text
    assert f"/session?ref={ref}" not in text


@pytest.mark.parametrize(("role", "is_shown"), DECIDES)
def test_the_desk_shows_them_to_those_who_decide(engine, open_as: As, role, is_shown) -> None:
    ref = waiting(engine)
    assert (ref in shown(open_as(role)("work/desk.py"))) is is_shown


@pytest.mark.parametrize(("role", "is_shown"), DECIDES)
def test_the_session_has_the_decision_for_those_who_decide(
    engine, open_as: As, role, is_shown
) -> None:
    page = open_as(role)("lookup/session.py", ref=waiting(engine))
    assert ("Approve exception" in labels(page)) is is_shown


def test_a_place_without_a_street_asks_why_and_keeps_what_was_typed(engine, open_as: As) -> None:
    ref = waiting(engine, line1="Washoe Lake")
    page = open_as(Role.MANAGER)("lookup/session.py", ref=ref)
    labelled(page.text_input, "Reason").set_value("The board was called.")
    labelled(page.button, "Approve exception").click().run()
    assert "Enter why there is no street address" in beside(page, "Why there is no street")
    assert labelled(page.text_input, "Reason").value == "The board was called."
    labelled(page.text_input, "Why there is no street").set_value("A state park near Reno.")
    labelled(page.button, "Approve exception").click().run()
    assert "Crisis exception approved." in shown(page)


def test_an_approval_of_another_address_says_so(engine, open_as: As) -> None:
    ref = waiting(engine)
    page = open_as(Role.MANAGER)("lookup/session.py", ref=ref)
    labelled(page.text_input, "Reason").set_value("The board was called.")
    labelled(page.button, "Approve exception").click().run()
    with db.writing(engine) as work:
        session = work.query(CareSession).filter_by(ref=ref).one()
        place = work.query(make.SessionPlace).filter_by(session_id=session.key).one()
        place.line1 = "6 Elm Street"
    page.run()
    assert "The approval no longer applies: the address changed." in shown(page)
    assert "Approve exception" in labels(page)


def test_the_decision_names_what_an_approval_sets_aside(engine, open_as: As) -> None:
    text = shown(open_as(Role.MANAGER)("lookup/session.py", ref=waiting(engine)))
    asked = text.partition("Approve a crisis exception?")[2].partition("Decide by")[0]
    assert "The provider has no license in NV that covers" in asked
    assert "The plan does not cover" not in text


def test_a_declined_exception_says_who_when_and_why(engine, open_as: As) -> None:
    ref = waiting(engine)
    page = open_as(Role.MANAGER)("lookup/session.py", ref=ref)
    labelled(page.text_input, "Reason").set_value("The board said no.")
    labelled(page.button, "Decline").click().run()
    text = shown(page)
    assert "Crisis exception declined. A manager may still approve it" in text
    assert "The board said no.</strong> A manager may still approve it" in text
    assert "declined the crisis exception on" in text
    assert "Approve a crisis exception?" not in text
    assert "no manager has approved" not in text
    assert "Approve exception" in labels(page)
    assert "Decline" not in labels(page)
    listed = shown(open_as(Role.LEAD)("manage/crisis.py", status="declined"))
    assert ref in listed
    assert ": The board said no. A manager may still approve it." in listed
    assert "Ready to decide" not in listed
    changes = shown(page).partition("Changes")[2]
    assert "Crisis exception declined" in changes
