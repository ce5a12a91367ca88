"""A browser at a served demo. One server and one small demo for all walks."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    TimeoutError,
    ViewportSize,
    sync_playwright,
)

from core import access
from core.db import make_engine
from core.demo.room import DemoOrder, make_demo
from core.intake.importer import import_extracts
from tests.browser.behind import Behind
from tests.conftest import prepare
from tests.support.browser import ARGUMENTS, get
from tests.support.server import Served, serving

PATIENCE = 45_000
"""Milliseconds until a walk gives up on the screen."""

WIDE = ViewportSize(width=1440, height=900)


@pytest.fixture(scope="session")
def demo_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small demo up to today, as `make run` has a large one; its desk is empty."""
    return small_demo(tmp_path_factory.mktemp("demo"), with_requests=False)


def small_demo(folder: Path, *, with_requests: bool) -> str:
    """Makes one in `folder` and says its database."""
    url = f"sqlite:///{folder / 'desk.sqlite'}"
    engine, now = make_engine(url), datetime.now(UTC)
    prepare(engine)
    order = DemoOrder(
        now.date(), scale=0.05, folder=folder / "extracts", with_requests=with_requests
    )
    operator = access.operator("tests")
    make_demo(engine, operator, now, order, import_extracts, lambda _text: None)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def behind(demo_url: str) -> Iterator[Behind]:
    made = Behind(demo_url)
    yield made
    made.engine.dispose()


@pytest.fixture(scope="session")
def served(demo_url: str) -> Iterator[Served]:
    with serving(demo_url) as desk:
        yield desk


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=get(), args=ARGUMENTS)
        yield chromium
        chromium.close()


EXPECTED = ("404 (Not Found)", "page that you have requested does not seem to exist")
"""What Streamlit's own client says of an address that is none of its pages."""


WATCH = """
addEventListener('pointerdown', () => {
    sessionStorage.presses = 1 + Number(sessionStorage.presses || 0)
}, true)
window.runs = 0
new MutationObserver(() => { window.runs += 1 }).observe(
    document, {subtree: true, attributeFilter: ['data-test-script-state']})
"""
"""Counts, in each page, what the mouse presses and how often Streamlit begins and ends a run."""


class Visitor:
    """One person at one browser: signs in, opens pages, keeps what the browser complained of."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.complaints: list[str] = []
        self.typed = 0
        page.on("console", self._console)
        page.on("pageerror", self._error)

    def stop_listening(self) -> None:
        self.page.remove_listener("console", self._console)
        self.page.remove_listener("pageerror", self._error)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one in message.text for one in EXPECTED):
            self.complaints.append(message.text)

    def _error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def become(self, name: str, path: str = "/") -> "Visitor":
        """Sign in as this person of the demo, on the way to `path`."""
        self.page.goto(f"{self.url}{path}")
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_selector("h1")
        self.settle()
        return self

    def open(self, path: str) -> "Visitor":
        self.page.goto(f"{self.url}{path}")
        self.page.wait_for_selector("h1")
        self.settle()
        return self

    def settle(self) -> None:
        """Until Streamlit has run the page."""
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()

    def click(self, name: str, role: str = "button") -> None:
        self.settle()
        self.press(self.page.get_by_role(role, name=re.compile(name)).first)  # type: ignore[arg-type]

    def press(self, what: Locator, times: int = 1) -> None:
        """Click it, and wait until the run that this starts has ended; a click inside a form
        starts none."""
        before = self.page.evaluate("window.runs")
        what.click() if times == 1 else what.dblclick(delay=60)
        with suppress(TimeoutError):
            self.page.wait_for_function("seen => window.runs !== seen", arg=before, timeout=600)
        self.settle()

    @property
    def presses(self) -> int:
        """How often this person pressed the mouse since the browser was opened."""
        return int(self.page.evaluate("sessionStorage.presses || 0"))

    def fill(self, label: str, text: str) -> None:
        self.typed += 1
        field = self.page.get_by_label(label, exact=True)
        field.fill(text)
        field.press("Tab")
        self.settle()

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_role("combobox", name=label).first.click()
        self.page.keyboard.type(option)
        self.page.keyboard.press("Enter")
        self.settle()

    def arrive(self) -> None:
        """Until the request that was just filed is on the screen. The second of two clicks that
        comes after it was drawn brings the form back, with a link to the request."""
        heading = self.page.get_by_role("heading", name=re.compile(r"R-\w+"))
        link = self.page.get_by_role("link", name=re.compile(r"Open R-\w+"))
        heading.or_(link).first.wait_for()
        self.settle()
        if link.is_visible():
            link.click()
        heading.wait_for()
        self.settle()

    def sees(self, text: str) -> None:
        """The text is there, and the page that it stands on is whole."""
        self.page.get_by_text(re.compile(text)).first.wait_for()
        self.settle()

    def shot(self, folder: Path, name: str) -> None:
        self.page.screenshot(path=folder / f"{name}.png")


@pytest.fixture(scope="package")
def windows(browser: Browser) -> list[Page]:
    """Windows that nobody sits at, each with its own cookies. They are used again, since the first
    page in a new one takes several times as long: Streamlit's script comes from the server and is
    compiled there."""
    return []


def opened(browser: Browser, windows: list[Page]) -> Page:
    """One that is free, or a new one."""
    if windows:
        return windows.pop()
    page = browser.new_context(viewport=WIDE).new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(WATCH)
    return page


def left(page: Page) -> Page:
    """Nobody is signed in and nothing is remembered of who was."""
    page.context.clear_cookies()
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.goto("about:blank")
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    return page


@pytest.fixture
def visitor(
    browser: Browser, windows: list[Page], served: Served
) -> Iterator[Callable[[], Visitor]]:
    """Makes people at browsers of their own; no walk ends with a complaint of the browser."""
    visitors: list[Visitor] = []

    def make() -> Visitor:
        visitors.append(Visitor(opened(browser, windows), served.url))
        return visitors[-1]

    yield make
    for one in visitors:
        one.stop_listening()
        windows.append(left(one.page))
    assert [text for one in visitors for text in one.complaints] == []
