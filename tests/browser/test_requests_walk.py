"""The life of a request in the browser: put away and back, given away, ended and reopened; and
the list of all requests, which is its address."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from core import clock
from tests.browser.behind import AGENT, LEAD, Behind
from tests.browser.visitor import PATIENCE, Visitor

Make = Callable[..., Visitor]


def more(someone: Visitor, what: str) -> None:
    """Open the dialog of this item of the menu; what was drawn before is gone by then."""
    someone.settle()
    someone.page.get_by_role("button", name="Actions").click()
    someone.press(someone.page.get_by_role("menuitem", name=what))


def test_put_away_a_request_is_back_on_its_day_without_anybody(
    visitor: Make, behind: Behind, client
):
    ref = behind.took(behind.filed(client))
    agent = visitor().become(AGENT, f"/request?ref={ref}")
    more(agent, "Snooze request")
    agent.page.get_by_label("Waiting for").fill("A letter from the insurer")
    agent.fill("Wake-up day", f"{clock.now().date() + timedelta(days=5):%m/%d/%Y}")
    agent.click("^Snooze request$")
    agent.sees("The deadline has been paused")
    agent.sees("^This request returns on")
    assert behind.status(ref) == "waiting"
    yesterday = (clock.now().date() - timedelta(days=2)).isoformat()
    behind.change(
        "UPDATE snooze SET version = version + 1, from_on = ?, wake_on = ? WHERE request_id = "
        "(SELECT id FROM support_request WHERE ref = ?)",
        yesterday,
        yesterday,
        ref,
    )
    agent.step("/")
    agent.page.get_by_test_id("stButtonGroup").get_by_text("Snoozed back").click()
    agent.page.get_by_role("group", name=ref).get_by_text("Resume").wait_for()
    agent.step(f"/request?ref={ref}")
    agent.sees("Back from snooze")
    agent.click("Resume")
    agent.page.get_by_role("button", name="Apply correction").wait_for()
    assert behind.status(ref) == "in_progress"


def test_a_lead_gives_it_away_and_it_is_rejected_and_reopened(
    visitor: Make, behind: Behind, client
):
    ref = behind.took(behind.filed(client))
    lead = visitor().become(LEAD, f"/request?ref={ref}")
    more(lead, "Assign request")
    lead.choose("New assignee", "Amir Agent")
    lead.click("Assign request")
    lead.sees("Amir Agent takes the next step")
    more(lead, "Reject")
    lead.click("^Reject request$")
    lead.sees("The requester will ask for it")
    lead.page.get_by_label("Reason for rejecting").fill("It is right as it is")
    lead.page.get_by_label("Reason for rejecting").press("Tab")
    lead.click("^Reject request$")
    lead.sees(f"{ref} rejected")
    assert behind.status(ref) == "rejected"
    lead.page.get_by_role("heading", name="Rejected").wait_for()
    more(lead, "Reopen")
    lead.page.get_by_label("What is still wrong").fill("The provider called again")
    lead.click("^Reopen request$")
    lead.sees("Reopened once")
    assert behind.status(ref) == "ready"


def test_a_note_is_kept_and_stays_text(visitor: Make, behind: Behind, client):
    agent = visitor().become(AGENT, f"/request?ref={behind.filed(client)}")
    agent.page.get_by_label("Internal note (not sent to the requester)").fill(
        "<b>Called</b>, nobody there"
    )
    agent.click("Add note")
    agent.sees("<b>Called</b>, nobody there")


def test_the_address_of_a_list_opens_the_same_list_for_somebody_else(
    visitor: Make, behind: Behind, client
):
    ref = behind.filed(client)
    agent, lead = visitor().become(AGENT, "/requests"), visitor().become(LEAD)
    agent.choose("Status", "ready")
    agent.page.wait_for_url(re.compile("status=ready"))
    agent.choose("Assignee", "unassigned")
    agent.page.wait_for_url(re.compile("assignee=nobody"))
    agent.settle()
    agent.fill("Client", client[0])
    agent.sees("1 request")
    agent.page.wait_for_url(re.compile(f"client={client[0]}"))
    assert "status=ready" in agent.page.url
    assert "assignee=nobody" in agent.page.url
    lead.page.goto(agent.page.url)
    lead.sees("1 request")
    lead.settle()
    expect(lead.page.get_by_label("Client", exact=True)).to_have_value(client[0], timeout=PATIENCE)
    lead.page.get_by_role("link", name=ref).click()
    lead.page.get_by_role("heading", name=re.compile(ref)).wait_for()
    lead.page.go_back()
    lead.sees("1 request")
    assert f"client={client[0]}" in lead.page.url


def test_a_filter_of_one_list_is_none_of_the_next(visitor: Make):
    """Both lists have a status, of other things."""
    agent = visitor().become(AGENT, "/requests")
    agent.click("Sessions$", "link")
    agent.sees("newest first|No session matches")
    assert "status" not in agent.page.url
    agent.choose("Status", "no-show")
    agent.page.wait_for_url(re.compile("status=no_show"))
    agent.click("Requests$", "link")
    agent.sees("requests? match")
    assert "no_show" not in agent.page.url
