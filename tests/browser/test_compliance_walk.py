"""Metrics in the browser: a click on a bar or point opens its rows, and their CSV comes."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from core import clock, db
from core.db import make_engine
from core.metrics.registry import METRICS
from core.vocabulary.care import SessionStatus
from core.vocabulary.requests import RequestKind, RequestStatus, SettleStatus
from tests.browser.conftest import small_demo
from tests.browser.visitor import PATIENCE, Visitor
from tests.support import make, metric_records
from tests.support.server import Served, serving

Make = Callable[..., Visitor]
POINTS = "svg .role-mark.mark-rect path, svg .role-mark.mark-symbol path"
NOTES = 12
"""Enough for a rate."""


@dataclass(frozen=True)
class Walked:
    """The database, and the provider whose records were made for the walk."""

    url: str
    provider: str


@pytest.fixture(scope="module")
def walked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Walked:
    url = small_demo(sqlite_template, tmp_path_factory.mktemp("metrics"), with_requests=False)
    engine = make_engine(url)
    with db.writing(engine) as session:
        provider = add_records(session, clock.now())
    engine.dispose()
    return Walked(url, provider)


@pytest.fixture(scope="module")
def served(walked: Walked) -> Iterator[Served]:
    with serving(walked.url) as desk:
        yield desk


def add_records(session: Session, now: datetime) -> str:
    """Something to click for each metric, on whatever day; returns the provider's reference."""
    provider, client = make.provider(session), make.client(session)
    monday = now.date() - timedelta(days=21 + now.weekday())
    tuesday = datetime.combine(monday + timedelta(days=1), time(15), tzinfo=now.tzinfo)
    for number in range(NOTES):  # due on Friday, and to be confirmed within some days
        make.care_session(session, provider, client, tuesday + timedelta(minutes=20 * number))
    old = make.care_session(session, provider, client, now - timedelta(days=45))
    start = now - timedelta(days=46)
    confirmed = {"status": SessionStatus.CONFIRMED, "confirmed_at": start + timedelta(days=2)}
    make.care_session(session, provider, client, start, **confirmed)
    about = {"provider_id": provider.key, "received_at": now - timedelta(days=40)}
    metric_records.request(session, **about)
    listing = metric_records.request(
        session, kind=RequestKind.DIRECTORY_UPDATE, status=RequestStatus.CLOSED, **about
    )
    metric_records.submission(session, listing, now.date() - timedelta(days=10))
    canceled = metric_records.request(
        session,
        kind=RequestKind.SESSION_CANCELLATION,
        status=RequestStatus.CLOSED,
        ready_at=now - timedelta(days=40),
        session_id=old.key,
        **about,
    )
    done = [SettleStatus.DONE] * 4
    metric_records.cancellation(session, canceled, done, now - timedelta(days=30))
    ref: str = provider.ref
    return ref


def shows(manager: Visitor, metric: str) -> None:
    manager.page.get_by_role("heading", name=METRICS[metric].title, exact=True).wait_for()
    manager.settle()


@pytest.mark.parametrize("metric", METRICS)
def test_a_click_on_a_data_point_opens_its_rows_and_their_csv(
    visitor: Make, walked: Walked, metric: str
) -> None:
    asked = urlencode({"metric": metric, "provider": walked.provider})
    manager = visitor().become("Maya Manager", f"/compliance?{asked}")
    shows(manager, metric)
    points = manager.page.get_by_test_id("stVegaLiteChart").locator(POINTS)
    points.first.wait_for(state="attached")
    points.last.click(force=True)
    manager.page.get_by_role("heading", name=re.compile("in the selected")).wait_for()
    manager.settle()
    query = parse_qs(urlsplit(manager.page.url).query)
    assert query["series"][0] in METRICS[metric].series
    assert METRICS[metric].grouping.label(query["group"][0])
    manager.click("Prepare CSV")
    with manager.page.expect_download() as coming:
        manager.page.get_by_role("link", name="Download CSV").click()
    with coming.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    heads = [column.name for column in METRICS[metric].columns]
    assert [head.split(" (")[0] for head in rows[0]] == heads
    assert coming.value.suggested_filename.startswith(f"session-desk-{metric}-")


def test_filters_changed_at_once_are_all_kept(visitor: Make) -> None:
    manager = visitor().become("Maya Manager", "/compliance?metric=expired_sessions")
    cdp = manager.page.context.new_cdp_session(manager.page)
    for times_slower in (1, 4):
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": times_slower})
        manager.open("/compliance?metric=expired_sessions")
        manager.pick("State", "NY")
        manager.pick("Payer", "Self-pay")
        manager.fill("Provider", "P-NOPE")
        manager.page.wait_for_url(re.compile("state=NY.*payer_kind=self_pay.*provider=P-NOPE"))
        manager.sees("No provider matches")
        expect(manager.page.get_by_role("combobox", name="State")).to_have_value(re.compile("NY"))
        expect(manager.page.get_by_role("combobox", name="Payer")).to_have_value("Self-pay")
    cdp.detach()


def test_metric_and_filters_are_codes_in_the_url(visitor: Make) -> None:
    manager = visitor().sign_in("Maya Manager", "/compliance")
    manager.choose("Metric", "Expired sessions")
    shows(manager, "expired_sessions")
    manager.choose("State", "NY")
    manager.choose("Payer", "Self-pay")
    address = manager.page.url
    query = parse_qs(urlsplit(address).query)
    chosen = {"metric": ["expired_sessions"], "state": ["NY"], "payer_kind": ["self_pay"]}
    assert chosen.items() <= query.items()
    again = visitor().become("Maya Manager", address.removeprefix(manager.url))
    shows(again, "expired_sessions")
    manager.page.go_back()
    manager.settle()
    assert "payer_kind" not in parse_qs(urlsplit(manager.page.url).query)
    payer = manager.page.get_by_role("combobox", name="Payer").first
    expect(payer).to_have_value("", timeout=PATIENCE)
