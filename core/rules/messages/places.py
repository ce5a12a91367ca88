"""Addresses, towns and states in a text."""

import re

from core.rules.messages.proposals import Mention
from core.vocabulary.states import STATE_NAMES

_STREET = (
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|way|boulevard|blvd|place|pl|loop|"
    r"terrace|ter|circle|cir|parkway|pkwy|highway|hwy|square|sq|trail|trl|quad|row|alley|plaza)"
)
_ADDRESS = re.compile(
    rf"\b\d{{1,6}} (?:[\w'’.-]+ ){{1,4}}(?i:{_STREET})\b\.?"
    r"(?:,? (?i:apt|ste|suite|unit|#|floor|fl)\.? ?[\w-]+)?"
    r"(?:,? [A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,2}?,? [A-Z]{2}(?: \d{5}(?:-\d{4})?)?)?"
)
_IN_TOWN = re.compile(r"\b[Ii]n ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)")
_STATES = {name: code for code, name in STATE_NAMES.items()}
_STATE = re.compile(rf"\b({'|'.join(sorted(_STATES, key=len, reverse=True))})\b")
_PARTS = re.compile(
    r"(?P<line1>.+?)(?:,? (?P<city>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)?),? (?P<state>[A-Z]{2})"
    r"(?: (?P<zip>\d{5}(?:-\d{4})?))?)"
)


def addresses(text: str) -> list[Mention]:
    """A house number, a street, and the town where it follows."""
    return [Mention(one[0], *one.span()) for one in _ADDRESS.finditer(text)]


def towns(text: str) -> list[Mention]:
    """What stands after "in" with a capital."""
    return [Mention(one[1], *one.span(1)) for one in _IN_TOWN.finditer(text)]


def states(text: str) -> list[Mention]:
    """The states that are named, by code."""
    return [Mention(_STATES[one[0]], *one.span()) for one in _STATE.finditer(text)]


def home_parts(address: str) -> dict[str, str]:
    """The fields of a home that an address gives, by their names."""
    found = _PARTS.fullmatch(address)
    if found is None:
        return {"home_line1": address}
    named = {
        "home_line1": found["line1"],
        "home_city": found["city"],
        "home_state_code": found["state"],
        "home_zip": found["zip"],
    }
    return {field: value for field, value in named.items() if value}
