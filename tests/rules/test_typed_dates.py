"""Dates and times as people type them: read as meant, or refused in words; never another day."""

import string
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.time.formats import day_text, input_day_text, instant_text
from core.rules.time.typed_dates import (
    FIRST_YEAR,
    LAST_YEAR,
    UnreadableDate,
    input_instant_text,
    read_day,
    read_instant,
)

TODAY = date(2026, 11, 27)
NEW_YORK = ZoneInfo("America/New_York")
DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
FORMS: list[Callable[[date], str]] = [
    input_day_text,
    day_text,
    date.isoformat,
    lambda day: f"{day.month}/{day.day}/{day.year}",
    lambda day: f"{day.month}-{day.day}-{day.year}",
    lambda day: f"{day.month:02}.{day.day:02}.{day.year}",
    lambda day: f"{day.month} / {day.day} / {day.year}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day:%m%d%Y}",
    lambda day: f"{day:%b} {day.day} {day.year}",
    lambda day: f"{day:%B} {day.day}, {day.year}",
    lambda day: f"{day:%B}. {day.day}TH,{day.year}".upper(),
    lambda day: f"{day.day} {day:%b} {day.year}",
    lambda day: f"{day.day}-{day:%b}-{day.year}",
    lambda day: f"{day.day}th of {day:%B} {day.year}",
    lambda day: f"{day.year} {day:%b} {day.day}",
]


COMMON = [
    "3/4/1985",
    "03/04/1985",
    "3/4/85",
    "3-4-1985",
    "3.4.1985",
    "1985-03-04",
    "03041985",
    "19850304",
    "3–4–1985",
    "4-Mar-85",
]
COMMON += ["Mar 4 1985", "March 4, 1985", "4 Mar 1985", "Mar. 4th '85", " mon,  march 4 1985 "]


def outcome(read: Callable[[], date]) -> date | str:
    """What was read, or the words of the refusal."""
    try:
        return read()
    except UnreadableDate as problem:
        return str(problem)


@pytest.mark.parametrize("text", COMMON)
def test_common_forms_are_read_month_first(text: str) -> None:
    assert read_day(text, TODAY) == date(1985, 3, 4)


@pytest.mark.parametrize("form", FORMS)
@given(day=DAYS)
def test_a_date_written_in_any_form_is_that_date(form: Callable[[date], str], day: date) -> None:
    assert read_day(form(day), TODAY) == day


def numbers(text: str) -> list[int]:
    plain = "".join(sign if sign.isdigit() else " " for sign in text)
    return sorted(int(part) % 100 for part in plain.split())


@given(text=st.text(string.digits + "/-. ,", max_size=12))
def test_digits_are_read_as_they_stand_or_refused(text: str) -> None:
    found = outcome(lambda: read_day(text, TODAY))
    if isinstance(found, str):
        assert found.endswith(".")
    elif any(sign in "/-." for sign in text):
        assert numbers(text) == sorted(part % 100 for part in (found.year, found.month, found.day))


@given(text=st.text(max_size=30))
def test_any_other_text_is_refused_in_words(text: str) -> None:
    for found in (
        outcome(lambda: read_day(text, TODAY)),
        outcome(lambda: read_instant(text, NEW_YORK, TODAY)),
    ):
        assert not isinstance(found, str) or found.endswith(".")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2/30/2026", "February 2026 has 28 days, not 30."),
        ("2/29/2026", "February 2026 has 28 days, not 29."),
        ("4/31/2026", "April 2026 has 30 days, not 31."),
        ("13/1/2026", "There is no month 13. The month comes first: 1/13/2026."),
        ("2026-13-40", "There is no month 13."),
        ("0/3/2026", "There is no month 0."),
        ("3/0/2026", "March 2026 has 31 days, not 0."),
        ("3/4", "Add the year: 3/4/2026."),
        ("Mar 4", "Add the year: Mar 4, 2026."),
        ("3/4/123", "Write the year with four digits, not 123."),
        ("3/4/0026", "Check the year: 0026."),
        ("3/4/2300", "Check the year: 2300."),
        ("Tue, Mar 4, 1985", "Mar 4, 1985 is a Monday. Correct the date."),
        ("banana", "“banana” is not a date that we can read. Write MM/DD/YYYY."),
        ("3/4-1985", "“3/4-1985” is not a date that we can read. Write MM/DD/YYYY."),
        ("March 1985", "“March 1985” is not a date that we can read. Write MM/DD/YYYY."),
        ("Ma 4 1985", "“Ma 4 1985” is not a date that we can read. Write MM/DD/YYYY."),
    ],
)
def test_an_impossible_or_unclear_date_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        read_day(text, TODAY)
    assert str(refused.value) == words


@pytest.mark.parametrize(
    ("text", "birth", "other"),
    [
        ("3/4/85", date(1985, 3, 4), date(1985, 3, 4)),
        ("11/27/08", date(2008, 11, 27), date(2008, 11, 27)),
        ("11/28/26", date(1926, 11, 28), date(2026, 11, 28)),
        ("1/1/75", date(1975, 1, 1), date(2075, 1, 1)),
        ("1/1/76", date(1976, 1, 1), date(1976, 1, 1)),
        ("2/29/00", date(2000, 2, 29), date(2000, 2, 29)),
    ],
)
def test_two_digits_of_a_year_are_the_nearest_or_a_birth(
    text: str, birth: date, other: date
) -> None:
    assert read_day(text, TODAY, is_birth=True) == birth
    assert read_day(text, TODAY) == other


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("3/4/26", "Mar 4, 2026, 0 years old? Write the year with four digits."),
        ("11/27/25", "Nov 27, 2025, 1 year old? Write the year with four digits."),
        ("Nov 28, '08", "Nov 28, 2008, 17 years old? Write the year with four digits."),
    ],
)
def test_two_digits_that_make_a_child_are_asked_for_with_four(text: str, asked: str) -> None:
    assert outcome(lambda: read_day(text, TODAY, is_birth=True)) == asked
    assert read_day(text, TODAY).year in {2026, 2025, 2008}


def test_a_child_is_born_on_the_day_of_four_digits() -> None:
    assert read_day("3/4/2026", TODAY, is_birth=True) == date(2026, 3, 4)


@given(day=DAYS, today=st.dates(date(1950, 1, 1), date(2250, 12, 31)))
def test_a_birth_date_of_two_digits_is_never_in_the_future(day: date, today: date) -> None:
    text = f"{day:%m/%d}/{day.year % 100:02}"
    found = outcome(lambda: read_day(text, today, is_birth=True))
    is_asked = "February" in found or "four digits" in found if isinstance(found, str) else False
    assert is_asked or found <= today


@pytest.mark.parametrize(
    "text",
    [
        "11/27/2026 3:15 PM",
        "11/27/26 3:15pm",
        "Nov 27, 2026, 3:15 p.m.",
        "Fri, Nov 27, 2026, 3:15 PM EST",
        "11/27/2026 at 15:15",
        "2026-11-27T15:15",
    ],
)
def test_a_day_and_a_time_are_one_instant(text: str) -> None:
    assert read_instant(text, NEW_YORK, TODAY) == datetime(2026, 11, 27, 20, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("11/27/2026", "Add the time: 11/27/2026 3:15 PM."),
        ("11/27/2026 3:15", "Add AM or PM: 3:15 AM or 3:15 PM."),
        ("11/27/2026 13:15 PM", "Check the time. Write it as 3:15 PM."),
        ("11/27/2026 24:00", "Check the time. Write it as 3:15 PM."),
        ("11/27/2026 3:60 PM", "There is no minute 60."),
        (
            "3/8/2026 2:30 AM",
            "2:30 AM does not happen on Sun, Mar 8, 2026: clocks go forward. "
            "Write 1:30 AM EST or 3:30 AM EDT.",
        ),
        (
            "11/1/2026 1:30 AM",
            "1:30 AM happens twice on Sun, Nov 1, 2026. Write 1:30 AM EDT or 1:30 AM EST.",
        ),
        (
            "11/27/2026 3:15 PM PST",
            "On Fri, Nov 27, 2026, write the time in New York time: 3:15 PM EST.",
        ),
    ],
)
def test_an_unclear_time_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        read_instant(text, NEW_YORK, TODAY)
    assert str(refused.value) == words


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("11/1/2026 1:30 AM EDT", 5),
        ("11/1/2026 1:30 am est", 6),
        ("11/1/2026 12:59 AM", 4),
        ("11/1/2026 2:00 AM", 7),
        ("3/8/2026 1:59 AM", 6),
        ("3/8/2026 3:00 AM", 7),
    ],
)
def test_hours_around_a_change_of_the_clocks_are_read(text: str, hour: int) -> None:
    assert read_instant(text, NEW_YORK, TODAY).hour == hour


@given(
    at=st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    name=st.sampled_from(["America/New_York", "Pacific/Honolulu", "Asia/Tokyo", "UTC"]),
)
def test_an_instant_in_a_box_or_on_a_screen_reads_back(at: datetime, name: str) -> None:
    at, tz = at.replace(second=0, microsecond=0), ZoneInfo(name)
    assert read_instant(input_instant_text(at, tz), tz, TODAY) == at
    assert read_instant(instant_text(at, tz), tz, TODAY) == at
