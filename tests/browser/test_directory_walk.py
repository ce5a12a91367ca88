"""A directory update in the browser, from filing to closed, and with what goes wrong on the way."""

import re
from collections.abc import Callable

import pytest

from tests.browser.behind import AGENT, Behind
from tests.browser.effort import effort
from tests.browser.visitor import Visitor

Make = Callable[..., Visitor]


@pytest.fixture
def provider(behind: Behind) -> tuple[str, str, str]:
    return behind.provider()


def start(someone: Visitor, provider: tuple[str, str, str], npi: str = "") -> None:
    """Open the form, choose the provider, say who asked."""
    someone.open("/update-directory")
    someone.fill("Find the provider", provider[0])
    someone.click("^.*Find$")
    someone.click(f"Choose {provider[0]}")
    someone.page.get_by_role("button", name="Choose another provider").wait_for()
    someone.fill("Full name, as the requester gave it", provider[1])
    someone.fill("NPI, as the requester gave it", npi or provider[2])
    someone.fill("Requester's name", "Dana Provider")
    someone.fill("Reply to", "dana@practice.example")


def stopped(someone: Visitor) -> None:
    """The provider stopped taking Military OneSource clients."""
    someone.choose("Field", "Military")
    someone.choose("Military OneSource", "Listed as accepting")


def test_an_agent_updates_a_listing_from_filing_to_closed(visitor: Make, behind: Behind, provider):
    agent = visitor().sign_in(AGENT)
    with effort("A directory update, filing to closed", agent, at_most=16):
        start(agent, provider)
        stopped(agent)
        agent.click("File request")
        agent.page.get_by_role("heading", name=re.compile(r"R-\w+")).wait_for()
        agent.settle()
        agent.click("Take request")
        agent.fill("Evernorth's reference", "EV-WALK-1")
        agent.click("Record submission")
        agent.sees("Submitted to Evernorth. Expected from")
        assert agent.page.locator(".ruler li.counted").count() == 7
        agent.click("^Not correct yet$", "radio")
        agent.fill("Value shown, if not correct", "Taking clients")
        agent.click("Save check")
        agent.sees("Not every field is correct yet")
        agent.click("^Correct$", "radio")
        agent.click("Save check")
        agent.sees("Next: reply to the requester")
        agent.page.get_by_text("I sent this reply").click()
        agent.settle()
        agent.click("Close request")
        agent.sees(" closed")
    flag = "SELECT is_accepting_mos FROM provider WHERE ref = ?"
    assert behind.ask(flag, provider[0]) == [(0,)]
    ended = "SELECT status FROM support_request WHERE kind = 'directory_update' ORDER BY id DESC"
    assert behind.ask(ended)[0] == ("closed",)


def test_a_wrong_npi_is_said_by_field_and_what_was_typed_stays(visitor: Make, provider):
    agent = visitor().become(AGENT)
    start(agent, provider, npi="1234567890")
    stopped(agent)
    agent.click("File request")
    agent.sees("One digit is wrong, or two are swapped")
    assert agent.page.get_by_label("NPI, as the requester gave it").input_value() == "1234567890"


def test_a_double_click_files_one_request_and_back_files_nothing_again(
    visitor: Make, behind: Behind, provider
):
    agent = visitor().become(AGENT)
    before = behind.requests()
    start(agent, provider)
    stopped(agent)
    agent.press(agent.page.get_by_role("button", name="File request"), times=2)
    agent.arrive()
    agent.page.go_back()
    agent.page.get_by_role("heading", name="Directory update").wait_for()
    agent.settle()
    agent.page.reload()
    agent.page.get_by_role("heading", name="Directory update").wait_for()
    agent.settle()
    assert agent.page.get_by_label("Full name, as the requester gave it").input_value() == ""
    assert behind.requests() == before + 1


def test_what_others_do_meanwhile_is_said_and_each_step_is_done_once(
    visitor: Make, behind: Behind, provider
):
    ref = behind.listing(provider)
    agent = visitor().become(AGENT, f"/request?ref={ref}")
    assert agent.runs(lambda: agent.fill("Evernorth's reference", "EV-TWICE-1"), 2000)
    behind.given_away_and_back(ref)
    agent.click("Record submission")
    agent.sees("Nothing was saved")
    assert behind.count("directory_submission", ref) == 0
    assert agent.page.get_by_label("Evernorth's reference").input_value() == "EV-TWICE-1"
    agent.press(agent.page.get_by_role("button", name="Record submission"), times=2)
    agent.sees("Submitted to Evernorth. Expected from")
    assert behind.count("directory_submission", ref) == 1
    agent.press(agent.page.get_by_role("radio", name="Correct", exact=True))
    with behind.without_role(AGENT):
        agent.click("Save check")
        agent.sees("Your role")
    assert behind.status(ref) == "in_progress"
    agent.open(f"/request?ref={ref}")
    assert agent.page.get_by_role("radio", name="Correct", exact=True).is_checked()
    agent.press(agent.page.get_by_role("button", name="Save check"), times=2)
    agent.sees("Next: reply to the requester|Reply to Dana Provider")
    looks = "SELECT count(*) FROM listing_check k JOIN directory_line l ON l.id = k.line_id "
    of = "JOIN support_request r ON r.id = l.request_id WHERE r.ref = ?"
    assert behind.ask(looks + of, ref) == [(1,)]
    agent.page.get_by_text("I sent this reply").click()
    agent.press(agent.page.get_by_role("button", name="Close request"), times=2)
    agent.sees("Reply to Dana Provider")
    assert behind.status(ref) == "closed"
    assert behind.count("comment", ref) == 1
