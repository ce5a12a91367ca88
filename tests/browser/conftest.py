"""A browser at a served demo. One server and one small demo for all walks."""

import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from core import access, clock
from core.db import make_engine
from core.demo.making import DemoOrder, make_demo
from core.exchange.importer import import_extracts
from tests.browser.behind import Behind
from tests.browser.visitor import PATIENCE, WATCH, Visitor
from tests.support.browser import ARGUMENTS, get
from tests.support.server import Served, serving

WIDE = ViewportSize(width=1440, height=900)
AT_SCREENS = pytest.StashKey[list[Visitor]]()


@pytest.fixture(scope="session")
def demo_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small demo up to today, as `make run` has a large one; its desk is empty."""
    return small_demo(sqlite_template, tmp_path_factory.mktemp("demo"), with_requests=False)


def small_demo(template: Path, folder: Path, *, with_requests: bool) -> str:
    """Makes one in `folder` and says its database."""
    url = f"sqlite:///{shutil.copy(template, folder / 'desk.sqlite')}"
    engine, now = make_engine(url), clock.now()
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


@pytest.fixture
def client(behind: Behind) -> tuple[str, str]:
    """A client nobody has corrected yet: reference and name."""
    return behind.uncorrected()


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
    if page.url != "about:blank":  # which has no storage
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.goto("about:blank")
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    return page


SHOWN = "document.querySelector('[data-testid=stMain]')?.innerText"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """A walk that fails says what stood on each screen."""
    report = yield
    if report.when == "call" and report.failed:
        for one in item.stash.get(AT_SCREENS, []):
            report.sections.append((one.page.url, str(one.page.evaluate(SHOWN))))
    return report


@pytest.fixture
def visitor(
    browser: Browser, windows: list[Page], served: Served, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Visitor]]:
    """Makes people at browsers of their own; no walk ends with a complaint of the browser."""
    visitors = request.node.stash[AT_SCREENS] = list[Visitor]()

    def make() -> Visitor:
        visitors.append(Visitor(opened(browser, windows), served.url))
        return visitors[-1]

    yield make
    for one in visitors:
        one.stop_listening()
        windows.append(left(one.page))
    assert [text for one in visitors for text in one.complaints] == []
