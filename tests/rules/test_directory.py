"""What may be typed into a listing's change: whatever it is, it is taken or told what is wrong."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.requests.listing import (
    LONGEST_VALUE,
    STOPPED,
    TAKING,
    ListingLine,
    ProviderFact,
    cleaned,
    given_npi_problem,
    is_named,
    line_problems,
    missing,
    not_enrolled,
    ruler,
)
from core.rules.texts import one_line_problem
from core.rules.time.business_days import BusinessCalendar
from core.vocabulary.requests import DirectoryTopic

TODAY = date(2026, 3, 16)
anything = st.text(st.characters(exclude_categories=()), max_size=450)
typed = st.builds(ListingLine, st.sampled_from(list(DirectoryTopic)) | anything, anything, anything)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def provider(**given: object) -> ProviderFact:
    values = {
        "ref": "P-1",
        "npi": "1234567893",
        "first_name": "Rosa",
        "last_name": "Marsh",
        "suffix": None,
        "enrolled_from": None,
        "enrolled_to": None,
        **given,
    }
    return ProviderFact(**values)  # type: ignore[arg-type]


@given(lines=st.lists(typed, max_size=4))
def test_whatever_is_typed_gets_an_answer_by_line_and_field(lines):
    problems = line_problems(cleaned(lines), TODAY)
    places = {
        f"lines.{place}.{part}"
        for place in range(len(lines))
        for part in ("topic", "listed_value", "correct_value")
    }
    assert problems.keys() <= places
    assert all(problems.values())


@given(text=anything)
def test_what_is_accepted_can_be_stored(text):
    if one_line_problem(text, LONGEST_VALUE) is None:
        assert len(text) <= LONGEST_VALUE
        assert text.encode().decode() == text


@given(npi=anything)
def test_only_the_providers_own_npi_is_taken(npi):
    assert (given_npi_problem(npi, provider(), True) is None) == (npi == "1234567893")


@given(name=anything)
def test_any_name_is_the_providers_or_not(name):
    assert is_named(provider(), name) in (True, False)


def test_a_suffix_may_be_said_or_left_out():
    with_suffix = provider(suffix="Jr.")
    assert is_named(with_suffix, "Rosa Marsh")
    assert is_named(with_suffix, "Rosa Marsh, Jr")
    assert is_named(provider(), "Rosa Marsh, Jr")
    assert not is_named(with_suffix, "Rosa Marsh III")


@pytest.mark.parametrize(
    ("begun", "ended", "reasons"),
    [
        (None, None, 1),
        (TODAY, None, 0),
        (TODAY + timedelta(days=1), None, 1),
        (date(2025, 1, 1), TODAY, 0),
        (date(2025, 1, 1), TODAY - timedelta(days=1), 1),
    ],
)
def test_both_days_of_the_enrollment_count(begun, ended, reasons):
    line = ListingLine("mos_status", STOPPED, TAKING)
    fact = provider(enrolled_from=begun, enrolled_to=ended)
    assert len(not_enrolled([line], fact, TODAY)) == reasons


def test_all_inputs_there_means_nothing_is_missing():
    assert missing("Rosa Marsh", "1234567893", [ListingLine("phone", "", "212-555-0100")]) == ()


@settings(deadline=None)  # the first look at a year works its holidays out
@given(start=days)
def test_the_ruler_ends_on_business_day_seven(start):
    calendar = BusinessCalendar()
    last = calendar.after(start, 7).day
    found = ruler(start, last, calendar)
    assert [day.number for day in found if day.number] == [1, 2, 3, 4, 5, 6, 7]
    assert found[-1].day == last
    assert all((day.number is None) == (day.why_not is not None) for day in found)
