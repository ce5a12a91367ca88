"""Which days count as business days, and counting past those that do not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.time.business_days import BusinessCalendar, Skipped

CALENDAR = BusinessCalendar()
THURSDAY, FRIDAY = date(2026, 3, 12), date(2026, 3, 13)
SATURDAY, SUNDAY, MONDAY = date(2026, 3, 14), date(2026, 3, 15), date(2026, 3, 16)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_the_day_itself_does_not_count():
    assert CALENDAR.after(THURSDAY, 1).day == FRIDAY


def test_no_days_after_a_day_is_that_day_even_on_a_weekend():
    assert CALENDAR.after(SATURDAY, 0).day == SATURDAY


@pytest.mark.parametrize("start", [FRIDAY, SATURDAY, SUNDAY])
def test_the_first_business_day_after_a_weekend_is_monday(start):
    assert CALENDAR.after(start, 1).day == MONDAY


def test_what_was_passed_over_is_named_in_order():
    assert CALENDAR.after(FRIDAY, 1).skipped == (
        Skipped(SATURDAY, "Saturday"),
        Skipped(SUNDAY, "Sunday"),
    )


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2021, 12, 31), "New Year's Day 2022, a Saturday, observed in the year before"),
        (date(2023, 1, 2), "New Year's Day 2023, a Sunday, observed on Monday"),
        (date(2022, 12, 26), "Christmas 2022, a Sunday"),
        (date(2021, 6, 18), "the first Juneteenth, a Saturday"),
        (date(2026, 7, 3), "Independence Day 2026, a Saturday"),
        (date(2026, 11, 26), "Thanksgiving"),
        (date(2027, 12, 31), "New Year's Day 2028, a Saturday"),
    ],
)
def test_a_federal_holiday_is_off_on_the_day_it_is_observed(day, why):
    assert not CALENDAR.is_business_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2020, 6, 19), "Juneteenth was no federal holiday yet"),
        (date(2021, 1, 20), "Inauguration Day is off around Washington only"),
        (date(2022, 1, 3), "New Year's Day 2022 was observed on the Friday before"),
        (date(2024, 12, 24), "Christmas Eve is not in the statute"),
        (date(2026, 11, 27), "the day after Thanksgiving is not in the statute"),
    ],
)
def test_a_day_that_the_statute_does_not_name_is_worked(day, why):
    assert CALENDAR.is_business_day(day), why


def test_a_count_over_new_year_skips_the_observed_day():
    assert CALENDAR.after(date(2021, 12, 30), 1).day == date(2022, 1, 3)


def test_the_longest_stretch_of_a_year_is_told_whole():
    counted = CALENDAR.after(date(2026, 11, 25), 2)
    assert counted.day == date(2026, 11, 30)
    assert [skipped.why for skipped in counted.skipped] == [
        "Thanksgiving Day",
        "Saturday",
        "Sunday",
    ]


def test_a_closure_of_ours_is_passed_over_by_its_name():
    closed = BusinessCalendar(closed=[(FRIDAY, "Office move")])
    assert closed.why_not(FRIDAY) == "Office move"
    assert closed.after(THURSDAY, 1).day == MONDAY


def test_a_holiday_that_we_work_counts():
    thanksgiving = date(2026, 11, 26)
    assert BusinessCalendar(opened=[thanksgiving]).after(date(2026, 11, 25), 1).day == thanksgiving


def test_a_weekend_stays_a_weekend_whatever_is_opened():
    assert BusinessCalendar(opened=[SATURDAY]).why_not(SATURDAY) == "Saturday"


def test_a_day_both_closed_and_opened_is_closed():
    both = BusinessCalendar(closed=[(FRIDAY, "Storm")], opened=[FRIDAY])
    assert both.why_not(FRIDAY) == "Storm"


@pytest.mark.parametrize(
    ("end", "count"), [(THURSDAY, 0), (FRIDAY, 1), (SUNDAY, 1), (MONDAY, 2)], ids=str
)
def test_the_first_day_between_two_does_not_count_and_the_last_does(end, count):
    assert CALENDAR.between(THURSDAY, end) == count
    assert CALENDAR.between(end, THURSDAY) == 0


@given(start=days, count=st.integers(1, 30))
def test_a_count_ends_on_a_business_day_with_everything_between_accounted_for(start, count):
    counted = CALENDAR.after(start, count)
    between = (counted.day - start).days
    assert CALENDAR.is_business_day(counted.day)
    assert between == count + len(counted.skipped)


@given(start=days, one=st.integers(0, 15), other=st.integers(0, 15))
def test_counting_in_two_goes_is_counting_in_one(start, one, other):
    assert CALENDAR.after(CALENDAR.after(start, one).day, other).day == (
        CALENDAR.after(start, one + other).day
    )


@given(start=days, count=st.integers(0, 15))
def test_a_later_start_never_ends_earlier(start, count):
    assert CALENDAR.after(start, count).day <= CALENDAR.after(start + timedelta(days=1), count).day


@given(days, st.integers(-400, 400), st.dates(date(2024, 1, 1), date(2027, 12, 31)), days)
def test_days_between_are_those_that_are_worked_one_by_one(start, length, closed, opened):
    calendar = BusinessCalendar(closed=[(closed, "Snow")], opened=[opened, date(2026, 12, 25)])
    end = start + timedelta(days=length)
    passed = (start + timedelta(days=number + 1) for number in range(length))
    assert calendar.between(start, end) == sum(map(calendar.is_business_day, passed))
