"""The life of a request in the browser: put away and back, given away, ended and reopened; and
the list of all requests, which is its address."""

import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, Visitor
from tests.browser.test_correction_walk import ask, file

Make = Callable[..., Visitor]


@pytest.fixture
def client(demo_url: str) -> tuple[str, str]:
    """The last client nobody has corrected yet: reference and name."""
    found = ask(
        demo_url,
        "SELECT ref, first_name || ' ' || last_name FROM client WHERE id NOT IN "
        "(SELECT client_id FROM support_request WHERE client_id IS NOT NULL) "
        "AND merged_into_id IS NULL AND phone IS NOT NULL ORDER BY id DESC LIMIT 1",
    )
    return str(found[0][0]), str(found[0][1])


def change(demo_url: str, statement: str, *values: object) -> None:
    with sqlite3.connect(demo_url.removeprefix("sqlite:///")) as connection:
        connection.execute(statement, values)


def more(someone: Visitor, what: str) -> None:
    """Open "More" and choose what happens; what was drawn before is gone by then."""
    someone.settle()
    someone.click("More")
    someone.page.get_by_test_id("stPopoverBody").get_by_test_id("stForm").wait_for()
    if someone.page.get_by_role("combobox", name="What happens to it?").count():
        someone.choose("What happens to it?", what)


def status(demo_url: str, ref: str) -> str:
    return str(ask(demo_url, "SELECT status FROM support_request WHERE ref = ?", ref)[0][0])


def test_put_away_a_request_is_back_on_its_day_without_anybody(visitor: Make, demo_url, client):
    agent = visitor().become("Avery Agent")
    ref = file(agent, client)
    agent.click("Take this request")
    agent.page.get_by_role("button", name="Correct the record").wait_for()
    more(agent, "Put it away until a day")
    agent.page.get_by_label("What does it wait for?").fill("A letter from the insurer")
    day = agent.page.get_by_label(re.compile("^Back on"))
    day.click()
    agent.page.keyboard.type(f"{datetime.now(UTC).date() + timedelta(days=5):%Y%m%d}")
    agent.page.keyboard.press("Tab")
    agent.settle()
    agent.page.get_by_role("button", name="Put it away").last.click()
    agent.sees("It is back by itself on")
    agent.sees("clock stands still")
    assert status(demo_url, ref) == "waiting"
    yesterday = (datetime.now(UTC).date() - timedelta(days=2)).isoformat()
    change(
        demo_url,
        "UPDATE wait SET from_on = ?, wake_on = ? WHERE request_id = "
        "(SELECT id FROM support_request WHERE ref = ?)",
        yesterday,
        yesterday,
        ref,
    )
    agent.open("/")
    agent.page.locator(f'[class*="st-key-woken-{ref}"]').wait_for()
    agent.open(f"/request?ref={ref}")
    agent.sees("It waited")
    agent.click("Go on with it")
    agent.page.get_by_role("button", name="Correct the record").wait_for()
    assert status(demo_url, ref) == "in_progress"


def test_a_lead_gives_it_away_and_it_is_rejected_and_reopened(visitor: Make, demo_url, client):
    agent, lead = visitor().become("Avery Agent"), visitor().become("Lena Lead")
    ref = file(agent, client)
    agent.click("Take this request")
    agent.page.get_by_role("button", name="Correct the record").wait_for()
    lead.open(f"/request?ref={ref}")
    more(lead, "Give it to somebody")
    lead.choose("To whom?", "Amir Agent")
    lead.click("Give it to them")
    lead.sees("Amir Agent has this")
    more(lead, "Reject it")
    lead.page.get_by_role("button", name="Reject it").last.click()
    lead.sees("the requester will ask")
    lead.page.get_by_label("Why not?").fill("It is right as it is")
    lead.page.get_by_label("Why not?").press("Tab")
    lead.page.get_by_role("button", name="Reject it").last.click()
    lead.sees(f"{ref} is rejected")
    assert status(demo_url, ref) == "rejected"
    lead.page.get_by_role("heading", name="Rejected").wait_for()
    more(lead, "Reopen it")
    lead.page.get_by_label("What is still wrong?").fill("The provider called again")
    lead.page.get_by_role("button", name="Reopen it").last.click()
    lead.sees("reopened once")
    assert status(demo_url, ref) == "ready"


def test_a_note_is_kept_and_stays_text(visitor: Make, client):
    agent = visitor().become("Avery Agent")
    file(agent, client)
    agent.page.get_by_label("What should colleagues know?").fill("<b>Called</b>, nobody there")
    agent.click("Keep the note")
    agent.sees("<b>Called</b>, nobody there")


def test_the_address_of_a_list_opens_the_same_list_for_somebody_else(visitor: Make, client):
    agent, lead = visitor().become("Avery Agent"), visitor().become("Lena Lead")
    ref = file(agent, client)
    agent.open("/requests")
    agent.choose("Status", "ready")
    agent.choose("Who has it", "nobody")
    agent.fill("Client", client[0])
    agent.sees("1 request")
    agent.page.wait_for_url(re.compile(f"client={client[0]}"))
    assert "status=ready" in agent.page.url
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
    agent = visitor().become("Avery Agent", "/requests")
    agent.click("Sessions$", "link")
    agent.sees("newest first|No session matches")
    assert "status" not in agent.page.url
    agent.choose("Status", "held")
    agent.click("Search$")
    agent.page.wait_for_url(re.compile("status=held"))
    agent.click("Requests$", "link")
    agent.sees("A reference opens the request")
    assert "held" not in agent.page.url
