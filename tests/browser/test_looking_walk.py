"""Looking up in the browser; every page for every role, light, dark and narrow."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from core.access import Actor
from core.vocabulary.people import Role
from pages.navigation import SPECS, PageSpec
from tests.browser.behind import Behind
from tests.browser.visitor import Visitor

Make = Callable[..., Visitor]
PEOPLE = {
    "Avery Agent": Role.AGENT,
    "Lena Lead": Role.LEAD,
    "Vera Viewer": Role.VIEWER,
    "Maya Manager": Role.MANAGER,
    "Ada Admin": Role.ADMIN,
}
NARROW = {"width": 390, "height": 844}
Color = Literal["light", "dark"]
COLORS: tuple[Color, ...] = ("light", "dark")
STREAMLITS_OWN = {
    "list": "the sectioned navigation in the sidebar",
    "listitem": "the sectioned navigation in the sidebar",
    "svg-img-alt": "the marks of a chart",
    "empty-table-header": "the canvas of a table",
    "scrollable-region-focusable": "the canvas of a table",
    "aria-required-children": "the canvas of a table",
}
VIOLATIONS = {"resultTypes": ["violations"], "selectors": False}
"""Of what is well axe need not say where it stands."""


OPEN_SESSION = """
SELECT s.ref FROM care_session s JOIN claim c ON c.session_id = s.id WHERE s.status = 'confirmed'
AND c.status = 'paid' AND s.id NOT IN (SELECT session_id FROM cancellation_case) LIMIT 1
"""


def test_a_viewer_finds_a_session_and_reads_why_each_deadline_is_what_it_is(
    visitor, behind: Behind
):
    ref = behind.one("SELECT ref FROM care_session WHERE status = 'confirmed' LIMIT 1")
    viewer = visitor().sign_in("Vera Viewer", "/sessions")
    viewer.fill("Session", ref)
    viewer.sees("1 session, newest first")
    viewer.step(f"/session?ref={ref}")
    viewer.sees("Confirm the session")
    viewer.page.get_by_text("Why?").first.click()
    viewer.sees("Counted from")


def test_a_reference_opens_the_session_and_back_returns_to_the_list(visitor, behind: Behind):
    ref = behind.one("SELECT ref FROM care_session WHERE status = 'confirmed' LIMIT 1")
    viewer = visitor().become("Vera Viewer", f"/sessions?session={ref}")
    viewer.sees("1 session, newest first")
    viewer.page.get_by_role("link", name=ref).click()
    viewer.page.get_by_role("heading", name=f"Session {ref}").wait_for()
    viewer.settle()
    viewer.page.go_back()
    viewer.sees("1 session, newest first")
    assert f"/sessions?session={ref}" in viewer.page.url


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Lena Lead", "/findings", "/data-issues"),
        ("Ada Admin", "/extracts", "/imports"),
        ("Ada Admin", "/messages", "/outbox"),
    ],
)
def test_an_earlier_address_leads_to_the_page_of_today(visitor, name, old, new):
    someone = visitor().become(name, old)
    someone.page.wait_for_url(re.compile(f"{new}$"))
    someone.settle()
    assert someone.page.title() == f"{someone.page.locator('h1').inner_text()} · Session Desk"


def test_a_records_title_in_the_browser_is_its_reference(visitor, behind: Behind):
    ref = behind.one("SELECT ref FROM care_session LIMIT 1")
    viewer = visitor().become("Vera Viewer", f"/session?ref={ref}")
    assert viewer.page.title() == f"{ref} · Session Desk"


def test_a_viewer_gives_a_reason_before_searching_clients_by_name(visitor):
    viewer = visitor().become("Vera Viewer", "/sessions")
    viewer.fill("Client", "ng")
    viewer.sees("Reason|reason")
    viewer.sees("Correct the fields marked above")


def test_no_client_name_stands_in_the_address(visitor):
    agent = visitor().become("Avery Agent", "/sessions")
    agent.fill("Client", "nguyen")
    agent.sees("newest first|No session matches")
    assert "nguyen" not in agent.page.url


def test_an_agent_shows_a_masked_field(visitor, behind: Behind):
    ref, phone = behind.one(
        "SELECT s.ref || '|' || c.phone FROM care_session s JOIN client c ON c.id = s.client_id "
        "WHERE c.phone IS NOT NULL LIMIT 1",
    ).split("|")
    agent = visitor().become("Avery Agent", f"/session?ref={ref}")
    assert phone not in agent.page.content()
    agent.click("Show a hidden field")
    agent.page.get_by_role("radiogroup").get_by_text("Phone").click()
    agent.settle()
    agent.click("Show phone")
    agent.sees(re.escape(phone))


def may_open(name: str, spec: PageSpec) -> bool:
    return spec.needs is None or Actor(name, PEOPLE[name]).may(spec.needs)


@pytest.fixture(scope="session")
def refs(behind: Behind) -> dict[str, list[str]]:
    """What pages that are reached by a link only are opened with: a session, a request of each
    kind in the agent's hand, and one client, then two."""
    session = behind.one(OPEN_SESSION)
    provider = behind.ask("SELECT ref, first_name || ' ' || last_name, npi FROM provider LIMIT 1")
    correction = behind.took(behind.filed(behind.uncorrected()))
    requests = [correction, behind.listing(provider[0]), behind.cancellation(session)]
    behind.submitted(requests[1], "EV-LOOK-1")
    (one,), (other,) = behind.ask("SELECT ref FROM client ORDER BY id LIMIT 2")
    return {
        "session": [f"ref={session}"],
        "request": [f"ref={ref}" for ref in requests],
        "compare": [f"one={one}", f"one={one}&other={other}"],
    }


def paths(spec: PageSpec, refs: dict[str, list[str]]) -> list[str]:
    """Where the page is; one by link has an address for each thing that it can show."""
    if not spec.is_hidden:
        return [f"/{spec.address}"]
    return [f"/{spec.address}?{query}" for query in refs[spec.address]]


@pytest.mark.parametrize("name", PEOPLE)
def test_the_pages_of_other_roles_say_so(visitor, name):
    """The first by its address, the others as Back and Forward go to them."""
    someone = visitor().become(name)
    closed = [spec.address for spec in SPECS if not may_open(name, spec)]
    someone.open(f"/{closed[0]}").sees("Your role can't open this page")
    for address in closed[1:]:
        someone.step(f"/{address}")
        assert someone.page.get_by_text("Your role can't open this page").is_visible()


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_of_ours_keeps_anyone_out(visitor, refs, name, in_full):
    someone, found = visitor().become(name), set()
    for color in COLORS:
        someone.page.emulate_media(color_scheme=color)
        specs = [spec for spec in SPECS if color in colors(name, spec, in_full)]
        for path in shown(someone, specs, refs):
            found |= barriers(someone, f"{path} {color}")
    assert found == set()


def shown(someone: Visitor, specs: Iterable[PageSpec], refs: dict[str, list[str]]) -> Iterator[str]:
    """Each path of these pages while it is on the screen: the first is loaded, since a change of
    colors or width leaves traces in a page, the others are reached as Back and Forward do."""
    for place, path in enumerate(path for spec in specs for path in paths(spec, refs)):
        (someone.step if place else someone.open)(path)
        assert someone.page.get_by_text("Your role can't open this page").count() == 0
        yield path


def colors(name: str, spec: PageSpec, in_full: bool) -> tuple[Color, ...]:
    """In which this person looks at the page: of those who may open it one sees it light and
    another dark, who both find more to press than who comes later; in full, all see both."""
    able = [one for one in PEOPLE if may_open(one, spec)]
    if in_full or able == [name]:
        return COLORS if name in able else ()
    return tuple(color for color, one in zip(COLORS, able, strict=False) if one == name)


def barriers(someone: Visitor, where: str) -> set[str]:
    """What of ours shuts somebody out, as axe sees it; a page that was not left still has axe."""
    axe = Axe("0") if someone.page.evaluate("'axe' in window") else Axe()
    return {
        f"{where} {found['id']}: {found['nodes'][0]['html'][:160]} {_why(found['nodes'][0])}"
        for found in axe.run(someone.page, options=VIOLATIONS).response["violations"]
        if found["impact"] in ("serious", "critical") and found["id"] not in STREAMLITS_OWN
    }


def _why(node: dict[str, Any]) -> str:
    return "; ".join(str(one["message"]) for one in [*node["any"], *node["all"], *node["none"]])


@pytest.mark.parametrize("name", ["Avery Agent", "Maya Manager", "Ada Admin"])
def test_a_phone_never_scrolls_sideways(visitor, refs, name):
    """Each page once: as the first of these who may open it."""
    someone, wide = visitor().become(name), {}
    someone.page.set_viewport_size(NARROW)
    people = ["Avery Agent", "Maya Manager", "Ada Admin"]
    before = people[: people.index(name)]
    first = [one for one in SPECS if not any(may_open(earlier, one) for earlier in before)]
    for path in shown(someone, [one for one in first if may_open(name, one)], refs):
        width = someone.page.evaluate("document.scrollingElement.scrollWidth")
        wide |= {path: width} if width > NARROW["width"] else {}
    assert wide == {}


def test_every_page_is_somebodys():
    """So that each of them is looked at above."""
    assert [spec.file for spec in SPECS if not any(may_open(one, spec) for one in PEOPLE)] == []
