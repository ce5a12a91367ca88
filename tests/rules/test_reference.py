"""The reference data: whole, and read as it is written."""

from datetime import date, timedelta

import pytest

from core.facts import reference
from core.vocabulary.states import StateCode
from tests.support.cases import ADDRESSES

DATA = reference.load_reference()
FIRST = date(2025, 10, 1)


@pytest.mark.parametrize("code", ["F41.1", "F32.A", "F43.81", "Z63.0", "R45.851", "T14.91XA"])
def test_a_leaf_can_be_billed(code):
    assert code in DATA.diagnoses.codes


@pytest.mark.parametrize("code", ["F41", "F43.8", "F32", "Z99.999", "f41.1", "release"])
def test_a_category_and_an_unknown_code_cannot(code):
    assert code not in DATA.diagnoses.codes


def test_the_list_names_its_release_and_speaks_of_its_own_chapters_and_days():
    diagnoses = DATA.diagnoses
    assert (diagnoses.release, diagnoses.from_on) == ("April 2026", FIRST)
    assert len(diagnoses.codes) == 3517
    assert all(code.startswith(diagnoses.covers) for code in diagnoses.codes)
    assert diagnoses.speaks_of("F41", FIRST)
    assert not diagnoses.speaks_of("F41", FIRST - timedelta(days=1))
    assert not diagnoses.speaks_of("G47.00", FIRST)


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


@pytest.mark.parametrize("state", ADDRESSES)
def test_the_addresses_of_the_cases_are_in_their_states(state):
    assert state in DATA.zip_states[ADDRESSES[state][2][:3]]
