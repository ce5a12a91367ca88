"""What a message says about a session: its day and time, and what is wrong about it."""

import re
from datetime import date

from core.rules.messages import kinds, numbers
from core.rules.messages.dates import days, times
from core.rules.messages.layout import MessageParts
from core.rules.messages.places import addresses, states
from core.rules.messages.proposals import Mention, Proposal
from core.rules.messages.sides import RIGHT, WRONG, proposed, sided

_OF_DAY = {kinds.CANCELLATION, kinds.EDIT, kinds.MOS_CONFIRMATION, kinds.CODING}
_CAR = re.compile(r"\bCAR\b|case activity report", re.I)
_CAR_AFTER = re.compile(r" for the CAR date")
_DOS_BEFORE = re.compile(r"\bDOS $")
_KEEP = re.compile(r"\bkeep\b", re.I)
_REFERENCE = re.compile(
    r"\breference(?: number)?(?: is|:)? (?P<value>[A-Z0-9][\w-]*\d[\w-]*)", re.I
)


def session_values(parts: MessageParts, kind: str, end: int, received: date) -> list[Proposal]:
    """What is said of the session that the message is about."""
    if kind not in _OF_DAY:
        return []
    mentions = days(parts.own, received)
    found = _edits(parts, mentions, end) if kind == kinds.EDIT else []
    if not any(one.of == "date" for one in found):
        found += _days_of(parts, mentions)
    if kind == kinds.CANCELLATION:
        found += _start(parts)
    return found


def new_location_values(parts: MessageParts) -> list[Proposal]:
    """The place to add."""
    return [Proposal(RIGHT, one.value, one.value, "location") for one in addresses(parts.own)[:1]]


def board_values(parts: MessageParts, received: date) -> list[Proposal]:
    """What a board answered: the state, its reference, the letter's day, from when until when."""
    own, found = parts.own, []
    found += [
        Proposal(RIGHT, one.value, own[one.start : one.end], "state") for one in states(own)[:1]
    ]
    if reference := _REFERENCE.search(own):
        found.append(Proposal("board_reference", reference["value"], reference["value"]))
    for one in days(own, received, may_come=True):
        before, written = own[: one.start], own[one.start : one.end]
        if re.search(r"\b(?:dated|letter of|answered on) $", before):
            found.append(Proposal("answer_date", one.value, written))
        elif side := re.search(r"\b(from|to|until|through) $", before):
            name = "from" if side[1] == "from" else "until"
            found.append(Proposal(RIGHT, one.value, written, name))
    return found


def _days_of(parts: MessageParts, mentions: list[Mention]) -> list[Proposal]:
    """The day of the session, and the one that was entered for the Case Activity Report."""
    own, found = parts.own, []
    for one in mentions:
        begin, end = parts.sentence(one.start)
        written = own[one.start : one.end]
        if after := _CAR_AFTER.match(own[one.end :]):
            found.append(Proposal("car_date", one.value, written + after[0]))
        elif _CAR.search(own[begin:end]):
            found.append(Proposal("car_date", one.value, written))
        else:
            label = _DOS_BEFORE.search(own[: one.start])
            found.append(
                Proposal("date_of_service", one.value, (label[0] if label else "") + written)
            )
    return found


def _start(parts: MessageParts) -> list[Proposal]:
    """The first time of day that is not that of a session to keep."""
    own = parts.own
    for one in times(own):
        begin, end = parts.sentence(one.start)
        if not _KEEP.search(own[begin:end]):
            return [Proposal("start_time", one.value, own[one.start : one.end])]
    return []


def _edits(parts: MessageParts, mentions: list[Mention], end: int) -> list[Proposal]:
    own = parts.own
    found = [
        *proposed(parts, sided(parts, numbers.cpt_codes(own), end), "cpt"),
        *proposed(parts, sided(parts, states(own), end), "location"),
        *_times(parts, end),
    ]
    if re.search(r"diagnos", own, re.I):
        found += proposed(parts, sided(parts, numbers.diagnoses(own), end), "diagnosis")
    of_day = proposed(parts, sided(parts, mentions, end), "date")
    if {one.field for one in of_day} == {WRONG, RIGHT}:
        found += of_day
    return found


def _times(parts: MessageParts, end: int) -> list[Proposal]:
    """Start and end; what follows the right start after "to" is the right end."""
    own, found = parts.own, []
    last = 0
    for one in sided(parts, times(own), end):
        is_end = bool(last) and re.fullmatch(r" ?(?:to|-|until) ?", own[last : one.mention.start])
        name = "end_time" if is_end else "start_time"
        found += proposed(parts, [one], name)
        last = one.mention.end
    return found
