"""An e-mail carries references: what stands in it of a client's record is found."""

import pytest

from core.rules.requests.reply_text import client_data_in

RECORD = {
    "first_name": "Zoë",
    "last_name": "Núñez",
    "date_of_birth": "1990-01-31",
    "email": "zoe@mail.example",
    "phone": "212-555-0100",
    "member_id": "ABC1234567",
    "home_line1": "5 Elm Street",
    "sex": "",
}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("We corrected Zoe Nunez.", "name"),
        ("NÚÑEZ, ZOË is right now.", "name"),
        ("Born 1990-01-31.", "date_of_birth"),
        ("Born 01/31/1990.", "date_of_birth"),
        ("Born 1/31/1990.", "date_of_birth"),
        ("Write to ZOE@mail.example", "email"),
        ("Call (212) 555 0100.", "phone"),
        ("Call +1 212.555.0100 or 12125550100.", "phone"),
        ("Her number is abc1234567", "member_id"),
        ("She lives at 5 elm  street", "home_line1"),
    ],
)
def test_client_data_is_found_however_it_is_written(text: str, field: str) -> None:
    assert client_data_in(text, RECORD, "Dana Provider") == [field]


@pytest.mark.parametrize(
    "text",
    [
        "Hello Dana Provider, R-ABCDEF is done. Corrected: name, birth date.",
        "Núñez is a common name",
        "15 Elm Streets, 2125550 and 11990-01-310",
        "",
    ],
)
def test_references_and_names_of_fields_are_fine(text: str) -> None:
    assert client_data_in(text, RECORD, "Dana Provider") == []


def test_a_client_who_asked_is_greeted_by_name() -> None:
    assert client_data_in("Hello Zoë Núñez, it is done.", RECORD, "Zoë Núñez") == []


def test_an_empty_record_stands_in_no_text() -> None:
    assert client_data_in("Hello , it is done.", dict.fromkeys(RECORD, ""), "") == []


def test_what_a_record_does_not_have_stands_in_no_text() -> None:
    assert client_data_in("Hello None, None None is done.", {}, "") == []


def test_two_fields_of_one_client_are_both_found_and_each_once() -> None:
    text = "Zoë Núñez, or Núñez, Zoë: zoe@mail.example, born 1990-01-31, that is 1/31/1990."
    assert client_data_in(text, RECORD, "") == ["email", "date_of_birth", "name"]


def test_four_signs_are_enough_to_tell_something() -> None:
    assert client_data_in("She lives at 5 El", {"home_line1": "5 El"}, "") == ["home_line1"]


@pytest.mark.parametrize("line1", ["5 A", "a, ,"])
def test_what_is_too_short_to_tell_anything_is_not_looked_for(line1: str) -> None:
    assert client_data_in("5 A or a, ,", {"home_line1": line1}, "") == []


def test_a_short_number_stands_only_as_it_is_written() -> None:
    record = {"home_line1": "123-456"}
    assert client_data_in("Room 123-456", record, "") == ["home_line1"]
    assert client_data_in("Room 123456", record, "") == []


def test_a_number_of_seven_digits_is_found_however_it_is_parted() -> None:
    assert client_data_in("Call 555 01.00", {"phone": "555-0100"}, "") == ["phone"]
    assert client_data_in("Call 555 01.001", {"phone": "555-0100"}, "") == []
