"""Dates by keyboard, and forms whose buttons nothing covers or moves: on a laptop, in a tall window
and on a phone."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from tests.browser.behind import AGENT, Behind
from tests.browser.test_cancellation_walk import with_claim
from tests.browser.test_correction_walk import NAMED
from tests.browser.test_directory_walk import stopped
from tests.browser.test_requests_walk import more
from tests.browser.visitor import Visitor
from tests.support.field_cases import inputs

Make = Callable[..., Visitor]
WINDOWS = {"laptop": (1440, 900), "tall": (1000, 1600), "phone": (390, 844)}
FINGER_DOWN = 400
"""Milliseconds from pressing to letting go."""
TOP_MOST = """
button => {
    button.scrollIntoView({block: 'center'})
    const {x, y, width, height} = button.getBoundingClientRect()
    const middle = [x + width / 2, y + height / 2]
    return button.contains(document.elementFromPoint(...middle)) && middle
}
"""
"""The middle of a button on the screen, if nothing lies over it."""
TYPED = {"Mar 10, 2026": "2026-03-10", "10-Mar-26": "2026-03-10", **inputs(2)}
WORDS = {"2026-03-10": "^Tue, Mar 10, 2026$", "2026-02-02": "^Mon, Feb 2, 2026$"}


def test_a_day_typed_by_keyboard_is_that_day(visitor: Make):
    viewer = visitor().become("Vera Viewer", "/sessions")
    box = viewer.page.get_by_label("From", exact=True)
    for text, day in TYPED.items():
        box.focus()
        viewer.page.keyboard.press("Control+A")
        viewer.page.keyboard.type(text)
        viewer.page.keyboard.press("Tab")
        viewer.page.wait_for_url(re.compile(f"from={day}"))
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


def type_and_press(
    someone: Visitor, label: str | re.Pattern[str], text: str, name: str, role: str = "button"
) -> None:
    """Type into the box and press the button where it stands then, before the words under the box
    follow. Nothing may lie over it, or move it until the finger is up."""
    someone.settle()
    box = someone.page.get_by_label(label, exact=isinstance(label, str)).last
    button = someone.page.get_by_role(role, name=re.compile(name)).last  # type: ignore[arg-type]
    mouse = someone.page.mouse
    button.scroll_into_view_if_needed()  # which waits until it stands still
    box.fill(text)
    place = button.evaluate(TOP_MOST)
    assert place, f"something lies over {name}"
    mouse.move(*place)
    stood = button.bounding_box()
    mouse.down()
    someone.page.wait_for_timeout(FINGER_DOWN)
    assert button.bounding_box() == pytest.approx(stood, abs=2), f"{name} moved"
    mouse.up()


def yesterday() -> str:
    return f"{clock.now() - timedelta(days=1):%m/%d/%Y} 1:15 PM"


RECEIVED = re.compile(r"^Received \(")
UNREADABLE = "the day before the day of the last call with the provider"
"""Said to be no date in more than one line."""


def test_a_correction_is_filed_with_one_click(agent: Visitor, client):
    agent.open(f"/correct-client?client={client[0]}")
    agent.fill(NAMED, client[1])
    agent.choose("Field", "date of birth")
    agent.fill("Requester's name", "Dana Provider")
    type_and_press(agent, "Correct value", UNREADABLE, "File request")
    agent.sees("is not a date that we can read")
    type_and_press(agent, "Correct value", "3/4/85", "File request")
    agent.arrive()


def test_a_listing_is_filed_with_one_click(agent: Visitor, behind: Behind):
    ref, name, npi = behind.provider()
    agent.open(f"/update-directory?provider={ref}")
    agent.fill("Full name, as the requester gave it", name)
    stopped(agent)
    agent.fill("Requester's name", "Dana Provider")
    agent.sees("The deadline starts when you add")
    type_and_press(agent, "NPI, as the requester gave it", npi, "File request")
    agent.arrive()


def test_each_step_of_a_listing_takes_one_click(agent: Visitor, behind: Behind):
    agent.open(f"/request?ref={behind.listing(behind.provider())}")
    agent.fill("Evernorth's reference", f"EV-{clock.now():%H%M%S%f}")
    submitted = re.compile(r"^Submitted \(")
    type_and_press(agent, submitted, f"{clock.now():%m/%d/%Y} 25:00", "Record submission")
    agent.sees("Check the time")
    at = (clock.now() - timedelta(minutes=1)).astimezone(behind.actor(AGENT).tz)
    type_and_press(agent, submitted, f"{at:%m/%d/%Y %I:%M %p}", "Record submission")
    agent.sees("Submitted to Evernorth. Expected from")
    more(agent, "Snooze request")
    agent.page.get_by_label("Waiting for").fill("Their answer")
    day = clock.now() + timedelta(days=5)
    type_and_press(agent, "Wake-up day", f"{day:%m-%d-%y}", "^Snooze request$")
    agent.sees("snoozed until")


def test_a_cancellation_is_filed_with_one_click(agent: Visitor, behind: Behind):
    agent.open(f"/cancel-session?session={with_claim(behind, 'paid')}")
    agent.fill("Reason", "The client was not there")
    agent.fill("Requester's name", "Dana Provider")
    agent.choose("Channel", "phone")
    type_and_press(agent, RECEIVED, UNREADABLE, "File request")
    agent.sees("is not a date that we can read")
    type_and_press(agent, RECEIVED, yesterday(), "File request")
    agent.arrive()


def test_a_day_is_closed_and_opened_with_one_click_each(agent: Visitor):
    agent.become("Maya Manager", "/business-days")
    agent.fill("Reason, shown beside the day", "Move")
    type_and_press(agent, "Day", UNREADABLE, "Close this day")
    agent.sees("is not a date that we can read")
    march = date(clock.now().year + 1, 3, 8)
    wednesday = march + timedelta(days=(2 - march.weekday()) % 7)
    type_and_press(agent, "Day", f"{wednesday:%b %d, %Y}", "Close this day")
    agent.sees("is closed\\.")
    agent.fill("Reason, shown beside the day", "Back")
    type_and_press(agent, "Day", f"{wednesday:%m/%d/%Y}", "Open this day")
    agent.sees("is a business day\\.")
