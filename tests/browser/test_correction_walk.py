"""A correction in the browser, from filing to closed, and with what goes wrong on the way."""

import re
import sqlite3
from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor
from tests.browser.effort import effort

Make = Callable[..., Visitor]
NAMED = "The client's name as currently entered, in the requester's words"


def ask(demo_url: str, statement: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(demo_url.removeprefix("sqlite:///")) as connection:
        return connection.execute(statement, values).fetchall()


@pytest.fixture
def client(demo_url: str) -> tuple[str, str]:
    """A client nobody has corrected yet: reference and name."""
    found = ask(
        demo_url,
        "SELECT ref, first_name || ' ' || last_name FROM client WHERE id NOT IN "
        "(SELECT client_id FROM support_request WHERE client_id IS NOT NULL) "
        "AND phone IS NOT NULL ORDER BY id LIMIT 1",
    )
    return str(found[0][0]), str(found[0][1])


def start(someone: Visitor, client: tuple[str, str]) -> None:
    """Open the form and choose the record."""
    someone.open("/correct-client")
    someone.fill("Find the client's existing record", client[0])
    someone.click("Find")
    someone.click(f"Choose {client[0]}")
    someone.page.get_by_role("button", name="Another client").wait_for()


def fill(someone: Visitor, name: str, phone: str = "212-555-0177") -> None:
    someone.fill(NAMED, name)
    someone.choose("Field", "phone")
    someone.fill("Correct", phone)
    someone.fill("Their name", "Dana Provider")
    someone.fill("Where they are told when it is done", "dana@practice.example")


def file(someone: Visitor, client: tuple[str, str], phone: str = "212-555-0177") -> str:
    """File a request and say its reference."""
    start(someone, client)
    fill(someone, client[1], phone)
    someone.click("File the request")
    someone.page.get_by_role("heading", name=re.compile(r"R-\w+")).wait_for()
    someone.settle()
    found = re.search(r"R-\w{6}", someone.page.locator("h1").inner_text())
    assert found
    return found.group()


def test_an_agent_corrects_a_client_from_filing_to_closed(visitor: Make, demo_url, client):
    agent = visitor().become("Avery Agent")
    with effort("A client correction, filing to closed", agent, at_most=12):
        ref = file(agent, client)
        agent.click("Take this request")
        agent.click("Correct the record")
        agent.sees("Now tell the requester")
        agent.page.get_by_text("I told the requester").click()
        agent.settle()
        agent.click("Close the request")
        agent.sees(f"{ref} is closed")
    assert ask(demo_url, "SELECT phone FROM client WHERE ref = ?", client[0]) == [("212-555-0177",)]
    assert ask(demo_url, "SELECT status FROM support_request WHERE ref = ?", ref) == [("closed",)]


def test_what_is_wrong_is_said_by_field_and_what_was_typed_stays(visitor: Make, client):
    agent = visitor().become("Avery Agent")
    start(agent, client)
    fill(agent, "Somebody Else", "call me")
    agent.click("File the request")
    agent.sees("This is not the name on the record")
    agent.sees("A phone number has 7 to 15 digits")
    assert agent.page.get_by_label("Correct", exact=True).input_value() == "call me"
    assert agent.page.get_by_label("Their name").input_value() == "Dana Provider"


def test_without_the_right_value_the_request_waits_incomplete(visitor: Make, client):
    agent = visitor().become("Avery Agent")
    start(agent, client)
    fill(agent, client[1], "")
    agent.click("File the request")
    agent.sees("Still missing")
    agent.click("Take this request")
    agent.fill("Correct", "212-555-0188")
    agent.click("Save what was missing")
    agent.sees("Saved and complete")


def test_a_double_click_files_one_request(visitor: Make, demo_url, client):
    agent = visitor().become("Avery Agent")
    before = len(ask(demo_url, "SELECT 1 FROM support_request"))
    start(agent, client)
    fill(agent, client[1])
    agent.page.get_by_role("button", name="File the request").dblclick(delay=60)
    agent.arrive()
    assert len(ask(demo_url, "SELECT 1 FROM support_request")) == before + 1


def test_back_and_reload_after_filing_file_nothing_again(visitor: Make, demo_url, client):
    agent = visitor().become("Avery Agent")
    ref = file(agent, client)
    before = len(ask(demo_url, "SELECT 1 FROM support_request"))
    agent.page.go_back()
    agent.page.get_by_role("heading", name="Correct a client").wait_for()
    agent.settle()
    agent.page.reload()
    agent.page.get_by_role("heading", name="Correct a client").wait_for()
    agent.open(f"/request?ref={ref}")
    agent.page.reload()
    agent.page.get_by_role("heading", name=re.compile(ref)).wait_for()
    assert len(ask(demo_url, "SELECT 1 FROM support_request")) == before


def test_a_stale_page_changes_nothing_and_says_so(visitor: Make, client):
    first, second = visitor().become("Avery Agent"), visitor().become("Amir Agent")
    ref = file(first, client)
    second.open(f"/request?ref={ref}")
    first.click("Take this request")
    second.click("Take this request")
    second.sees("Nothing was changed")


def test_a_role_taken_away_stops_the_next_action(visitor: Make, demo_url, client):
    agent = visitor().become("Amir Agent")
    ref = file(agent, client)
    with sqlite3.connect(demo_url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE staff SET role = 'viewer' WHERE name = 'Amir Agent'")
    try:
        agent.click("Take this request")
        agent.sees("Your role")
        assert ask(demo_url, "SELECT assignee_id FROM support_request WHERE ref = ?", ref) == [
            (None,)
        ]
    finally:
        with sqlite3.connect(demo_url.removeprefix("sqlite:///")) as connection:
            connection.execute("UPDATE staff SET role = 'agent' WHERE name = 'Amir Agent'")


def test_name_and_birth_date_together_go_to_a_lead(visitor: Make, demo_url, client):
    agent, lead = visitor().become("Avery Agent"), visitor().become("Lena Lead")
    start(agent, client)
    agent.fill(NAMED, client[1])
    agent.choose("Field", "first name")
    agent.fill("Correct", "Somebody")
    agent.click("Another field is wrong too")
    agent.page.get_by_role("combobox", name="Field").nth(1).click()
    agent.page.keyboard.type("date of birth")
    agent.page.keyboard.press("Enter")
    agent.settle()
    born = agent.page.get_by_label("Correct", exact=True).nth(1)
    born.click()
    agent.page.keyboard.type("19910203")
    agent.page.keyboard.press("Tab")
    agent.settle()
    agent.fill("Their name", "Dana Provider")
    agent.click("File the request")
    agent.page.get_by_role("heading", name=re.compile(r"R-\w+")).wait_for()
    agent.click("Take this request")
    agent.click("Ask for a second person")
    ref = re.search(r"R-\w{6}", agent.page.locator("h1").inner_text()).group()
    lead.open("/")
    lead.sees("Wait for my approval")
    lead.open(f"/request?ref={ref}")
    lead.click("^Approve$")
    lead.sees("Approved")
    agent.open(f"/request?ref={ref}")
    agent.click("Correct the record")
    agent.sees("Now tell the requester")
    assert ask(
        demo_url, "SELECT first_name, date_of_birth FROM client WHERE ref = ?", client[0]
    ) == [("Somebody", "1991-02-03")]


def test_a_request_is_taken_from_the_desk_and_given_back(visitor: Make, demo_url, client):
    agent = visitor().become("Avery Agent")
    ref = file(agent, client)
    agent.open("/")
    row = agent.page.locator(f'[class*="st-key-unassigned-{ref}"]')
    row.get_by_role("button", name="Take").click()
    agent.page.get_by_role("heading", name=re.compile(ref)).wait_for()
    agent.settle()
    agent.click("Give it back")
    agent.page.get_by_label(re.compile("^Why")).fill("Off to lunch")
    agent.page.get_by_test_id("stForm").get_by_role("button", name="Give it back").click()
    agent.sees("is back with the team")
    assert ask(demo_url, "SELECT status, assignee_id FROM support_request WHERE ref = ?", ref) == [
        ("ready", None)
    ]
