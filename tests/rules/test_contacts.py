"""Phone numbers and e-mail addresses: every way to write them, and what is wrong with others."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.contacts import contact_problem, email_problem, is_same_phone, phone_problem

TAKEN = [
    "212-555-0177",
    "2125550177",
    "(212) 555-0177",
    "(212)555-0177",
    "212.555.0177",
    "212 555 0177",
    "212\u00a0555\u00a00177",
    "212–555–0177",
    "212—555—0177",
    "212\u2011555\u20110177",
    "212−555−0177",
    "+1 212 555 0177",
    "+1-212-555-0177",
    "1 (212) 555-0177",
    "12125550177",
    "212-555-0177 ext. 12",
    "212-555-0177 X12",
    "212-555-0177 x 12",
    "(212)555-0177x4",
    "212-555-0177, extension 12",
    "212-555-0177 Ext: 1234567",
    "212 555 0177 #12",
    "+44 20 7946 0958",
    "+49 (30) 901820 ext. 3",
    "800-555-0199",
]


@pytest.mark.parametrize("written", TAKEN)
def test_a_number_is_taken_however_it_is_written(written):
    assert phone_problem(written) is None
    assert contact_problem(written) is None


DIGITS, TEN = "in digits, such as", "10 digits with its area code"
AREA, EXCHANGE, ABROAD = "this area code", "after the area code", "the country code"
REFUSED = [
    ("", DIGITS),
    ("call me", DIGITS),
    ("null", DIGITS),
    ("N/A", DIGITS),
    ("call 212-555-0177", DIGITS),
    ("1-800-FLOWERS", DIGITS),
    ("212-555-0177 or 212-555-0178", DIGITS),
    ("212-555-0177 ext", DIGITS),
    ("2.12556E+09", DIGITS),
    ("٢١٢٥٥٥٠١٧٧", DIGITS),
    ("212-555-0177\u200b", DIGITS),
    ("555-0177", f"{TEN}; this one has 7"),
    ("212-555-017", f"{TEN}; this one has 9"),
    ("112-555-017", f"{TEN}; this one has 9"),
    ("212-555-01777", f"{TEN}; this one has 11"),
    ("2125550177.0", f"{TEN}; this one has 11"),
    ("+1 555 0177", f"{TEN}; this one has 7"),
    ("44 20 7946 0958", f"{TEN}; this one has 12"),
    ("911", f"{TEN}; this one has 3"),
    ("112-555-0177", AREA),
    ("012-555-0177", AREA),
    ("000-000-0000", AREA),
    ("999-999-9999", AREA),
    ("911-555-0177", AREA),
    ("+1 112 555 0177", AREA),
    ("212-155-0177", EXCHANGE),
    ("212-055-0177", EXCHANGE),
    ("212-911-0177", EXCHANGE),
    ("+44 20 79", ABROAD),
    ("+0044 20 7946 0958", ABROAD),
    ("+44 20 7946 0958 1234 5678", ABROAD),
]


@pytest.mark.parametrize(("written", "said"), REFUSED)
def test_what_is_no_number_is_told_what_is_wrong(written, said):
    problem = phone_problem(written) or ""
    assert said in problem
    assert len(written) < 4 or written not in problem


@given(st.text(alphabet=string.digits + "+-–().x# ", max_size=40))
def test_whatever_is_typed_gets_an_answer(written):
    problem = phone_problem(written)
    assert problem is None or problem.endswith(".")


@given(st.from_regex(r"[2-8][02-8][0-9][2-9][02-9][0-9]{5}", fullmatch=True))
def test_one_number_is_the_same_in_every_form(digits):
    forms = (
        digits,
        f"+1 {digits}",
        f"1{digits}",
        f"({digits[:3]}) {digits[3:6]}–{digits[6:]}",
        f"{digits[:3]}.{digits[3:6]}.{digits[6:]}",
    )
    for one in forms:
        assert phone_problem(one) is None
        assert is_same_phone(one, digits)
        assert is_same_phone(f"{one} ext. 12", f"{digits}x12")
        assert not is_same_phone(one, f"{digits}x12")


@pytest.mark.parametrize("written", ["ana@clinic.example", "o'brien+x@mail.test", "a.b@x.example"])
def test_an_address_is_taken(written):
    assert email_problem(written) is None
    assert contact_problem(written) is None


@pytest.mark.parametrize("written", ["ana", "ana@", "@clinic.example", "a b@x.example", "a@b@c.d"])
def test_what_is_no_address_is_told_so(written):
    assert "e-mail address" in (email_problem(written) or "")


def test_a_contact_is_told_what_is_wrong_in_its_own_kind():
    assert "e-mail address, such as" in (contact_problem("ana@") or "")
    assert "10 digits" in (contact_problem("555-0177") or "")
    assert "an e-mail address or a phone number" in (contact_problem("Ana") or "")
