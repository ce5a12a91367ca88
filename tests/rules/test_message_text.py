"""An e-mail carries references: what stands in it of a client's record is found."""

import pytest

from core.rules.message_text import client_data_in

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
