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
    """A provider who takes Military OneSource clients: reference, name, NPI."""
    found = behind.ask(
        "SELECT ref, first_name || ' ' || last_name, npi FROM provider "
        "WHERE is_accepting_mos AND mos_enrolled_to IS NULL ORDER BY id LIMIT 1",
    )
    ref, name, npi = found[0]
    return str(ref), str(name), str(npi)


def start(someone: Visitor, provider: tuple[str, str, str], npi: str = "") -> None:
    """Open the form, choose the provider, say who asked."""
    someone.open("/update-directory")
    someone.fill("Find the provider", provider[0])
    someone.click("^.*Find$")
    someone.click(f"Choose {provider[0]}")
    someone.page.get_by_role("button", name="Another provider").wait_for()
    someone.fill("Their full name, as given", provider[1])
    someone.fill("Their NPI, as given", npi or provider[2])
    someone.fill("Their name", "Dana Provider")
    someone.fill("Where they are told when it is done", "dana@practice.example")


def stopped(someone: Visitor) -> None:
    """The provider stopped taking Military OneSource clients."""
    someone.choose("What is wrong", "Military")
    someone.choose("Military OneSource", "The provider stopped")


def test_an_agent_updates_a_listing_from_filing_to_closed(visitor: Make, behind: Behind, provider):
    agent = visitor().sign_in(AGENT)
    with effort("A directory update, filing to closed", agent, at_most=16):
        start(agent, provider)
        stopped(agent)
        agent.click("File the request")
        agent.page.get_by_role("heading", name=re.compile(r"R-\w+")).wait_for()
        agent.settle()
        agent.click("Take this request")
        agent.fill("Evernorth's reference", "EV-WALK-1")
        agent.click("Submitted to Evernorth")
        agent.sees("Evernorth has it: expected from")
        assert agent.page.locator(".ruler li.counted").count() == 7
        agent.click("^Not right yet$", "radio")
        agent.fill("If not right, it says", "Taking clients")
        agent.click("Keep this look")
        agent.sees("Not every field is right yet")
        agent.click("^Right$", "radio")
        agent.click("Keep this look")
        agent.sees("Now tell the requester")
        agent.page.get_by_text("I told the requester").click()
        agent.settle()
        agent.click("Close the request")
        agent.sees("is closed")
    flag = "SELECT is_accepting_mos FROM provider WHERE ref = ?"
    assert behind.ask(flag, provider[0]) == [(0,)]
    ended = "SELECT status FROM support_request WHERE kind = 'directory_update' ORDER BY id DESC"
    assert behind.ask(ended)[0] == ("closed",)


def test_a_wrong_npi_is_said_by_field_and_what_was_typed_stays(visitor: Make, provider):
    agent = visitor().become(AGENT)
    start(agent, provider, npi="1234567890")
    stopped(agent)
    agent.click("File the request")
    agent.sees("one digit is wrong or two are swapped")
    assert agent.page.get_by_label("Their NPI, as given").input_value() == "1234567890"


def test_a_double_click_files_one_request_and_back_files_nothing_again(
    visitor: Make, behind: Behind, provider
):
    agent = visitor().become(AGENT)
    before = behind.requests()
    start(agent, provider)
    stopped(agent)
    agent.press(agent.page.get_by_role("button", name="File the request"), times=2)
    agent.arrive()
    agent.page.go_back()
    agent.page.get_by_role("heading", name="Update a directory listing").wait_for()
    agent.settle()
    agent.page.reload()
    agent.page.get_by_role("heading", name="Update a directory listing").wait_for()
    agent.settle()
    assert agent.page.get_by_label("Their full name, as given").input_value() == ""
    assert behind.requests() == before + 1


def test_what_others_do_meanwhile_is_said_and_each_step_is_done_once(
    visitor: Make, behind: Behind, provider
):
    ref = behind.listing(provider)
    agent = visitor().become(AGENT, f"/request?ref={ref}")
    agent.fill("Evernorth's reference", "EV-TWICE-1")
    behind.given_away_and_back(ref)
    agent.click("Submitted to Evernorth")
    agent.sees("Nothing was changed")
    assert behind.count("directory_submission", ref) == 0
    assert agent.page.get_by_label("Evernorth's reference").input_value() == "EV-TWICE-1"
    agent.press(agent.page.get_by_role("button", name="Submitted to Evernorth"), times=2)
    agent.sees("Evernorth has it: expected from")
    assert behind.count("directory_submission", ref) == 1
    agent.press(agent.page.get_by_role("radio", name="Right", exact=True))
    with behind.without_role(AGENT):
        agent.click("Keep this look")
        agent.sees("Your role")
    assert behind.status(ref) == "in_progress"
    agent.open(f"/request?ref={ref}")
    agent.press(agent.page.get_by_role("radio", name="Right", exact=True))
    agent.press(agent.page.get_by_role("button", name="Keep this look"), times=2)
    agent.sees("Now tell the requester|Tell Dana Provider")
    looks = "SELECT count(*) FROM listing_look k JOIN directory_line l ON l.id = k.line_id "
    of = "JOIN support_request r ON r.id = l.request_id WHERE r.ref = ?"
    assert behind.ask(looks + of, ref) == [(1,)]
    agent.page.get_by_text("I told the requester").click()
    agent.press(agent.page.get_by_role("button", name="Close the request"), times=2)
    agent.sees("What Dana Provider was told")
    assert behind.status(ref) == "closed"
    assert behind.count("comment", ref) == 1
