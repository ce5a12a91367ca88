"""Dates by keyboard, and forms of which nothing covers the button, on a laptop and in a tall
window."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from tests.browser.behind import AGENT, Behind
from tests.browser.test_cancellation_walk import with_claim
from tests.browser.test_correction_walk import NAMED
from tests.browser.test_correction_walk import start as start_correction
from tests.browser.test_directory_walk import start as start_listing
from tests.browser.test_directory_walk import stopped
from tests.browser.test_requests_walk import more
from tests.browser.visitor import Visitor
from tests.support.field_cases import inputs

Make = Callable[..., Visitor]
WINDOWS = {"laptop": (1440, 900), "tall": (1440, 1400)}
TYPED = {"Mar 10, 2026": "2026-03-10", "10-Mar-26": "2026-03-10", **inputs(2)}
WORDS = {"2026-03-10": "^Tue, Mar 10, 2026$", "2026-02-02": "^Mon, Feb 2, 2026$"}


@pytest.mark.parametrize("name", ["From", "To"])
def test_a_day_typed_by_keyboard_is_that_day(visitor: Make, name: str):
    viewer = visitor().become("Vera Viewer", "/sessions")
    box = viewer.page.get_by_label(name, exact=True)
    for text, day in TYPED.items():
        box.focus()
        viewer.page.keyboard.press("Control+A")
        viewer.page.keyboard.type(text)
        viewer.runs(lambda: viewer.page.keyboard.press("Enter"), 2000)
        viewer.page.wait_for_url(re.compile(f"{name.lower()}={day}"))
        viewer.sees(WORDS[day])
        assert box.input_value() == text
    viewer.page.reload()
    viewer.sees("^Mon, Feb 2, 2026$")
    expect(box).to_have_value("02/02/2026")


@pytest.fixture(params=WINDOWS)
def agent(request: pytest.FixtureRequest, visitor: Make) -> Visitor:
    width, height = WINDOWS[request.param]
    someone = visitor().become(AGENT)
    someone.page.set_viewport_size({"width": width, "height": height})
    return someone


def click_once(someone: Visitor, name: str) -> None:
    """One press of the mouse, wherever the keyboard is: nothing may lie over the button."""
    before = someone.presses
    someone.page.get_by_role("button", name=re.compile(name)).last.click(timeout=5000)
    assert someone.presses == before + 1


def type_last(someone: Visitor, label: str | re.Pattern[str], text: str) -> None:
    """Type into the box and stay in it until the words under it are there, as a hand does on its
    way to the mouse."""
    box = someone.page.get_by_label(label, exact=isinstance(label, str)).last
    someone.runs(lambda: box.fill(text), 2000)


def now_typed() -> str:
    return f"{clock.now() - timedelta(days=1):%m/%d/%Y} 1:15 PM"


def test_a_correction_is_filed_with_one_click(agent: Visitor, client):
    start_correction(agent, client)
    agent.fill(NAMED, client[1])
    agent.choose("Field", "date of birth")
    agent.fill("Requester's name", "Dana Provider")
    type_last(agent, "Correct value", "3/4/85")
    click_once(agent, "File request")
    agent.arrive()


def test_a_listing_is_filed_submitted_and_snoozed_with_one_click_each(
    agent: Visitor, behind: Behind
):
    start_listing(agent, behind.provider())
    stopped(agent)
    type_last(agent, re.compile(r"^Received \("), now_typed())
    click_once(agent, "File request")
    agent.arrive()
    agent.click("Take request")
    agent.fill("Evernorth's reference", f"EV-{clock.now():%H%M%S%f}")
    type_last(agent, re.compile(r"^Submitted \("), f"{clock.now():%m/%d/%Y} 25:00")
    click_once(agent, "Record submission")
    agent.sees("Check the time")
    at = (clock.now() - timedelta(minutes=1)).astimezone(behind.actor(AGENT).tz)
    type_last(agent, re.compile(r"^Submitted \("), f"{at:%m/%d/%Y %I:%M %p}")
    click_once(agent, "Record submission")
    agent.sees("Submitted to Evernorth. Expected from")
    more(agent, "Snooze request")
    agent.page.get_by_label("Waiting for").fill("Their answer")
    type_last(agent, "Wake-up day", f"{clock.now() + timedelta(days=5):%m-%d-%y}")
    click_once(agent, "^Snooze request$")
    agent.sees("snoozed until")


def test_a_cancellation_is_filed_with_one_click(agent: Visitor, behind: Behind):
    session = with_claim(behind, "paid")
    agent.open(f"/session?ref={session}")
    agent.click("Cancel this session", "link")
    agent.sees("What happens next")
    agent.fill("Reason", "The client was not there")
    agent.fill("Requester's name", "Dana Provider")
    agent.choose("Channel", "phone")
    type_last(agent, re.compile(r"^Received \("), now_typed())
    click_once(agent, "File request")
    agent.arrive()
