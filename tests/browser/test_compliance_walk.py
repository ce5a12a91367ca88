"""The figures in the browser: a click on a mark opens its rows, and their CSV comes."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import small_demo
from tests.browser.visitor import PATIENCE, Visitor
from tests.support.server import Served, serving

Make = Callable[..., Visitor]
FIGURES = {
    "Notes on time": "Notes signed in time",
    "Waiting for confirmation": "Sessions that wait",
    "Expired sessions": "Sessions not confirmed in time",
    "Directory updates": "Directory updates by",
    "Open requests": "Open requests by",
    "Cancellations settled": "Cancelled sessions by",
}
"""What is chosen, and how the heading of what then stands there begins."""
MARKS = "svg .role-mark.mark-rect path, svg .role-mark.mark-symbol path"


def choose_figure(manager: Visitor, figure: str) -> None:
    manager.choose("Figure", figure)
    shows(manager, figure)


def shows(manager: Visitor, figure: str) -> None:
    heading = re.compile(f"^{FIGURES[figure]}")
    manager.page.get_by_role("heading", name=heading).wait_for()
    manager.settle()


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A demo with requests: without them two figures have nothing to click."""
    lively = small_demo(sqlite_template, tmp_path_factory.mktemp("lively"), with_requests=True)
    with serving(lively) as desk:
        yield desk


@pytest.mark.parametrize("figure", FIGURES)
def test_a_click_on_a_mark_opens_its_rows_and_their_csv(visitor: Make, figure: str) -> None:
    manager = visitor().become("Maya Manager", f"/compliance?{urlencode({'figure': figure})}")
    shows(manager, figure)
    marks = manager.page.get_by_test_id("stVegaLiteChart").locator(MARKS)
    marks.first.wait_for(state="attached")
    marks.last.click(force=True)
    chosen = manager.page.locator('[data-testid="stMain"] [data-testid="stSelectbox"] input')
    for which in (-2, -1):
        expect(chosen.nth(which)).not_to_have_value(re.compile("^(All)?$"), timeout=PATIENCE)
    manager.settle()
    manager.click("Make a CSV")
    with manager.page.expect_download() as coming:
        manager.page.get_by_role("link", name="Download the CSV").click()
    with coming.value.path().open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file))
    assert coming.value.suggested_filename.startswith("session-desk-")


def test_figure_and_filters_stand_in_the_address(visitor: Make) -> None:
    manager = visitor().sign_in("Maya Manager", "/compliance")
    choose_figure(manager, "Expired sessions")
    manager.choose("State", "NY")
    manager.choose("Payer", "insurance")
    address = manager.page.url
    assert re.search(r"state=NY", address)
    again = visitor().become("Maya Manager", address.removeprefix(manager.url))
    again.page.get_by_role("heading", name=re.compile("Sessions not confirmed in time")).wait_for()
