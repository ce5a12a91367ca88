"""How a person is found by a name or an address that was typed."""

import pytest

from core.rules.names import email_key, fold, name_key


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


def test_a_person_is_found_by_last_name_and_then_first() -> None:
    assert name_key("Zoë", "de la Cruz") == "de la cruz zoe"


@pytest.mark.parametrize(
    ("typed", "found_by"),
    [(" Jane@Mail.Example ", "jane@mail.example"), ("", None), ("  ", None), (None, None)],
)
def test_an_address_is_found_without_case_and_no_address_by_nothing(
    typed: str | None, found_by: str | None
) -> None:
    assert email_key(typed) == found_by
