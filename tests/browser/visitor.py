"""One person at one browser."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Error, Locator, Page, TimeoutError

PATIENCE = 45_000
"""Milliseconds until a walk gives up on the screen."""

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

STEP = """
path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')) }
"""


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

    def sign_in(self, name: str, path: str = "/") -> "Visitor":
        """Sign in on the screen as this person of the demo, on the way to `path`."""
        self.page.goto(f"{self.url}{path}")
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_selector("h1")
        self.settle()
        return self

    def become(self, name: str, path: str = "") -> "Visitor":
        """Be signed in as this person, by the form that the screen would send, and open `path` if
        one is given. Spares a walk that is about something else two pages."""
        form = self.page.request.get(f"{self.url}/signin").text()
        button = re.search(rf'value="(\d+)"\s+aria-label="Sign in as {name},', form)
        assert button
        answer = self.page.request.post(
            f"{self.url}/signin/demo",
            form={"staff": button[1]},
            headers={"origin": self.url},
            max_redirects=0,
        )
        assert answer.status == 303
        return self.open(path) if path else self

    def open(self, path: str) -> "Visitor":
        self.page.goto(f"{self.url}{path}")
        self.page.wait_for_selector("h1")
        self.settle()
        return self

    def step(self, path: str) -> None:
        """Go there as Back and Forward do: nothing is loaded anew, the page is run."""
        assert self.runs(lambda: self.page.evaluate(STEP, path), 10_000)

    def settle(self) -> None:
        """Until Streamlit has run the page."""
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()

    def click(self, name: str, role: str = "button") -> None:
        self.settle()
        self.press(self.page.get_by_role(role, name=re.compile(name)).first)  # type: ignore[arg-type]

    def press(self, what: Locator, times: int = 1) -> None:
        """Click it, and wait until the run that this starts has ended; a click inside a form
        starts none."""
        self.runs(lambda: what.click() if times == 1 else what.dblclick(delay=60), 600)

    def runs(self, act: Callable[[], object], within: int) -> bool:
        """Whether `act` starts a run within so many milliseconds; it has ended then."""
        before, has_begun = self.page.evaluate("window.runs"), True
        act()
        try:
            self.page.wait_for_function("seen => window.runs !== seen", arg=before, timeout=within)
        except TimeoutError:
            has_begun = False
        self.settle()
        return has_begun

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

    def fill_date(self, label: str, day: date, place: int = 0) -> None:
        """Type a date; Escape closes the calendar that lies over what comes below."""
        self.typed += 1
        self.page.get_by_role("spinbutton", name=f"year, {label}").nth(place).focus()
        self.page.keyboard.type(f"{day:%Y%m%d}")
        self.page.keyboard.press("Escape")
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
