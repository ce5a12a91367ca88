"""Looking up in the browser; every page for every role, light, dark and narrow."""

import re
import sqlite3
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visitor

Make = Callable[..., Visitor]
PAGES = {
    "Avery Agent": ["/", "/correct-client", "/sessions"],
    "Vera Viewer": ["/", "/sessions"],
    "Maya Manager": ["/", "/sessions", "/compliance"],
    "Ada Admin": ["/", "/extracts"],
}
EVERY_PATH = ["/", "/correct-client", "/sessions", "/compliance", "/extracts"]
STREAMLITS_OWN = {
    "list": "the sectioned navigation in the sidebar",
    "listitem": "the sectioned navigation in the sidebar",
    "svg-img-alt": "the marks of a chart",
    "empty-table-header": "the canvas of a table",
    "scrollable-region-focusable": "the canvas of a table",
    "aria-required-children": "the canvas of a table",
}


def one(demo_url: str, statement: str) -> str:
    with sqlite3.connect(demo_url.removeprefix("sqlite:///")) as connection:
        return str(connection.execute(statement).fetchone()[0])


def test_a_viewer_finds_a_session_and_reads_why_each_deadline_is_what_it_is(visitor, demo_url):
    ref = one(demo_url, "SELECT ref FROM care_session WHERE status = 'confirmed' LIMIT 1")
    viewer = visitor().become("Vera Viewer").open("/sessions")
    viewer.fill("Session", ref)
    viewer.click("^search Search|Search$")
    viewer.sees("1 session, newest first")
    viewer.open(f"/session?ref={ref}")
    viewer.sees("Session confirmed")
    viewer.page.get_by_text("Why?").first.click()
    viewer.sees("Counted from")


def test_a_reference_opens_the_session_and_back_returns_to_the_list(visitor, demo_url):
    ref = one(demo_url, "SELECT ref FROM care_session WHERE status = 'confirmed' LIMIT 1")
    viewer = visitor().become("Vera Viewer").open(f"/sessions?session={ref}")
    viewer.sees("1 session, newest first")
    viewer.page.get_by_role("link", name=ref).click()
    viewer.page.get_by_role("heading", name=f"Session {ref}").wait_for()
    viewer.settle()
    viewer.page.go_back()
    viewer.sees("1 session, newest first")
    assert f"/sessions?session={ref}" in viewer.page.url


def test_a_viewer_gives_a_reason_before_searching_clients_by_name(visitor):
    viewer = visitor().become("Vera Viewer").open("/sessions")
    viewer.page.get_by_label("Client", exact=True).fill("ng")
    viewer.click("Search$")
    viewer.sees("reason|why|Why")
    viewer.sees("Nothing was searched")


def test_no_client_name_stands_in_the_address(visitor):
    agent = visitor().become("Avery Agent").open("/sessions")
    agent.page.get_by_label("Client", exact=True).fill("nguyen")
    agent.click("Search$")
    assert "nguyen" not in agent.page.url


def test_an_agent_shows_a_masked_field(visitor, demo_url):
    ref, phone = one(
        demo_url,
        "SELECT s.ref || '|' || c.phone FROM care_session s JOIN client c ON c.id = s.client_id "
        "WHERE c.phone IS NOT NULL LIMIT 1",
    ).split("|")
    agent = visitor().become("Avery Agent").open(f"/session?ref={ref}")
    assert phone not in agent.page.content()
    agent.click("Show a field")
    agent.page.get_by_role("radiogroup").get_by_text("Phone").click()
    agent.settle()
    agent.click("Show it")
    agent.sees(re.escape(phone))


@pytest.mark.parametrize("name", PAGES)
def test_each_role_reaches_its_pages_and_no_others(visitor, name):
    someone = visitor().become(name)
    for path in EVERY_PATH:
        someone.page.goto(f"{someone.url}{path}")
        if path in PAGES[name]:
            someone.page.wait_for_selector("h1")
            someone.settle()
            assert someone.page.get_by_text("not for your role").count() == 0
        else:
            someone.sees("This page is not for your role")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_ours_keeps_anyone_out(visitor, demo_url, name, scheme):
    ref = one(demo_url, "SELECT ref FROM care_session WHERE status = 'confirmed' LIMIT 1")
    someone = visitor(color_scheme=scheme).become(name)
    session = [] if name == "Ada Admin" else [f"/session?ref={ref}"]
    for path in [*PAGES[name], *session]:
        someone.open(path)
        found = Axe().run(someone.page).response["violations"]
        serious = {
            f"{path} {one['id']}: {one['nodes'][0]['html'][:120]}"
            for one in found
            if one["impact"] in ("serious", "critical") and one["id"] not in STREAMLITS_OWN
        }
        assert serious == set()


@pytest.mark.parametrize("path", ["/", "/correct-client", "/sessions"])
def test_a_phone_never_scrolls_sideways(visitor, path):
    agent = visitor().become("Avery Agent")
    agent.page.set_viewport_size({"width": 390, "height": 844})
    agent.open(path)
    width = agent.page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= 390
