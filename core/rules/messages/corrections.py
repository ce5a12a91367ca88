"""What a message says is wrong in a client's record, and what is right."""

import re
from collections.abc import Iterable
from datetime import date

from rapidfuzz.distance import JaroWinkler

from core.rules.messages import numbers
from core.rules.messages.dates import birth_dates
from core.rules.messages.layout import MessageParts
from core.rules.messages.names import names_in
from core.rules.messages.places import addresses
from core.rules.messages.proposals import Mention, Proposal
from core.rules.messages.sides import RIGHT, WRONG, SidedValue, proposed, sided
from core.rules.names import fold

_SEX = re.compile(r"\b(?:fe)?male\b", re.I)
_NAMED_FIELD = re.compile(
    r"\b(?P<field>first|last|sur|given|family)[ -]?names? ?(?:is|should be|to|:|=|->)? ?$", re.I
)
_FIELDS = {"first": "first_name", "given": "first_name"}
_IN_BIRTH = re.compile(r"\b(?:dob|birth\w*|born|nacimiento)\b", re.I)


def correction_values(parts: MessageParts, client: str, end: int, received: date) -> list[Proposal]:
    """The wrong and right values of one client, whose name on record is `client` or ""."""
    found = _name_values(parts, client, end)
    for field, mentions in _typed(parts, received).items():
        found += proposed(parts, sided(parts, mentions, end), field)
    return found


def _typed(parts: MessageParts, received: date) -> dict[str, list[Mention]]:
    own = parts.own
    has_birth = _IN_BIRTH.search(own)
    return {
        "email": numbers.emails(own),
        "phone": numbers.phones(own),
        "date_of_birth": birth_dates(own, received) if has_birth else [],
        "sex": [Mention(one[0].lower(), *one.span()) for one in _SEX.finditer(own)],
        "address": addresses(own),
    }


def _name_values(parts: MessageParts, client: str, end: int) -> list[Proposal]:
    own = parts.own
    said = [(one, _named_field(own, one)) for one in names_in(own, words=1) if one.start < end]
    named = [(one, field) for one, field in said if field]
    if named:
        return _by_field(own, client, named)
    values = [one for one in sided(parts, [one for one, _ in said], end) if one.is_adjacent]
    wrong = next((one for one in values if one.side == WRONG), None)
    right = next((one for one in values if one.side == RIGHT), None)
    return _compared(own, client, wrong, right)


def _named_field(own: str, name: Mention) -> str:
    found = _NAMED_FIELD.search(own[max(0, name.start - 30) : name.start])
    return _FIELDS.get(found["field"].lower(), "last_name") if found else ""


def _by_field(own: str, client: str, named: list[tuple[Mention, str]]) -> list[Proposal]:
    """ "first name Quoc last name Tran": each right value has its field beside it."""
    found = []
    first, _, last = client.rpartition(" ")
    for one, field in named:
        wrong = first if field == "first_name" else last
        if wrong and wrong != one.value:
            found.append(Proposal(WRONG, wrong, client, field))
        begin = max(0, own.rfind(" name ", 0, one.start) - 6)
        read = own[one.start : one.end]
        if label := re.search(r"\b(?:first|last) name (?=\S+$)", own[begin : one.end]):
            read = own[begin + label.start() : one.end]
        found.append(Proposal(RIGHT, one.value, read, field))
    return found


def _compared(
    own: str, client: str, wrong: SidedValue | None, right: SidedValue | None
) -> list[Proposal]:
    """The part of the name that differs, on each side."""
    if right is None or wrong is None:
        return []
    found = []
    parts = differing_parts(wrong.mention.value, right.mention.value)
    for name, was, correct in parts:
        is_first = " " in client and client.split(" ")[0] == was
        field = "first_name" if is_first and " " not in wrong.mention.value else name
        start = right.mention.start if " " in right.mention.value else _cue_start(wrong, right)
        found.append(Proposal(WRONG, was, own[wrong.mention.start : wrong.mention.end], field))
        found.append(Proposal(RIGHT, correct, own[start : right.mention.end], field))
    return found


def _cue_start(wrong: SidedValue, right: SidedValue) -> int:
    """A part alone is read with its word where the wrong name is a whole one."""
    return right.cue_start if " " in wrong.mention.value else right.mention.start


def differing_parts(wrong: str, right: str) -> Iterable[tuple[str, str, str]]:
    """Each part of the name that differs, as field, wrong and right value."""
    was, correct = wrong.split(" "), right.split(" ")
    if len(was) == 1 or len(correct) == 1:
        alike = max(was, key=lambda word: JaroWinkler.similarity(fold(word), fold(correct[-1])))
        is_first = len(was) > 1 and alike == was[0]
        return [
            (
                "first_name" if is_first else "last_name",
                alike,
                right if len(correct) == 1 else correct[-1],
            )
        ]
    pairs = [
        ("first_name", was[0], correct[0]),
        ("last_name", " ".join(was[1:]), " ".join(correct[1:])),
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]
