"""An urgent request on its page, on the desk and in the list: marked, with the way to end it."""

import pytest

from core.requests.internal_notes import AddInternalNote, add_internal_note
from core.vocabulary.people import Role
from core.vocabulary.requests import Priority
from tests.pages.conftest import As, Record
from tests.support.app import labelled, labels, shown

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
