"""A cancellation in the browser, from filing to closed, and with what goes wrong on the way."""

import re
from collections.abc import Callable

import pytest

from tests.browser.behind import AGENT, LEAD, Behind
from tests.browser.effort import effort
from tests.browser.visitor import Visitor

Make = Callable[..., Visitor]
OF_STATUS = """
SELECT s.ref FROM care_session s JOIN claim c ON c.session_id = s.id
JOIN payout p ON p.session_id = s.id JOIN client_charge h ON h.session_id = s.id
WHERE s.status = 'confirmed' AND s.id NOT IN (SELECT session_id FROM cancellation_case)
GROUP BY s.id HAVING count(*) = 1 AND max(c.status) = ? ORDER BY s.id DESC LIMIT 1
"""
PAYOUT = {"paid": ["Mark as provider notified", "Mark as recovered"]}
CHARGE = {"charged": ["Mark as refund ordered", "Mark as refund sent"]}


def with_claim(behind: Behind, status: str) -> str:
    """A confirmed session nobody has cancelled yet, with one claim of this status."""
    return behind.one(OF_STATUS, status)


def status(behind: Behind, table: str, session: str) -> str:
    statement = (
        f"SELECT t.status FROM {table} t JOIN care_session s ON s.id = t.session_id WHERE s.ref = ?"
    )
    return behind.one(statement, session)


def file(someone: Visitor, session: str) -> str:
    """From the session's page to a filed request; its reference."""
    someone.open(f"/session?ref={session}")
    someone.click("Cancel this session", "link")
    someone.sees("What happens next")
    someone.fill("Reason", "The client was not there")
    someone.fill("Requester's name", "Dana Provider")
    someone.click("File request")
    someone.page.get_by_role("heading", name=re.compile(r"R-\w+")).wait_for()
    someone.settle()
    found = re.search(r"R-\w{6}", someone.page.locator("h1").inner_text())
    assert found
    return found.group()


def settle(someone: Visitor, part: str, answer: str) -> None:
    """Answer the open step of a part."""
    step = someone.page.locator('[class*="st-key-open-"]').filter(has_text=f"Settle {part}").first
    field = step.get_by_label(re.compile("^Reference, or reason"))
    field.fill("Call 4711, Kim, today")
    field.press("Tab")
    someone.typed += 1
    step.get_by_role("button", name=answer).click()
    someone.sees(f": {answer.removeprefix('Mark as ')}.")
    someone.settle()


def close(someone: Visitor, ref: str) -> None:
    someone.page.get_by_text("I sent this reply").click()
    someone.settle()
    someone.click("Close request")
    someone.sees(f"{ref} closed")


def test_a_paid_claim_goes_from_filing_to_closed_with_a_leads_yes(visitor: Make, behind: Behind):
    session = with_claim(behind, "paid")
    charge, payout = (status(behind, table, session) for table in ("client_charge", "payout"))
    agent, lead = visitor().sign_in(AGENT), visitor().become(LEAD, "/")
    with effort("A cancellation of a paid claim, with a lead", agent, lead, at_most=20):
        ref = file(agent, session)
        agent.click("Take request")
        agent.click("Ask for approval")
        agent.sees("A lead or manager decides")
        lead.open("/")
        lead.sees("Awaiting my approval")
        lead.step(f"/request?ref={ref}")
        lead.sees("What happens next")
        lead.click("^Approve$")
        lead.sees("Approved")
        agent.open(f"/request?ref={ref}")
        for answer in ("Mark as void sent", "Mark as voided by the payer", "Mark as reversed"):
            settle(agent, "claim", answer)
        for answer in CHARGE.get(charge, []):
            settle(agent, "client charge", answer)
        for answer in PAYOUT.get(payout, []):
            settle(agent, "provider payout", answer)
        agent.click("Cancel session")
        agent.sees("Next: reply to the requester")
        close(agent, ref)
    assert behind.ask("SELECT status FROM care_session WHERE ref = ?", session) == [
        ("cancelled_after_confirm",)
    ]
    assert status(behind, "claim", session) == "recouped"
    assert status(behind, "payout", session) in ("void", "recovered")


def test_a_withdrawn_cancellation_leaves_the_session_as_it_was(visitor: Make, behind: Behind):
    session = with_claim(behind, "paid")
    before = [status(behind, table, session) for table in ("claim", "client_charge", "payout")]
    agent = visitor().become(AGENT)
    file(agent, session)
    agent.click("Take request")
    agent.page.get_by_role("button", name="Actions").click()
    agent.press(agent.page.get_by_role("menuitem", name="Withdraw request"))
    agent.sees("The session becomes confirmed again")
    agent.fill("Who withdrew it, and why", "Dana wants it kept")
    agent.click("Withdraw request")
    agent.sees("The session is confirmed again")
    after = [status(behind, table, session) for table in ("claim", "client_charge", "payout")]
    assert after == before
    assert behind.ask("SELECT status FROM care_session WHERE ref = ?", session) == [("confirmed",)]


def test_a_double_click_files_one_request_and_back_files_nothing_again(
    visitor: Make, behind: Behind
):
    agent = visitor().become(AGENT)
    before = behind.requests()
    agent.open(f"/cancel-session?session={with_claim(behind, 'paid')}")
    agent.fill("Reason", "The client was not there")
    agent.fill("Requester's name", "Dana Provider")
    agent.press(agent.page.get_by_role("button", name="File request"), times=2)
    agent.arrive()
    agent.page.go_back()
    agent.page.get_by_role("heading", name="Session cancellation").wait_for()
    agent.settle()
    agent.page.reload()
    agent.page.get_by_role("heading", name="Session cancellation").wait_for()
    agent.settle()
    assert agent.page.get_by_role("button", name="File request").count() == 0
    assert behind.requests() == before + 1


def test_what_others_do_meanwhile_is_said_and_each_step_is_done_once(visitor: Make, behind: Behind):
    session = with_claim(behind, "denied")
    charge, payout = (status(behind, table, session) for table in ("client_charge", "payout"))
    ref = behind.cancellation(session)
    agent = visitor().become(AGENT, f"/request?ref={ref}")
    field = agent.page.get_by_label(re.compile("^Reference, or reason")).first
    assert agent.runs(lambda: field.fill("Call 4711, Kim, today"), 2000)
    behind.given_away_and_back(ref)
    agent.click("Mark as noted")
    agent.sees("Nothing was saved")
    assert field.input_value() == "Call 4711, Kim, today"
    with behind.without_role(AGENT):
        agent.click("Mark as noted")
        agent.sees("Your role")
    assert settled(behind, ref) == 0
    agent.open(f"/request?ref={ref}")
    field.fill("Call 4711, Kim, today")
    agent.press(agent.page.get_by_role("button", name="Mark as noted"), times=2)
    agent.page.get_by_role("button", name="Mark as noted").wait_for(state="detached")
    assert settled(behind, ref) == 1
    for answer in CHARGE.get(charge, []):
        settle(agent, "client charge", answer)
    for answer in PAYOUT.get(payout, []):
        settle(agent, "provider payout", answer)
    agent.press(agent.page.get_by_role("button", name="Cancel session"), times=2)
    agent.page.get_by_text("I sent this reply").wait_for()
    agent.settle()
    agent.page.get_by_text("I sent this reply").click()
    agent.press(agent.page.get_by_role("button", name="Close request"), times=2)
    agent.sees("Reply to Dana Provider")
    assert entries(behind, ref, "session.cancelled_after_confirm") == 1
    assert entries(behind, ref, "request.closed") == 1


def settled(behind: Behind, ref: str) -> int:
    """How many steps were written down, as the audit trail has it."""
    return entries(behind, ref, "session.cancellation_step")


def entries(behind: Behind, ref: str, action: str) -> int:
    key = behind.ask("SELECT id FROM support_request WHERE ref = ?", ref)[0][0]
    counted = "SELECT count(*) FROM audit_entry WHERE request_id = ? AND action = ?"
    return int(behind.ask(counted, key, action)[0][0])


def test_of_two_people_with_the_form_open_the_second_is_refused(visitor: Make, behind: Behind):
    session = with_claim(behind, "paid")
    first, second = visitor().become(AGENT), visitor().become("Amir Agent")
    for someone in (first, second):
        someone.open(f"/cancel-session?session={session}")
        someone.fill("Reason", "The client was not there")
        someone.fill("Requester's name", "Dana Provider")
    first.click("File request")
    first.page.get_by_role("heading", name=re.compile(r"R-\w+")).wait_for()
    second.click("File request")
    second.sees("A cancellation is already in progress")
    second.sees("Open request R-")


@pytest.mark.parametrize("stage", ["scheduled", "no_show", "cancelled_after_confirm"])
def test_a_session_that_is_not_confirmed_says_who_can_help(visitor: Make, behind: Behind, stage):
    ref = behind.ask("SELECT ref FROM care_session WHERE status = ? LIMIT 1", stage)[0][0]
    agent = visitor().become(AGENT, "/cancel-session")
    agent.fill("Session", str(ref))
    agent.click("Show session")
    agent.sees("You can't cancel this session here")
    agent.sees("provider")
    assert agent.page.get_by_role("button", name="File request").count() == 0
