"""The compliance page: every metric is drawn as the URL says, with chart, table and rows."""

import random
import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core import clock, db
from core.metrics.registry import METRICS
from core.models.personal import Download
from core.vocabulary.people import Role
from pages import context
from tests.pages.conftest import As
from tests.support import make, metric_records
from tests.support.app import everything_drawn, shown
from tests.support.filling import Filling
from tests.support.make import NOW

PERIOD = {"from": "2026-01-01", "to": "2026-03-31"}
CODES = list(METRICS)


@pytest.fixture
def records(engine: Engine, filled: Filling, monkeypatch: pytest.MonkeyPatch) -> str:
    """Records of every metric, on the day for which they were made; a provider who has some."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(context, "_sign_in", lambda: context.signed_in())  # no cookies in AppTest
    return filled(engine, _population)


def _population(engine: Engine) -> str:
    with db.writing(engine) as session:
        return metric_records.population(session, random.Random(7), 60)


@pytest.mark.parametrize("metric", CODES)
def test_every_metric_has_a_chart_a_table_and_rows(records: str, open_as: As, metric: str):
    at = open_as(Role.MANAGER)("manage/compliance.py", metric=metric, **PERIOD)
    assert [problem.message for problem in at.exception] == []
    assert at.selectbox(key="metric").value == metric
    kinds = [drawn.kind for drawn in everything_drawn(at)]
    assert kinds.count("arrow_vega_lite_chart") + kinds.count("vega_lite_chart") == 1
    assert re.search(rf"\d {METRICS[metric].unit[1]}\b", shown(at))


@pytest.mark.parametrize("metric", CODES)
def test_a_metric_without_cases_says_so(records: str, open_as: As, metric: str, engine: Engine):
    with db.writing(engine) as work:
        idle = make.provider(work).ref
    at = open_as(Role.MANAGER)("manage/compliance.py", metric=metric, provider=idle, **PERIOD)
    assert [problem.message for problem in at.exception] == []
    assert "match these filters" in shown(at)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Nobody Atall", "No provider matches."),
        ("x", "at least two letters"),
        ("twin", "Several providers match: Ann Twin P-"),
    ],
)
def test_a_provider_is_named_by_one_who_is_meant(
    records: str, open_as: As, engine: Engine, typed: str, text: str
):
    with db.writing(engine) as work:
        for name in ("Ann", "Bo"):
            make.provider(work, first_name=name, last_name="Twin")
    assert text in shown(open_as(Role.MANAGER)("manage/compliance.py", provider=typed, **PERIOD))


@pytest.mark.parametrize("metric", CODES)
def test_days_out_of_order_are_explained(records: str, open_as: As, metric: str):
    days = {"from": "2026-03-31", "to": "2026-01-01"}
    at = open_as(Role.MANAGER)("manage/compliance.py", metric=metric, **days)
    assert "Swap them" in shown(at)


@pytest.mark.parametrize("metric", CODES)
def test_a_csv_is_asked_for_and_then_linked(records: str, open_as: As, metric: str, engine: Engine):
    at = open_as(Role.MANAGER)("manage/compliance.py", metric=metric, **PERIOD)
    assert "/download/" not in shown(at)
    (button,) = [one for one in at.button if one.label.startswith("Prepare CSV")]
    at = button.click().run()
    assert [problem.message for problem in at.exception] == []
    assert "/download/" in shown(at)
    with db.looking(engine) as session:
        assert session.query(Download).count() == 1


def test_a_choice_is_written_to_the_url_as_its_code(records: str, open_as: As):
    at = open_as(Role.MANAGER)("manage/compliance.py", **PERIOD)
    at.selectbox(key="metric").select("expired_sessions").run()
    at.selectbox(key="payer_kind").select("self_pay").run()
    assert at.query_params["metric"] == "expired_sessions"
    assert at.query_params["payer_kind"] == "self_pay"
    at.selectbox(key="payer_kind").select(None).run()
    assert "payer_kind" not in at.query_params


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ({"metric": "Notes on time"}, "metric “Notes on time”"),
        ({"payer_kind": "self-pay"}, "payer “self-pay”"),
        ({"state": "Ohio"}, "state “Ohio”"),
    ],
)
def test_a_url_value_that_is_no_code_is_said_in_words(
    records: str, open_as: As, url: dict[str, str], text: str
):
    at = open_as(Role.MANAGER)("manage/compliance.py", **url, **PERIOD)
    assert [problem.message for problem in at.exception] == []
    assert text in shown(at)
    assert at.selectbox(key="metric").value == "notes_on_time"
    assert at.selectbox(key="payer_kind").value is None


def test_the_url_names_the_data_point_whose_rows_are_shown(records: str, open_as: As):
    params = {"metric": "expired_sessions", **PERIOD}
    at = open_as(Role.MANAGER)("manage/compliance.py", **params, group="2026-03", series="late")
    assert "Sessions in the selected bar" in shown(at)
    assert (at.selectbox(key="group").value, at.selectbox(key="series").value) == (
        "2026-03",
        "late",
    )
    at.selectbox(key="group").select("all").run()
    at.selectbox(key="series").select("all").run()
    assert "All sessions" in shown(at)
    at.selectbox(key="metric").select("open_requests").run()
    assert {"group", "series"}.isdisjoint(at.query_params)


def test_a_link_with_labels_from_before_codes_is_said_to_be_out_of_date(records: str, open_as: As):
    at = open_as(Role.MANAGER)("manage/compliance.py", figure="Expired sessions", **PERIOD)
    assert "This link is out of date. Choose the metric again." in shown(at)
    assert at.selectbox(key="metric").value == "notes_on_time"


def test_too_few_cases_make_no_rate_and_say_so(
    records: str, open_as: As, engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    with db.writing(engine) as work:
        few = make.provider(work)
        make.care_session(work, few, make.client(work), start=NOW - timedelta(days=10))
    at = open_as(Role.MANAGER)("manage/compliance.py", provider=few.ref, **PERIOD)
    assert "Not enough data" in shown(at)
    assert "1 note; rates are shown from 10" in shown(at)
