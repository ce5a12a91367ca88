"""Whether a value stands in a message as the wrong one or as the right one."""

import re
from dataclasses import dataclass

from core.rules.messages.layout import MessageParts
from core.rules.messages.proposals import Mention, Proposal

WRONG, RIGHT = "wrong", "right"
_OPEN = r"[\s:\"“”'‘«(]*"
_ADJACENT = rf"{_OPEN}(?:a |an |el |la |the )?{_OPEN}$"
_CUES = (
    (
        RIGHT,
        r"should (?:be|read|say|show)|correct(?: \w+)? (?:is|one is|should be)|"
        r"correct(?:\w*|[ -]\w+(?: \w+)?):|"
        r"debe(?:ría)? (?:ser|decir)|correct[oa] es|(?:is|are) now|now|new(?: \w+)?(?: is)?:?|"
        r"actually|it['’]?s|its|meant|(?:was|is) really|really|mine is|we met|i['’]?m in|"
        r"was in|wants?|"
        r"->|→|changed? to|instead it['’]?s|es en realidad|nuev[oa](?: \w+)? es",
    ),
    (
        WRONG,
        r"says i['’]?m in|says?|shows?|list(?:s|ed)?(?: \w+)? as|lists?|"
        r"(?:they|you|we|it|still) ha(?:ve|s)|"
        r"ha(?:s|ve) (?:my|the|her|his|their) \w+ as|old(?: \w+)?|not|instead of|i put|put|entered|"
        r"enter(?:ed)? it(?: is| as)?|(?:as )?i entered it is|picked|dice|aparece|under|wrong \w+|"
        r"typed|current(?:ly)?(?: \w+)?:?|from|(?:incorrect|wrong)(?: \w+)?:",
    ),
)
_NEAR = [(side, re.compile(rf"(?<![\w])(?:{cues})(?!\w)", re.I)) for side, cues in _CUES]
_AFTER = re.compile(r"[\"”']? is (?:the )?(?P<side>right|correct|wrong|old|incorrect)\b", re.I)
_RIGHT_BEFORE = re.compile(rf"\b(?:is|to|es|a){_OPEN}$", re.I)
_REACH = 60
"""How many characters before a value its word may stand."""


@dataclass(frozen=True)
class SidedValue:
    """A value and its side, with where its word begins."""

    side: str
    mention: Mention
    cue_start: int
    is_adjacent: bool


def sided(parts: MessageParts, mentions: list[Mention], end: int) -> list[SidedValue]:
    """Those that a word in the same sentence, after the value before, calls wrong or right. What
    begins at `end`, the signature, or later is the writer's own."""
    found, floor = [], 0
    for one in sorted(mentions, key=lambda mention: mention.start):
        begin = max(parts.sentence(one.start)[0], floor, one.start - _REACH)
        side = None
        if one.start < end:
            side = _said_after(parts.own, one) or _side(parts.own[begin : one.start], begin, one)
        if side:
            found.append(side)
            floor = one.end
    return found


def _said_after(own: str, one: Mention) -> SidedValue | None:
    found = _AFTER.match(own, one.end)
    if found is None:
        return None
    side = RIGHT if found["side"].lower() in ("right", "correct") else WRONG
    return SidedValue(side, one, one.start, is_adjacent=True)


def _side(before: str, begin: int, one: Mention) -> SidedValue | None:
    cues = [
        (cue.end(), -cue.start(), side) for side, near in _NEAR for cue in near.finditer(before)
    ]
    last = max(cues, default=None)
    if last is None or not re.fullmatch(_OPEN, before[last[0] :]):
        bare = _RIGHT_BEFORE.search(before)
        if bare and (last is None or last[0] <= bare.start()):
            return SidedValue(RIGHT, one, begin + bare.start(), is_adjacent=True)
    if last is None:
        return None
    is_adjacent = re.fullmatch(_ADJACENT, before[last[0] :]) is not None
    return SidedValue(last[2], one, begin - last[1], is_adjacent)


def proposed(parts: MessageParts, values: list[SidedValue], field: str) -> list[Proposal]:
    """The values of one field, each read as it is written."""
    own = parts.own
    return [
        Proposal(one.side, one.mention.value, own[one.mention.start : one.mention.end], field)
        for one in values
    ]
