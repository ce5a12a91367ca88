"""One person at one browser."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Error, Locator, Page, TimeoutError, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 45_000
"""Milliseconds until a walk gives up on the screen."""

POLL = 25
"""Milliseconds from one look to the next: with every frame drawn for it, looking takes a core."""

EXPECTED = ("404 (Not Found)", "page that you have requested does not seem to exist")
"""What Streamlit's own client says of an address that is none of its pages."""


NEW_SESSION, SCRIPT_FINISHED = (
    ForwardMsg.DESCRIPTOR.fields_by_name[name].number for name in ("new_session", "script_finished")
)
RERUN_SCRIPT = BackMsg.DESCRIPTOR.fields_by_name["rerun_script"].number
EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN

WATCH = f"""
addEventListener('pointerdown', () => {{
    sessionStorage.presses = 1 + Number(sessionStorage.presses || 0)
}}, true)

function field(data, wanted) {{
    const bytes = new Uint8Array(data)
    let at = 0
    const number = () => {{
        let found = 0, by = 1, byte
        do {{ byte = bytes[at++]; found += (byte & 127) * by; by *= 128 }} while (byte > 127)
        return found
    }}
    while (at < bytes.length) {{
        const tag = number(), value = tag % 8 === 5 ? 4 : tag % 8 === 1 ? 8 : number()
        if (tag >> 3 === wanted) return value
        if (tag % 8) at += value
    }}
}}

window.asked = 0
window.answeredAt = Infinity
window.WebSocket = class extends WebSocket {{
    constructor(...given) {{
        super(...given)
        let hasBegun = false
        this.addEventListener('message', message => {{
            if (field(message.data, {NEW_SESSION}) !== undefined) hasBegun = true
            const end = field(message.data, {SCRIPT_FINISHED})
            if (hasBegun && end !== undefined && end !== {EARLY}) answeredAt = performance.now()
        }})
        this.ask = () => {{ asked += 1; hasBegun = false; answeredAt = Infinity }}
    }}
    send(data) {{
        if (field(data, {RERUN_SCRIPT}) !== undefined) this.ask()
        super.send(data)
    }}
}}
"""
"""Counts what the mouse presses, and how often Streamlit's client asks its server to run a page;
says when that was answered. Both talk in protobuf: `field` is the value or length of a field."""

SETTLED = """
() => performance.now() - answeredAt > 50 && document.querySelector(
    '[data-testid="stApp"][data-test-script-state="notRunning"]')
"""
"""The last run has been answered, and what came of it had the time to be drawn."""

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
        """Until Streamlit has run the page and drawn it."""
        self.page.wait_for_function(SETTLED, polling=POLL)

    def click(self, name: str, role: str = "button") -> None:
        self.settle()
        self.press(self.page.get_by_role(role, name=re.compile(name)).first)  # type: ignore[arg-type]

    def press(self, what: Locator, times: int = 1) -> None:
        """Click it, and wait until the run that this starts has ended; a click inside a form
        starts none."""
        self.runs(lambda: what.click() if times == 1 else what.dblclick(delay=60), 2000)

    def runs(self, act: Callable[[], object], within: int) -> bool:
        """Whether `act` starts a run within so many milliseconds; it has ended then."""
        before, has_begun = self.page.evaluate("asked"), True
        act()
        try:
            self.page.wait_for_function(
                "before => asked !== before", arg=before, timeout=within, polling=POLL
            )
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

    def choose(self, label: str, option: str) -> None:
        """Choose by keyboard the option that holds these words, and wait until the run that this
        starts has ended: the box shows the choice before the browser sends it."""
        self.settle()
        self.runs(lambda: self.pick(label, option), 2000)

    def pick(self, label: str, option: str) -> None:
        """Choose as the quickest person does, who waits for no answer of the server. A busy
        browser marks the option after it was typed, and until then Enter would choose another."""
        box = self.page.get_by_role("combobox", name=label).first
        box.click()
        self.page.keyboard.type(option)
        marked = self.page.locator('[role="option"][data-focused]')
        chosen = marked.filter(has_text=re.compile(re.escape(option), re.IGNORECASE)).inner_text()
        self.page.keyboard.press("Enter")
        expect(box).to_have_value(chosen, timeout=PATIENCE)

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
