"""What those see of a client who have not asked for more."""

import pytest

from core.rules.sessions.masking import DOTS, MaskedField, dots, initials, masked


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("Jane", "Cole", "J. C."),
        ("zoë", " ng", "Z. N."),
        ("", "Cole", "C."),
        ("  ", "Cole", "C."),
        ("Jane", "", "J."),
        ("", "", ""),
    ],
)
def test_a_name_is_its_first_letters(first: str, last: str, shown: str) -> None:
    assert initials(first, last) == shown


@pytest.mark.parametrize("value", ["5", "jane@mail.example", "x" * 200])
def test_the_dots_say_nothing_of_a_values_length(value: str) -> None:
    assert dots(value) == DOTS


@pytest.mark.parametrize("value", [None, ""])
def test_a_dash_says_that_nothing_is_on_record(value: str | None) -> None:
    assert dots(value) == "–"


@pytest.mark.parametrize(
    ("value", "may_reveal", "shown", "can_reveal"),
    [
        ("212-555-0100", True, DOTS, True),
        ("212-555-0100", False, DOTS, False),
        (None, True, "–", False),
        ("", False, "–", False),
    ],
)
def test_only_a_value_that_is_there_can_be_revealed_and_only_by_who_may(
    value: str | None, may_reveal: bool, shown: str, can_reveal: bool
) -> None:
    assert masked("phone", value, may_reveal) == MaskedField("phone", shown, can_reveal)
