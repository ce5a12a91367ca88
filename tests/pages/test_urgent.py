"""An urgent request on its page, on the desk and in the list: marked, with the way to end it."""

from datetime import date

import pytest

from core import db
from core.models.audit import ReadingEntry
from core.models.people import Client
from core.requests.internal_notes import AddInternalNote, add_internal_note
from core.vocabulary.administration import ReadingAction
from core.vocabulary.people import Role
from core.vocabulary.requests import Priority
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import Open, labelled, labels, shown
from tests.support.record import Record

BANNER = "A person must act within 15 minutes."
MARK = "Mark as handled"


@pytest.fixture
def urgent(record: Record) -> str:
    record.desk.do(add_internal_note, AddInternalNote(record.taken, "He talks of suicide"))
    return record.taken


def test_the_page_says_where_help_is_and_by_when_a_person_acts(urgent: str, open_as: As):
    at = open_as(Role.LEAD)("work/request.py", ref=urgent)
    words = shown(at)
    assert BANNER in words
    assert "988" in words
    assert "press 1" in words
    assert MARK in labels(at)


def test_the_safety_text_is_there_to_copy_in_both_languages(urgent: str, open_as: As):
    at = open_as(Role.AGENT)("work/request.py", ref=urgent)
    texts = [one.value for one in at.code if "988" in one.value]
    assert ["call 911" in texts[0], "llame al 911" in texts[1]] == [True, True]
    assert "For Spanish, press 2" in shown(at)


@pytest.mark.parametrize("role", [Role.AGENT, Role.VIEWER])
def test_one_logged_click_shows_the_clients_address(
    record: Record, urgent: str, open_as: As, role: Role
):
    with db.writing(record.desk.engine) as work:
        client = work.get_one(Client, record.desk.client_id)
        make.home(work, client, line1="7 Quiet Lane", city="Albany", from_on=date(2026, 3, 1))
    at = open_as(role)("work/request.py", ref=urgent)
    assert "7 Quiet Lane" not in shown(at)
    labelled(at.button, "Show the client's address").click().run()
    assert "7 Quiet Lane" in shown(at)
    looks = record.desk.rows(ReadingEntry)
    (look,) = [one for one in looks if one.action == ReadingAction.UNMASK]
    assert look.field == "address"
    assert urgent in look.reason


def test_the_page_says_that_no_on_call_contact_is_set(urgent: str, open_as: As):
    at = open_as(Role.AGENT)("work/request.py", ref=urgent)
    assert "No on-call contact is set. Tell a lead now." in shown(at)


def test_words_that_were_not_saved_are_named(record: Record, open_mine: Open):
    at = open_mine("work/request.py", ref=record.taken)
    note = labelled(at.text_area, "Internal note")
    note.set_value("He wants to die. " + "x" * 4000)
    labelled(at.button, "Add note").click().run()
    assert "nothing was saved" in shown(at)
    assert labelled(at.text_area, "Internal note").value.startswith("He wants to die.")
    labelled(at.text_area, "Internal note").set_value("He wants to die.")
    labelled(at.button, "Add note").click().run()
    assert "nothing was saved" not in shown(at)
    assert BANNER in shown(at)


def test_everyday_words_that_were_not_saved_are_not_named(record: Record, open_mine: Open):
    at = open_mine("work/request.py", ref=record.taken)
    labelled(at.text_area, "Internal note").set_value("x" * 4001)
    labelled(at.button, "Add note").click().run()
    assert "nothing was saved" not in shown(at)


def test_who_may_not_work_sees_it_and_cannot_end_it(urgent: str, open_as: As):
    at = open_as(Role.VIEWER)("work/request.py", ref=urgent)
    assert BANNER in shown(at)
    assert MARK not in labels(at)


def test_an_ordinary_request_has_no_banner(record: Record, open_as: As):
    at = open_as(Role.LEAD)("work/request.py", ref=record.taken)
    assert BANNER not in shown(at)


@pytest.mark.parametrize("file", ["work/desk.py", "work/requests.py"])
def test_it_is_marked_on_the_desk_and_in_the_list(urgent: str, open_as: As, file: str):
    assert "</span> Urgent</span>" in shown(open_as(Role.LEAD)(file))


def test_it_stands_first_on_the_desk(urgent: str, open_as: As):
    at = open_as(Role.LEAD)("work/desk.py")
    assert at.subheader[0].value == "Urgent: act now"


def test_marking_it_handled_takes_the_banner_away(record: Record, urgent: str, open_as: As):
    at = open_as(Role.LEAD)("work/request.py", ref=urgent)
    labelled(at.text_input, "What was done").set_value("Called the provider")
    labelled(at.button, MARK).click().run()
    assert BANNER not in shown(at)
    assert record.desk.request(urgent).priority == Priority.NORMAL
