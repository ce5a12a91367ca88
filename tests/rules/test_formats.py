"""Dates, times, money and counts as people read them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.rules.time.formats import (
    MISSING,
    amount_text,
    birth_date_text,
    business_days_text,
    clock_text,
    count_text,
    day_text,
    due_text,
    instant_text,
    money_text,
    period_text,
    span_text,
)

NEW_YORK = ZoneInfo("America/New_York")
NOV_27 = date(2026, 11, 27)


def test_an_instant_names_its_zone():
    instant = datetime(2026, 11, 27, 20, 15, tzinfo=UTC)
    assert instant_text(instant, NEW_YORK, instant) == "Fri, Nov 27, 3:15 PM EST"
    assert instant_text(instant, NEW_YORK) == "Fri, Nov 27, 2026, 3:15 PM EST"


def test_an_instant_of_another_year_shows_its_year():
    instant = datetime(2027, 1, 1, 5, 0, tzinfo=UTC)
    assert instant_text(instant, NEW_YORK, datetime(2026, 12, 31, 12, tzinfo=UTC)) == (
        "Fri, Jan 1, 2027, 12:00 AM EST"
    )


def test_the_year_is_judged_in_the_zone_that_is_shown():
    new_years_eve_there = datetime(2027, 1, 1, 4, 59, tzinfo=UTC)
    assert instant_text(new_years_eve_there, NEW_YORK, new_years_eve_there) == (
        "Thu, Dec 31, 11:59 PM EST"
    )


def test_a_repeated_hour_is_told_apart_by_its_zone():
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert clock_text(first, NEW_YORK) == "1:30 AM EDT"
    assert clock_text(first + timedelta(hours=1), NEW_YORK) == "1:30 AM EST"


@pytest.mark.parametrize(
    ("today", "text"),
    [(None, "Fri, Nov 27, 2026"), (NOV_27, "Fri, Nov 27"), (date(2027, 1, 1), "Fri, Nov 27, 2026")],
)
def test_a_day_of_this_year_goes_without_its_year(today, text):
    assert day_text(NOV_27, today) == text


def test_a_birth_date_has_no_weekday():
    assert birth_date_text(date(1990, 1, 31)) == "Jan 31, 1990"
    assert birth_date_text(None) == MISSING


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 11, 2), date(2026, 11, 8), "Nov 2–8, 2026"),
        (date(2026, 11, 30), date(2026, 12, 6), "Nov 30 – Dec 6, 2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "Dec 29, 2025 – Jan 4, 2026"),
        (date(2026, 11, 2), date(2026, 11, 2), "Nov 2, 2026"),
    ],
)
def test_a_period_says_each_month_and_year_once(first, last, text):
    assert period_text(first, last) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "less than a minute"),
        (59, "less than a minute"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (12_000, "3 h 20 min"),
        (86_400, "24 h"),
        (90_000 + 1200, "25 h"),
        (172_799, "47 h"),
        (172_800, "2 days"),
        (187_200, "2 days"),
        (11 * 86_400 + 7200, "11 days"),
        (-12_000, "3 h 20 min"),
    ],
)
def test_a_span_has_one_unit_from_a_day_on(seconds, text):
    assert span_text(seconds) == text


def test_what_is_due_and_what_is_overdue_are_told_apart():
    now = datetime(2026, 3, 10, tzinfo=UTC)
    assert due_text(now + timedelta(minutes=12), now) == "Due in 12 min"
    assert due_text(now, now) == "Due in less than a minute"
    assert due_text(now - timedelta(seconds=1), now) == "Overdue by less than a minute"
    assert due_text(now - timedelta(days=3), now) == "Overdue by 3 days"


@pytest.mark.parametrize(
    ("days", "is_overdue", "text"),
    [
        (0, False, "Due today"),
        (0, True, "Overdue"),
        (1, False, "Due in 1 business day"),
        (9, False, "Due in 9 business days"),
        (-1, True, "Overdue by 1 business day"),
        (-2, True, "Overdue by 2 business days"),
    ],
)
def test_deadlines_of_requests_count_business_days(days, is_overdue, text):
    assert business_days_text(days, is_overdue=is_overdue) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [("72", "hours", "72 hours"), ("1", "business days", "1 business day")],
)
def test_a_value_has_its_unit(value, unit, text):
    assert amount_text(value, unit) == text


@pytest.mark.parametrize(
    ("cents", "text"),
    [(124_000, "$1,240.00"), (0, "$0"), (5, "$0.05"), (-500, "-$5.00"), (123_450, "$1,234.50")],
)
def test_money_is_in_dollars(cents, text):
    assert money_text(cents) == text


def test_one_thing_is_counted_in_the_singular():
    told = [count_text(count, "file") for count in (0, 1, 2, 1204)]
    assert told == ["0 files", "1 file", "2 files", "1,204 files"]
