"""The figures in the browser: a click on a mark opens its rows, and their CSV comes."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import small_demo
from tests.browser.visitor import PATIENCE, Visitor
from tests.support.server import Served, serving

Make = Callable[..., Visitor]
HEADINGS = {
    "notes_on_time": "Notes signed in time",
    "sessions_to_confirm": "Sessions that wait",
    "expired_sessions": "Sessions not confirmed in time",
    "directory_updates": "Directory updates by",
    "open_requests": "Open requests by",
    "settled_cancellations": "Cancelled sessions by",
}
"""How the heading of each metric begins."""
MARKS = "svg .role-mark.mark-rect path, svg .role-mark.mark-symbol path"


def shows(manager: Visitor, metric: str) -> None:
    heading = re.compile(f"^{HEADINGS[metric]}")
    manager.page.get_by_role("heading", name=heading).wait_for()
    manager.settle()


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A demo with requests: without them two figures have nothing to click."""
    lively = small_demo(sqlite_template, tmp_path_factory.mktemp("lively"), with_requests=True)
    with serving(lively) as desk:
        yield desk


@pytest.mark.parametrize("metric", HEADINGS)
def test_a_click_on_a_mark_opens_its_rows_and_their_csv(visitor: Make, metric: str) -> None:
    manager = visitor().become("Maya Manager", f"/compliance?{urlencode({'metric': metric})}")
    shows(manager, metric)
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


def test_metric_and_filters_are_codes_in_the_url(visitor: Make) -> None:
    manager = visitor().sign_in("Maya Manager", "/compliance")
    manager.choose("Metric", "Expired sessions")
    shows(manager, "expired_sessions")
    manager.choose("State", "NY")
    manager.choose("Payer", "self-pay")
    address = manager.page.url
    query = parse_qs(urlsplit(address).query)
    chosen = {"metric": ["expired_sessions"], "state": ["NY"], "payer_class": ["self_pay"]}
    assert chosen.items() <= query.items()
    again = visitor().become("Maya Manager", address.removeprefix(manager.url))
    shows(again, "expired_sessions")
    manager.page.go_back()
    manager.settle()
    assert "payer_class" not in parse_qs(urlsplit(manager.page.url).query)
    payer = manager.page.get_by_role("combobox", name="Payer").first
    expect(payer).to_have_value("", timeout=PATIENCE)
