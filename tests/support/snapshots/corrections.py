"""What is said of each thing that can be typed into the correction of a client's record
(R44, R45)."""

from collections.abc import Iterator
from datetime import date

from core.rules.contacts import contact_problem
from core.rules.requests.corrections import (
    FIELDS,
    Line,
    field_label,
    line_problems,
    missing,
    value_problem,
)
from tests.support.snapshots.block import Block, by_place, shown, verdict

TODAY = date(2026, 3, 16)
RECORD = {"first_name": "Jonh", "email": "jonh@mail.example"}
TYPED = {
    "first_name": ["Zoë", "x" * 80, "x" * 81, "Ann\0", "Ann\ud800", "abc\u202egnp"],
    "last_name": ["x" * 80, "x" * 81],
    "preferred_name": ["x" * 80, "x" * 81],
    "email": ["zoe@mail.example", "zoe@mail.test", "zoe@", "zoe", "x" * 254, "x" * 255],
    "date_of_birth": ["1896-01-01", "1895-12-31", "2026-03-16", "2026-03-17", "31/01/1990"],
    "phone": [
        "2125550177",
        "212555017",
        "1125550177",
        "2121550177",
        "+44 20 79",
        "555-0123a",
        "x" * 41,
    ],
    "sex": ["female", "Female", "x" * 40, "x" * 41],
    "home_line1": ["x" * 200, "x" * 201],
    "home_city": ["x" * 100, "x" * 101],
    "home_state_code": ["NY", "AE", "OUTSIDE", "ny", "ON"],
    "home_zip": ["12345", "12345-6789", "1234", "12345-", "123456"],
    "home_country": ["US", "CA", "PR", "ca"],
    "member_id": ["x" * 40, "x" * 41],
}
CONTACTS = ["zoe@mail.example", "212-555-0123", "Zoe", "", "zoe@", "555"]
LINES = {
    "no such field, and a good line after it": [
        Line("shoe_size", "", "44"),
        Line("phone", "", "212-555-0123"),
    ],
    "one field in two lines": [Line("phone", "", "2125550123"), Line("phone", "", "2125550124")],
    "no such field, then a bad value": [Line("", "", ""), Line("home_zip", "", "1")],
    "a birth date to come": [Line("date_of_birth", "", "2026-03-17")],
    "another value than the record's": [Line("first_name", "Jane", "John")],
    "the record's value in another spelling": [Line("first_name", "JONH", "John")],
    "what the record says already": [Line("first_name", "", "Jonh")],
    "nothing is known of the field": [Line("phone", "", "2125550123")],
    "a value where the record has none": [Line("phone", "2125550123", "2125550124")],
    "a state and another country": [
        Line("home_state_code", "", "TX"),
        Line("home_country", "", "CA"),
    ],
    "outside the US, with a postal code": [
        Line("home_state_code", "", "OUTSIDE"),
        Line("home_country", "", "US"),
        Line("home_zip", "", "M5V 2T6"),
    ],
    "no correct value yet": [Line("first_name", "", "")],
    "all at once": [
        Line("first_name", "Jane", "x" * 81),
        Line("email", "jonh@mail.example", "jonh@mail.example"),
        Line("email", "", "jonh@"),
    ],
}


def blocks() -> Iterator[Block]:
    for field in FIELDS:
        values = (f"{shown(value)}: {_said(field, value)}" for value in TYPED[field])
        yield f"{field}, in words: {field_label(field)}", values
    yield "where they are told", (f"{one!r}: {verdict(contact_problem(one))}" for one in CONTACTS)
    for name, lines in LINES.items():
        yield name, by_place(line_problems(lines, RECORD, TODAY))
        if name == "all at once":
            yield "the same without a record", by_place(line_problems(lines, None, TODAY))
    empty = [Line("home_zip", "", ""), Line("phone", "", "2125550123"), Line("email", "", "")]
    yield "missing in an empty form", missing(False, "", [])
    yield "missing in the lines", missing(True, "Jane", empty)


def _said(field: str, value: str) -> str:
    return verdict(value_problem(field, value, TODAY))
