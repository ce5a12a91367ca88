"""What was just done shows on its page, and not over another; a filed request opens once."""

from datetime import timedelta

import pytest

from core.vocabulary.people import Role
from pages import context
from tests.pages.conftest import As
from tests.support.app import Open, heading, shown
from tests.support.record import Record

SAID = "Approved, as it was asked."


@pytest.mark.parametrize(("seconds", "is_said"), [(1, True), (3, False)])
def test_a_notice_follows_only_while_a_second_click_may_come(
    open_as: As, monkeypatch: pytest.MonkeyPatch, seconds: int, is_said: bool
) -> None:
    open_page = open_as(Role.AGENT)
    at = open_page("work/desk.py")
    clicked = context.now()
    at.session_state[context.NOTICE] = (clicked, context.SuccessNotice(SAID, "R-ABCDEF"))
    monkeypatch.setattr(context, "now", lambda: clicked + timedelta(seconds=seconds))
    drawn = shown(open_page("lookup/sessions.py"))
    assert (SAID in drawn) == is_said
    assert ("/request?ref=R-ABCDEF" in drawn) == is_said


def test_a_notice_stays_a_moment_longer_on_its_own_page(
    open_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page = open_as(Role.AGENT)
    at = open_page("work/desk.py")
    clicked = context.now()
    at.session_state[context.NOTICE] = (clicked, context.SuccessNotice(SAID, ""))
    monkeypatch.setattr(context, "now", lambda: clicked + timedelta(seconds=3))
    assert SAID in shown(open_page("work/desk.py"))


def test_a_filed_request_opens_and_leaves_the_reader_free_to_go(
    record: Record, open_mine: Open
) -> None:
    at = open_mine("work/desk.py")
    at.session_state[context.NEXT_REQUEST] = (record.taken, context.now())
    assert record.taken in heading(at.run())
    assert context.NEXT_REQUEST not in at.session_state
    assert open_mine("work/desk.py").title[0].value == "Desk"
