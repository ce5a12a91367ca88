"""How a person is found by a name or an address that was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.names import email_key, fold, is_same_name, name_words, typed_words


@pytest.mark.parametrize(
    ("typed", "found_by"),
    [
        ("  Núñez   Ríos ", "nunez rios"),
        ("STRAßE", "strasse"),
        ("Ｊａｎｅ", "jane"),
        ("Zoe\u0308", "zoe"),
        ("", ""),
    ],
)
def test_case_accents_and_blanks_make_no_difference(typed: str, found_by: str) -> None:
    assert fold(typed) == found_by


@pytest.mark.parametrize(
    ("first", "last", "typed"),
    [
        ("Mary Ann", "Smith", "Smith, Mary Ann"),
        ("Mary Ann", "Smith", "Ann Smith"),
        ("Mary Ann", "Smith", "Maryann Smith"),
        ("Maryann", "Smith", "Mary Ann Smith"),
        ("Maria", "Garcia Lopez", "Maria Lopez"),
        ("Anne-Marie", "Smith-Jones", "Anne Marie Smith Jones"),
        ("Anne-Marie", "Smith-Jones", "Smith–Jones Annemarie"),
        ("Søren", "Łukasiewicz", "Soren Lukasiewicz"),
        ("Þóra", "Æbelø", "Thora Aebelo"),
        ("Đorđe", "Strauß", "dorde STRAUSS"),
        ("Zoë", "Işık", "Zoe\u0308 Isik"),
        ("José", "Núñez", "Jose Nunez"),
        ("J. R.", "Ng", "J.R. Ng"),
        ("John", "Smith Jr.", "John Smith"),
        ("John", "Smith", "John Smith, Jr."),
        ("John", "Smith III", "Smith John III"),
        *(("Sean", "O’Fielding", f"Sean O{sign}Fielding") for sign in ("", *"'’‘`´ʻ ")),
        *(("Sean", f"O{sign}Fielding", "Sean O'Fielding") for sign in ("", *"'’‘`´ʻ ")),
    ],
)
def test_a_name_is_the_same_however_it_is_written(first: str, last: str, typed: str) -> None:
    assert is_same_name(typed, first, last)


@pytest.mark.parametrize(
    ("first", "last", "typed"),
    [
        ("Mary Ann", "Smith", "Mary Ann"),
        ("Mary Ann", "Smith", "Smith"),
        ("Mary Ann", "Smith", "Mary Beth Smith"),
        ("Mary Ann", "Smith", "Ma Smith"),
        ("John", "Smith Jr", "John Smith Sr"),
        ("John", "Smith II", "John Smith III"),
        ("John", "Smith", ""),
    ],
)
def test_another_name_is_not_the_same(first: str, last: str, typed: str) -> None:
    assert not is_same_name(typed, first, last)


@given(first=st.text(max_size=20), last=st.text(max_size=20))
def test_every_name_is_found_as_it_stands_on_the_record(first: str, last: str) -> None:
    assert name_words(first, last).issuperset(typed_words(first) + typed_words(last))


@pytest.mark.parametrize(
    ("typed", "found_by"),
    [(" Jane@Mail.Example ", "jane@mail.example"), ("", None), ("  ", None), (None, None)],
)
def test_an_address_is_found_without_case_and_no_address_by_nothing(
    typed: str | None, found_by: str | None
) -> None:
    assert email_key(typed) == found_by
