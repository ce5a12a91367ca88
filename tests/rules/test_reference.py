"""The reference data: whole, and read as it is written."""

from datetime import date, timedelta

import pytest

from core.facts import reference
from core.rules.reference import (
    DiagnosisList,
    by_category,
    ending_text,
    last_day,
    list_for,
    why_unchecked,
)
from core.vocabulary.states import MILITARY_NAMES, StateCode
from tests.support.cases import ADDRESSES

DATA = reference.packaged_reference()
(OURS,) = DATA.diagnoses
FIRST, LAST = date(2025, 10, 1), date(2026, 9, 30)
DAY = timedelta(days=1)


@pytest.mark.parametrize("code", ["F41.1", "F32.A", "F43.81", "Z63.0", "R45.851", "T14.91XA"])
def test_a_leaf_can_be_billed(code):
    assert OURS.holds(code)


@pytest.mark.parametrize("code", ["F41", "F43.8", "F32", "Z99.999", "f41.1", "release"])
def test_a_category_and_an_unknown_code_cannot(code):
    assert not OURS.holds(code)


def test_the_list_names_its_release_its_days_and_its_chapters():
    assert (OURS.release, OURS.from_on, OURS.to_on) == ("April 2026", FIRST, LAST)
    assert len(OURS.all_codes) == len(set(OURS.all_codes)) == 3517
    assert all(map(OURS.speaks_of, OURS.all_codes))
    assert OURS.speaks_of("F41")
    assert not OURS.speaks_of("G47.00")


def codes(release: str, first: date, last: date, *held: str) -> DiagnosisList:
    return DiagnosisList(release, first, last, ("F",), by_category(held))


NEXT = codes("October 2026", LAST + DAY, date(2027, 9, 30), "F43.82")


@pytest.mark.parametrize(
    ("day", "release"),
    [
        (FIRST - DAY, None),
        (FIRST, "April 2026"),
        (LAST, "April 2026"),
        (LAST + DAY, "October 2026"),
        (NEXT.to_on, "October 2026"),
        (NEXT.to_on + DAY, None),
    ],
)
def test_a_day_is_decided_by_the_list_that_covers_it(day, release):
    found = list_for((NEXT, OURS), "F43.82", day)
    assert (found.release if found else None) == release


def test_of_lists_of_one_day_the_newest_release_decides_then_the_last_loaded():
    spring = codes("Spring", date(2026, 4, 1), LAST)
    again = codes("Spring again", date(2026, 4, 1), LAST)
    assert list_for((spring, again, OURS), "F41.1", LAST) == again
    assert list_for((spring, again, OURS), "F41.1", date(2026, 3, 31)) == OURS
    assert list_for((spring, again, OURS), "Z63.0", LAST) == OURS


UNCHECKED = [
    (FIRST - DAY, "F41.1", "the list begins Oct 1, 2025"),
    (LAST, "G47.00", "the list in force has no codes that begin with G47"),
    (LAST + DAY, "F41.1", "the list ends Sep 30, 2026"),
    (LAST + DAY, "G47.00", "the list ends Sep 30, 2026"),
]


@pytest.mark.parametrize(("day", "code", "why"), UNCHECKED)
def test_why_a_code_is_not_checked_is_said(day, code, why):
    assert why_unchecked((OURS,), code, day) == why


def test_without_any_list_that_is_what_is_said():
    assert why_unchecked((), "F41.1", LAST) == "no list is loaded"


def test_the_lists_last_until_the_first_gap():
    gap = codes("Late", NEXT.to_on + 2 * DAY, date(2028, 9, 30))
    assert last_day((OURS,), LAST) == LAST
    assert last_day((NEXT, OURS), FIRST) == NEXT.to_on
    assert last_day((OURS, NEXT, gap), FIRST) == NEXT.to_on
    assert last_day((OURS, gap), LAST + DAY) == LAST
    assert last_day((OURS,), FIRST - DAY) is None
    assert last_day((), LAST) is None


ENDINGS = [
    (30, None),
    (29, "The ICD-10-CM list ends in 29 days, Sep 30, 2026."),
    (1, "The ICD-10-CM list ends in 1 day, Sep 30, 2026."),
    (0, "The ICD-10-CM list ends today, Sep 30, 2026."),
    (-1, "The ICD-10-CM list ended Sep 30, 2026."),
]


@pytest.mark.parametrize(("left", "said"), ENDINGS)
def test_an_end_is_announced_in_its_last_30_days_and_after(left, said):
    found = ending_text(LAST, LAST - left * DAY)
    assert found is None if said is None else (found or "").startswith(said)


def test_days_without_any_list_are_announced():
    assert "not checked" in (ending_text(None, LAST) or "")


BANDS = [
    ("90832", 15, False),
    ("90832", 16, True),
    ("90832", 37, True),
    ("90832", 38, False),
    ("90834", 38, True),
    ("90834", 53, False),
    ("90837", 53, True),
    ("90837", 500, True),
    ("90839", 29, False),
    ("90840", 75, True),
]


@pytest.mark.parametrize(("cpt", "minutes", "fits"), BANDS)
def test_minutes_of_a_code_include_both_ends(cpt, minutes, fits):
    assert DATA.bands[cpt].holds(minutes) is fits


def test_every_state_has_zip_codes():
    assert {state for states in DATA.zip_states.values() for state in states} == set(StateCode)


def test_no_state_has_a_military_zip_code():
    assert DATA.zip_military.keys().isdisjoint(DATA.zip_states)
    assert set().union(*DATA.zip_military.values()) == set(MILITARY_NAMES)


@pytest.mark.parametrize("state", ADDRESSES)
def test_the_addresses_of_the_cases_are_in_their_states(state):
    assert state in DATA.zip_states[ADDRESSES[state][2][:3]]
