"""The National Provider Identifier: ten digits, the first 1 or 2, with a check digit (R48)."""

PREFIX = "80840"
"""What stands before an NPI when its check digit is worked out."""


def npi_problem(npi: str) -> str | None:
    """What is wrong with `npi`, in words for the person who typed it; None for a sound one
    (R48)."""
    if not (npi.isascii() and npi.isdigit()):
        return "Enter the 10 digits of the NPI."
    if len(npi) != 10:
        return f"Enter the 10 digits of the NPI. This has {len(npi)}."
    if npi[0] not in "12":
        return "An NPI starts with 1 or 2."
    if not _luhn(PREFIX + npi):
        return "This is not an NPI. One digit is wrong, or two are swapped."
    return None


def check_digit(first_nine: str) -> str:
    """The tenth digit of an NPI that begins with `first_nine`."""
    return next(digit for digit in "0123456789" if _luhn(PREFIX + first_nine + digit))


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
