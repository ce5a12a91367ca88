"""What may be typed into a correction: whatever it is, it is taken or told what is wrong."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.client_record import from_text
from core.rules.requests.corrections import (
    FIELDS,
    LENGTHS,
    Line,
    clean,
    field_label,
    line_problems,
    missing,
    same,
    value_problem,
    value_text,
)

TODAY = date(2026, 3, 16)
anything = st.text(st.characters(exclude_categories=()), max_size=300) | st.text(
    st.sampled_from("0123456789-+().@xX /TW:Z\u0661\u2007\u202e\u0301"), max_size=30
)
fields = st.sampled_from(sorted(FIELDS))
typed = st.builds(Line, fields | anything, anything, anything)


@given(text=anything)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(text=anything)
def test_what_is_clean_has_no_blank_at_its_ends_or_doubled(text):
    cleaned = clean(text)
    assert cleaned == cleaned.strip()
    assert cleaned.split() == (cleaned.split(" ") if cleaned else [])


@given(lines=st.lists(typed, max_size=4), record=st.none() | st.dictionaries(fields, anything))
def test_whatever_is_typed_gets_an_answer_by_line_and_field(lines, record):
    problems = line_problems(lines, record, TODAY)
    places = {
        f"lines.{place}.{part}"
        for place in range(len(lines))
        for part in ("field", "current_value", "correct_value")
    }
    assert problems.keys() <= places
    assert all(problems.values())


@given(field=fields, text=anything)
def test_what_is_accepted_can_be_stored_in_its_field(field, text):
    value = clean(text)
    if value and value_problem(field, value, TODAY) is None:
        assert len(value) <= LENGTHS.get(field, 40)
        assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in value)
        assert from_text(field, value) is not None


@given(born=st.dates())
def test_a_birth_date_is_taken_when_it_lies_in_a_human_life(born):
    is_taken = value_problem("date_of_birth", born.isoformat(), TODAY) is None
    assert is_taken == (born <= TODAY and born.year >= TODAY.year - 130)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", "Zoë-Anne O’Neil"),
        ("last_name", "Nguyễn"),
        ("last_name", "李"),
        ("email", "o'brien+therapy@mail.example"),
        ("date_of_birth", "1990-01-31"),
        ("date_of_birth", TODAY.isoformat()),
        ("phone", "+1 (212) 555-0123 x4"),
        ("sex", "unknown"),
        ("home_state_code", "DC"),
        ("home_state_code", "AA"),
        ("home_state_code", "AE"),
        ("home_state_code", "AP"),
        ("home_state_code", "OUTSIDE"),
        ("home_zip", "12345-6789"),
        ("member_id", "XYZ 123-4"),
        ("first_name", "x" * 80),
    ],
)
def test_what_people_are_really_called_is_taken(field, value):
    assert value_problem(field, value, TODAY) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", "x" * 81),
        ("first_name", "Ann\0"),
        ("last_name", "abc\u202egnp"),
        ("last_name", "\ud800"),
        ("email", "jane@"),
        ("email", "jane@mail example"),
        ("date_of_birth", (TODAY + timedelta(days=1)).isoformat()),
        ("date_of_birth", "1895-12-31"),
        ("date_of_birth", "31/01/1990"),
        ("date_of_birth", "1990-02-30"),
        ("phone", "555-012"),
        ("phone", "1234567890123456"),
        ("phone", "٢١٢٥٥٥٠١٢٣"),
        ("sex", "Female"),
        ("home_state_code", "ny"),
        ("home_state_code", "AB"),
        ("home_state_code", "ON"),
        ("home_zip", "1234"),
        ("home_zip", "12345-"),
        ("home_zip", "١٢٣٤٥"),
        ("member_id", "x" * 41),
    ],
)
def test_what_cannot_be_right_is_told_what_to_do(field, value):
    assert value_problem(field, value, TODAY)


def test_one_field_stands_in_one_line_only():
    lines = [Line("phone", "", "212-555-0123"), Line("phone", "", "212-555-0124")]
    assert list(line_problems(lines, None, TODAY)) == ["lines.1.field"]


def test_a_field_nobody_can_correct_is_not_chosen():
    assert list(line_problems([Line("npi", "", "1")], None, TODAY)) == ["lines.0.field"]


def test_another_current_value_than_the_records_may_be_another_client():
    problems = line_problems([Line("first_name", "Jane", "John")], {"first_name": "Jonh"}, TODAY)
    assert list(problems) == ["lines.0.current_value"]


@pytest.mark.parametrize("said", ["", "jonh", "  JONH ", "Jónh"])
def test_the_records_value_in_another_spelling_is_the_records_value(said):
    assert line_problems([Line("first_name", said, "John")], {"first_name": "Jonh"}, TODAY) == {}


def test_a_change_to_what_is_there_already_is_no_change():
    problems = line_problems([Line("first_name", "", "Jonh")], {"first_name": "Jonh"}, TODAY)
    assert list(problems) == ["lines.0.correct_value"]


def test_a_change_of_case_or_accents_alone_is_a_change():
    assert line_problems([Line("last_name", "", "Ríos")], {"last_name": "Rios"}, TODAY) == {}


def test_an_address_is_judged_by_its_form_and_no_server_is_asked(monkeypatch):
    def asked(*args, **given):
        raise AssertionError("a server was asked")

    monkeypatch.setattr("email_validator.deliverability.validate_email_deliverability", asked)
    assert value_problem("email", "jane@mail.example", TODAY) is None


@given(left=anything, right=anything)
def test_likeness_has_no_direction(left, right):
    assert same(left, left)
    assert same(left, right) == same(right, left)


def test_everything_a_correction_needs_is_asked_for_at_once():
    assert missing(False, "", [Line("home_zip", "", "")]) == (
        "the client's name on record",
        "the client record",
        "the correct home ZIP code",
    )


def test_without_a_line_it_is_asked_what_is_wrong():
    assert missing(True, "Jane", []) == ("the fields to change",)


def test_with_all_inputs_nothing_is_missing():
    assert missing(True, "Jane", [Line("phone", "", "212-555-0123")]) == ()


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_field_has_words(field):
    assert "_" not in field_label(field)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("date_of_birth", "1985-03-04", "Mar 4, 1985"),
        ("date_of_birth", "March 4", "March 4"),
        ("date_of_birth", "", ""),
        ("home_state_code", "TX", "Texas (TX)"),
        ("sex", "female", "Female"),
        ("phone", "212-555-0133", "212-555-0133"),
    ],
)
def test_a_value_of_a_record_is_shown_in_words(field: str, value: str, words: str) -> None:
    assert value_text(field, value) == words
