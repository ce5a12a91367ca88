"""A correction in the browser, from filing to closed, and with what goes wrong on the way."""

import re
from collections.abc import Callable

from tests.browser.behind import AGENT, LEAD, Behind
from tests.browser.effort import effort
from tests.browser.visitor import Visitor

Make = Callable[..., Visitor]
NAMED = "Name on record, as the requester gave it"


def start(someone: Visitor, client: tuple[str, str]) -> None:
    """Open the form and choose the record."""
    someone.open("/correct-client")
    someone.fill("Find the client", client[0])
    someone.click("Find")
    someone.click(f"Choose {client[0]}")
    someone.page.get_by_role("button", name="Choose another client").wait_for()


def fill(someone: Visitor, name: str, phone: str = "212-555-0177") -> None:
    someone.fill(NAMED, name)
    someone.choose("Field", "phone")
    someone.fill("Correct value", phone)
    someone.fill("Requester's name", "Dana Provider")
    someone.fill("Reply to", "dana@practice.example")


def file(someone: Visitor, client: tuple[str, str], phone: str = "212-555-0177") -> str:
    """File a request and say its reference."""
    start(someone, client)
    fill(someone, client[1], phone)
    someone.click("File request")
    someone.page.get_by_role("heading", name=re.compile(r"R-\w+")).wait_for()
    someone.settle()
    found = re.search(r"R-\w{6}", someone.page.locator("h1").inner_text())
    assert found
    return found.group()


def test_an_agent_corrects_a_client_from_filing_to_closed(visitor: Make, behind: Behind, client):
    agent = visitor().sign_in(AGENT)
    with effort("A client correction, filing to closed", agent, at_most=12):
        ref = file(agent, client)
        agent.click("Take request")
        agent.click("Apply correction")
        agent.sees("Next: reply to the requester")
        agent.page.get_by_text("I sent this reply").click()
        agent.settle()
        agent.click("Close request")
        agent.sees(f"{ref} closed")
    assert behind.one("SELECT phone FROM client WHERE ref = ?", client[0]) == "212-555-0177"
    assert behind.status(ref) == "closed"


def test_what_is_wrong_is_said_by_field_and_what_was_typed_stays(visitor: Make, client):
    agent = visitor().become(AGENT)
    start(agent, client)
    fill(agent, "Somebody Else", "call me")
    agent.click("File request")
    agent.sees("The record has another name")
    agent.sees("Enter a phone number in digits")
    assert agent.page.get_by_label("Correct value", exact=True).input_value() == "call me"
    assert agent.page.get_by_label("Requester's name").input_value() == "Dana Provider"


def test_without_the_right_value_the_request_waits_incomplete(visitor: Make, client):
    agent = visitor().become(AGENT)
    start(agent, client)
    fill(agent, client[1], "")
    agent.click("File request")
    agent.sees("The deadline starts when you add")
    agent.click("Take request")
    agent.fill("Correct value", "212-555-0188")
    agent.click("Save$")
    agent.sees("Saved\\. Next:")


def test_a_double_click_files_one_request(visitor: Make, behind: Behind, client):
    agent = visitor().become(AGENT)
    before = behind.requests()
    start(agent, client)
    fill(agent, client[1])
    agent.page.get_by_role("button", name="File request").dblclick(delay=60)
    agent.arrive()
    assert behind.requests() == before + 1


def test_back_and_reload_after_filing_file_nothing_again(visitor: Make, behind: Behind, client):
    agent = visitor().become(AGENT)
    ref = file(agent, client)
    before = behind.requests()
    agent.page.go_back()
    agent.page.get_by_role("heading", name="Client correction").wait_for()
    agent.settle()
    agent.page.reload()
    agent.page.get_by_role("heading", name="Client correction").wait_for()
    agent.open(f"/request?ref={ref}")
    agent.page.reload()
    agent.page.get_by_role("heading", name=re.compile(ref)).wait_for()
    assert behind.requests() == before


def test_a_stale_page_changes_nothing_and_says_so(visitor: Make, behind: Behind, client):
    page = f"/request?ref={behind.filed(client)}"
    first, second = visitor().become(AGENT, page), visitor().become("Amir Agent", page)
    first.click("Take request")
    second.click("Take request")
    second.sees("Nothing was saved")


def test_a_role_taken_away_stops_the_next_action(visitor: Make, behind: Behind, client):
    ref = behind.filed(client)
    agent = visitor().become("Amir Agent", f"/request?ref={ref}")
    with behind.without_role("Amir Agent"):
        agent.click("Take request")
        agent.sees("Your role")
    assert behind.ask("SELECT assignee_id FROM support_request WHERE ref = ?", ref) == [(None,)]


def test_name_and_birth_date_together_go_to_a_lead(visitor: Make, behind: Behind, client):
    agent, lead = visitor().become(AGENT), visitor().become(LEAD)
    start(agent, client)
    agent.fill(NAMED, client[1])
    agent.choose("Field", "first name")
    agent.fill("Correct value", "Somebody")
    agent.click("Add a field")
    agent.page.get_by_role("combobox", name="Field").nth(1).click()
    agent.page.keyboard.type("date of birth")
    agent.page.keyboard.press("Enter")
    agent.settle()
    agent.page.get_by_label("Correct value", exact=True).nth(1).fill("2/3/1991")
    agent.fill("Requester's name", "Dana Provider")
    agent.click("File request")
    agent.page.get_by_role("heading", name=re.compile(r"R-\w+")).wait_for()
    agent.click("Take request")
    agent.click("Ask for approval")
    ref = re.search(r"R-\w{6}", agent.page.locator("h1").inner_text()).group()
    lead.open("/")
    lead.sees("Awaiting my approval")
    lead.step(f"/request?ref={ref}")
    lead.click("^Approve$")
    lead.sees("Approved")
    agent.open(f"/request?ref={ref}")
    agent.click("Apply correction")
    agent.sees("Next: reply to the requester")
    assert behind.ask("SELECT first_name, date_of_birth FROM client WHERE ref = ?", client[0]) == [
        ("Somebody", "1991-02-03")
    ]


def test_a_request_is_taken_from_the_desk_and_given_back(visitor: Make, behind: Behind, client):
    ref = behind.filed(client)
    agent = visitor().become(AGENT, "/")
    place = agent.page.locator(f'[class*="st-key-take-{ref}"]')
    place.get_by_role("button", name="Take").click()
    agent.sees(f"{ref} is yours")
    agent.click("Undo")
    agent.sees(f"{ref} unassigned")
    place.get_by_role("button", name="Take").click()
    agent.sees(f"{ref} is yours")
    agent.step(f"/request?ref={ref}")
    agent.page.get_by_role("button", name="Actions").click()
    agent.press(agent.page.get_by_role("menuitem", name="Unassign request"))
    agent.page.get_by_label(re.compile("^Reason for the next person")).fill("Off to lunch")
    agent.press(agent.page.get_by_role("button", name="Unassign request"))
    agent.sees(f"{ref} unassigned")
    assert behind.ask("SELECT status, assignee_id FROM support_request WHERE ref = ?", ref) == [
        ("ready", None)
    ]
