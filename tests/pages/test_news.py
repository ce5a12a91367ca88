"""What was just done is said on its page, and not over another."""

from datetime import timedelta

import pytest

from core.vocabulary.people import Role
from pages import context
from tests.pages.conftest import As
from tests.support.app import shown

SAID = "Approved, as it was asked."


@pytest.mark.parametrize(("seconds", "is_said"), [(1, True), (3, False)])
def test_news_follow_to_another_page_only_while_a_second_click_may_still_come(
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


def test_on_its_own_page_news_stay_a_moment_longer(
    open_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page = open_as(Role.AGENT)
    at = open_page("work/desk.py")
    clicked = context.now()
    at.session_state[context.NOTICE] = (clicked, context.SuccessNotice(SAID, ""))
    monkeypatch.setattr(context, "now", lambda: clicked + timedelta(seconds=3))
    assert SAID in shown(open_page("work/desk.py"))
