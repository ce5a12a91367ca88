"""Phone numbers and e-mail addresses, as people write them (R32, R44)."""

import re

from email_validator import EmailNotValidError, validate_email

DASHES = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
"""The hyphen, and what programs make of it."""
EXTENSION = re.compile(r"[\s,;]*(?:extension|ext|x|#)[\s.:#]*([0-9]{1,7})$", re.I)
WRITTEN = re.compile(rf"\+?[0-9\s().{DASHES}]+")
US_DIGITS = 10
ABROAD_DIGITS = range(8, 16)


def email_problem(value: str) -> str | None:
    """Why `value` is no e-mail address; None when it is one."""
    try:
        validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return "Enter an e-mail address, such as ana@clinic.example."
    return None


def phone_problem(value: str) -> str | None:
    """Why nobody can be called at `value`; None for a US number, which may have an extension, and
    for one of another country after its +. What was typed is never repeated."""
    number = without_extension(value)
    if not WRITTEN.fullmatch(number):
        return "Enter a phone number in digits, such as 312-555-0142 or 312-555-0142 ext. 12."
    digits = re.sub(r"[^0-9]", "", number)
    if number.startswith("+") and not digits.startswith("1"):
        is_number = len(digits) in ABROAD_DIGITS and digits[0] != "0"
        return None if is_number else "After the +, enter the country code and the whole number."
    has_code = number.startswith("+") or len(digits) == US_DIGITS + 1
    return _us_problem(digits.removeprefix("1") if has_code else digits)


def contact_problem(value: str) -> str | None:
    """Why nobody can be told there; None for an e-mail address or a phone number."""
    if "@" in value:
        return email_problem(value)
    if re.search(r"[0-9]", value):
        return phone_problem(value)
    return "Enter an e-mail address or a phone number for the reply."


def without_extension(value: str) -> str:
    """The number alone."""
    return EXTENSION.sub("", value.strip())


def is_same_phone(left: str, right: str) -> bool:
    """Whether two ways of writing are one number, and one extension."""
    return _compared(left) == _compared(right)


def phone_digits(value: str) -> str:
    """The digits by which a number is found, however it is written: without extension, and without
    the 1 before a US number."""
    digits = re.sub(r"[^0-9]", "", without_extension(value))
    is_us = len(digits) == US_DIGITS + 1 and digits.startswith("1")
    return digits[is_us:]


def _compared(value: str) -> tuple[str, str]:
    found = EXTENSION.search(value.strip())
    return phone_digits(value), found[1] if found else ""


def _us_problem(digits: str) -> str | None:
    """Area code and exchange begin with 2 to 9 and are no service code such as 911; an area code
    with 9 in the middle is not given out."""
    if len(digits) != US_DIGITS:
        return (
            f"A US phone number has 10 digits with its area code; this one has {len(digits)}. "
            "Begin a number of another country with + and its code."
        )
    area, exchange = digits[:3], digits[3:6]
    if area[0] in "01" or area[1:] == "11" or area[1] == "9":
        return "No US phone number has this area code. Check the first three digits."
    if exchange[0] in "01" or exchange[1:] == "11":
        return "No US phone number has these digits after the area code. Check them."
    return None
