"""The dated values a new database starts from: whole and cited."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.administration.policies import baseline
from core.errors import PolicyGap
from core.rules.requests.request_deadlines import request_deadlines
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.policy import PolicyBook, PolicyValue
from core.vocabulary.administration import PolicyOrigin
from core.vocabulary.requests import RequestKind
from tests.rules.test_vectors import BOOK

FIRST_DAY = date(2020, 1, 1)
FAR_AHEAD = date(2100, 1, 1)
DAY = timedelta(days=1)
ENTRIES = baseline()
ARTICLES = ("Confirming a session", "Military OneSource guide", "Billing insurance")
COUNTED = {"letters", "digits", "hours", "calendar days", "business days", "cents", "sessions"}


def spans() -> dict[str, list[dict[str, Any]]]:
    """The entries of each key, oldest first."""
    found = defaultdict(list)
    for entry in sorted(ENTRIES, key=lambda one: one["from"]):
        found[entry["key"]].append(entry)
    return dict(found)


SPANS = spans()
CHANGES = [(key, old, new) for key, of_key in SPANS.items() for old, new in pairwise(of_key)]


@pytest.mark.parametrize("key", sorted(SPANS))
def test_every_policy_has_a_value_from_the_first_day_on(key):
    assert SPANS[key][0]["from"] == FIRST_DAY
    assert BOOK.on(key, FAR_AHEAD).key == key


@pytest.mark.parametrize("key", sorted(SPANS))
def test_the_spans_of_a_policy_neither_overlap_nor_leave_a_gap(key):
    for old, new in pairwise(SPANS[key]):
        assert old["from"] <= old["to"]
        assert old["to"] + DAY == new["from"]
    assert "to" not in SPANS[key][-1]


@pytest.mark.parametrize(("key", "old", "new"), CHANGES)
def test_a_value_changes_on_its_day_and_not_the_day_before(key, old, new):
    assert BOOK.on(key, new["from"] - DAY).value == old["value"]
    assert BOOK.on(key, new["from"]).value == new["value"]


def test_the_place_of_a_telehealth_client_is_asked_for_from_may_6_2024():
    key = "telehealth_location_required"
    assert BOOK.on(key, date(2024, 5, 5)).value is False
    assert BOOK.on(key, date(2024, 5, 6)).value is True


@pytest.mark.parametrize("key", sorted(SPANS))
def test_a_day_before_all_values_is_loud(key):
    with pytest.raises(PolicyGap, match=re.escape(f"'{key}' is in force on 2019-12-31")):
        BOOK.on(key, FIRST_DAY - DAY)


def test_an_unknown_policy_is_loud():
    with pytest.raises(PolicyGap):
        BOOK.on("unheard_of", FIRST_DAY)


def test_a_day_in_a_gap_and_a_day_after_the_end_are_loud():
    book = PolicyBook(
        PolicyValue("k", 1, "hours", first, last, "ours", "R00", "")
        for first, last in ((FIRST_DAY, date(2020, 1, 31)), (date(2020, 3, 1), date(2020, 3, 31)))
    )
    assert book.on("k", date(2020, 1, 31)).value == book.on("k", date(2020, 3, 31)).value
    for day in (date(2020, 2, 1), date(2020, 2, 29), date(2020, 4, 1)):
        with pytest.raises(PolicyGap):
            book.on("k", day)


@pytest.mark.parametrize("value", [True, 0.5, "48"])
def test_what_is_no_whole_number_is_loud_where_one_is_needed(value):
    with pytest.raises(PolicyGap):
        _ = PolicyValue("k", value, "hours", FIRST_DAY, None, "ours", "R00", "").number


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['key']} {entry['from']}")
def test_a_value_says_where_it_comes_from(entry):
    assert re.fullmatch(r"R\d\d", entry["rule"])
    if PolicyOrigin(entry["origin"]) == PolicyOrigin.OURS:
        assert entry["citation"].startswith("Internal rule: ")
        return
    article, section, words = re.fullmatch(r"(.+?), '(.+)': (.+)", entry["citation"]).groups()
    assert article in ARTICLES
    assert section
    assert words


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['key']} {entry['from']}")
def test_a_value_is_of_the_kind_its_unit_says(entry):
    value, unit = entry["value"], entry["unit"]
    if unit in COUNTED:
        assert type(value) is int
        assert value > 0
    elif unit == "yes or no":
        assert type(value) is bool
    elif unit == "IANA zone":
        assert ZoneInfo(value).key == value
    elif unit == "similarity 0 to 1":
        assert 0 < value < 1
    else:
        assert (unit, value) == ("instant", "session_end")


@pytest.mark.parametrize("kind", list(RequestKind))
def test_every_kind_of_request_has_its_clocks(kind):
    ready = datetime(2026, 3, 16, 15, 0, tzinfo=UTC)
    first, told = request_deadlines(kind, ready, BOOK, BusinessCalendar(), 0)
    assert ready < first.too_late_from
    assert kind == RequestKind.DIRECTORY_UPDATE or first.too_late_from <= told.too_late_from
