"""Instants and spans in words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.rules.time.formats import amount, born, dollars, left, on, span, when

NEW_YORK = ZoneInfo("America/New_York")


def test_an_instant_is_told_on_the_clock_of_a_zone():
    instant = datetime(2026, 3, 10, 18, 5, tzinfo=UTC)
    assert when(instant, NEW_YORK) == "Tue 10 Mar 2026, 14:05 EDT"


def test_a_repeated_hour_is_told_apart_by_its_zone():
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert when(first, NEW_YORK) == "Sun 1 Nov 2026, 01:30 EDT"
    assert when(first + timedelta(hours=1), NEW_YORK) == "Sun 1 Nov 2026, 01:30 EST"


def test_a_date_has_its_weekday_and_a_birth_date_has_none():
    assert on(date(2026, 3, 1)) == "Sun 1 Mar 2026"
    assert born(date(1990, 1, 31)) == "31 Jan 1990"
    assert born(None) == "not known"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (59, "less than a minute"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (12_000, "3 h 20 min"),
        (172_799, "47 h 59 min"),
        (172_800, "2 days"),
        (187_200, "2 days 4 h"),
        (9 * 86_400 + 7200, "9 days 2 h"),
        (10 * 86_400 + 7200, "10 days"),
        (11 * 86_400 + 7200, "11 days"),
        (-12_000, "3 h 20 min"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(seconds, words):
    assert span(seconds) == words


def test_what_is_left_and_what_is_over_are_told_apart():
    now = datetime(2026, 3, 10, tzinfo=UTC)
    assert left(now + timedelta(minutes=12), now) == "in 12 min"
    assert left(now, now) == "in less than a minute"
    assert left(now - timedelta(seconds=1), now) == "less than a minute ago"
    assert left(now - timedelta(days=3), now) == "3 days ago"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("1", "business days", "1 business day"),
        ("2", "business days", "2 business days"),
        ("72", "hours", "72 hours"),
    ],
)
def test_one_of_a_unit_is_told_in_the_singular(value, unit, words):
    assert amount(value, unit) == words


@pytest.mark.parametrize(
    ("cents", "words"), [(0, "$0.00"), (10_000, "$100.00"), (-5, "-$0.05"), (123_456, "$1,234.56")]
)
def test_cents_are_told_as_dollars(cents, words):
    assert dollars(cents) == words
