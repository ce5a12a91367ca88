"""Nothing typed is lost in the browser: reload, sign-out, time-out, restart, a busy database."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.behind import AGENT, Behind
from tests.browser.test_correction_walk import NAMED
from tests.browser.visitor import PATIENCE, Visitor
from tests.support.server import serving

Make = Callable[..., Visitor]
FORM, NOTE = "/correct-client?client={}", "Internal note (not sent to the requester)"
SAVED = "Draft saved at"


def write(someone: Visitor, label: str, text: str, behind: Behind | None = None) -> None:
    """Type it and leave the hand on the keyboard: the box is not left. With `behind`, wait until
    the database has all of it."""
    box = someone.page.get_by_label(label, exact=True)
    box.press("End")
    box.press_sequentially(text, delay=15)
    if behind is None:
        return None
    for _ in range(PATIENCE // 100):
        if behind.ask("SELECT 1 FROM draft WHERE body LIKE ?", f"%{text}%"):
            return someone.settle()
        someone.page.wait_for_timeout(100)
    raise AssertionError(f"{text} was not kept")


def holds(someone: Visitor, label: str, text: str) -> None:
    """A box is empty for the moment in which it is drawn, and gets its value then."""
    someone.settle()
    expect(someone.page.get_by_label(label, exact=True)).to_have_value(text, timeout=PATIENCE)


def aged(behind: Behind, minutes: int) -> None:
    """The agent has done nothing for so long."""
    behind.change(
        "UPDATE sign_in SET last_active_at = strftime('%Y-%m-%d %H:%M:%f000', 'now', ?) "
        "WHERE ended_at IS NULL",
        f"-{minutes} minutes",
    )


def test_what_is_typed_survives_a_reload_without_leaving_the_box(
    visitor: Make, behind: Behind, client
):
    agent = visitor().become(AGENT, FORM.format(client[0]))
    write(agent, NAMED, "Jon Smyt", behind)
    agent.sees(SAVED)
    agent.page.reload()
    agent.sees("You started this")
    holds(agent, NAMED, "Jon Smyt")
    agent.click("Discard draft")
    holds(agent, NAMED, "")


def test_a_note_is_kept_a_second_after_the_last_key(visitor: Make, behind: Behind, client):
    page = f"/request?ref={behind.took(behind.filed(client))}"
    agent = visitor().become(AGENT, page)
    write(agent, NOTE, "Called twice,", behind)
    agent.sees(SAVED)
    box = agent.page.get_by_label(NOTE, exact=True)
    assert box.evaluate("box => document.activeElement === box && box.selectionStart") == 13
    agent.page.keyboard.type(" no answer", delay=15)
    agent.page.wait_for_timeout(1500)
    agent.open(page)
    holds(agent, NOTE, "Called twice, no answer")
    agent.press(agent.page.get_by_role("button", name="Add note"), times=2)
    agent.sees("Called twice, no answer")
    holds(agent, NOTE, "")
    assert behind.ask("SELECT count(*) FROM draft WHERE form = 'internal-note'") == [(0,)]


def test_a_sign_out_in_another_tab_covers_the_page_within_5_seconds(
    visitor: Make, behind: Behind, client
):
    page = FORM.format(client[0])
    agent = visitor().become(AGENT, page)
    write(agent, NAMED, "Jon Smyt", behind)
    agent.sees(SAVED)
    answer = agent.page.request.post(
        f"{agent.url}/signout", headers={"origin": agent.url}, max_redirects=0
    )
    assert answer.status == 303
    agent.page.get_by_role("alertdialog").wait_for(timeout=6000)
    agent.page.get_by_role("link", name="Sign in").click()
    agent.page.get_by_role("button", name=f"Sign in as {AGENT}").click()
    agent.sees("You started this")
    assert agent.page.url.endswith(page)
    holds(agent, NAMED, "Jon Smyt")
    agent.click("Discard draft")


def test_a_notice_comes_before_the_time_out_and_then_the_cover(
    visitor: Make, behind: Behind, client
):
    agent = visitor().become(AGENT, FORM.format(client[0]))
    write(agent, NAMED, "Jon Smyt", behind)
    agent.sees(SAVED)
    aged(behind, 14)
    agent.page.get_by_role("button", name="Stay signed in").click()
    agent.page.get_by_text("Your sign-in ends in").wait_for(state="detached", timeout=PATIENCE)
    aged(behind, 16)
    agent.page.get_by_role("alertdialog").wait_for(timeout=6000)
    agent.become(AGENT, FORM.format(client[0]))
    holds(agent, NAMED, "Jon Smyt")
    agent.click("Discard draft")


@pytest.fixture
def impatient(demo_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SESSION_DESK_BUSY_SECONDS", "1")
    monkeypatch.setenv("SESSION_DESK_WORKER", "false")
    with serving(demo_url) as desk:
        yield desk


def test_a_busy_database_and_another_server_lose_nothing(
    visitor: Make, behind: Behind, client, impatient
):
    page = FORM.format(client[0])
    agent = visitor().become(AGENT, page)
    write(agent, NAMED, "Jon", behind)
    agent.sees(SAVED)
    first, agent.url = agent.url, impatient.url
    agent.open(page)
    holds(agent, NAMED, "Jon")
    with closing(sqlite3.connect(behind.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        write(agent, NAMED, " Smyt")
        agent.sees("Draft not saved. Another program is writing to the database")
        other.execute("ROLLBACK")
    holds(agent, NAMED, "Jon Smyt")
    agent.click("Save draft")
    agent.sees(SAVED)
    agent.url = first
    agent.open(page)
    holds(agent, NAMED, "Jon Smyt")
    agent.fill("Requester's name", "Dana Provider")
    agent.page.get_by_role("button", name=re.compile("Discard draft")).click()
