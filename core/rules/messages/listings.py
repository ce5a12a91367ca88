"""What a message says about a directory listing."""

import re
from datetime import date

from core.rules.messages import numbers
from core.rules.messages.dates import days
from core.rules.messages.layout import MessageParts
from core.rules.messages.names import names_in
from core.rules.messages.places import addresses, towns
from core.rules.messages.proposals import Mention, Proposal
from core.rules.messages.sides import RIGHT, WRONG, proposed, sided

_OF_MOS = re.compile(
    r"\b(?P<stopped>stopped|no longer|not) (?:taking|accepting|seeing) "
    r"(?:MOS|Military OneSource)(?: clients)?|"
    r"\b(?:now|started) (?:taking|accepting|seeing) (?:MOS|Military OneSource)(?: clients)?",
    re.I,
)
_ACCEPTING = re.compile(r"\b(?:not )?accepting new (?:patients|clients)\b", re.I)
_AVAILABILITY = re.compile(r"\bavailability (?:is |to )(?P<value>[^.\n]+)", re.I)
_LISTS = re.compile(r"\b(?:it|evernorth|they) (?:lists?|shows?|says?) (?P<value>[^.\n]+)", re.I)
_SPECIALTY = re.compile(
    r"\bspecialt(?:y|ies)\b[^.\n]*?\b(?:says|as|lists?|shows|is)\b:? [\"“]?(?P<value>[^\".”\n]+)",
    re.I,
)
_RIGHT_SPECIALTY = re.compile(
    r"\bshould (?:read|be|say) [\"“]?(?P<value>[A-Z][^\".”\n]+)|"
    r"\bI (?:see|treat|work with|do)\b[^.:\n]*: (?P<other>[^.\n]+)"
)
_NAME_AS = re.compile(r"\bname\b", re.I)


def listing_values(parts: MessageParts, end: int, received: date) -> list[Proposal]:
    """The wrong and right values by topic."""
    own = parts.own
    return [
        *_of_mos(own, received),
        *proposed(parts, sided(parts, addresses(own) or towns(own), end), "location"),
        *proposed(parts, sided(parts, numbers.phones(own), end), "phone"),
        *_specialties(own),
        *_availability(parts, end),
        *_names(parts, end),
    ]


def _of_mos(own: str, received: date) -> list[Proposal]:
    found = _OF_MOS.search(own)
    if found is None:
        return []
    value = "stopped" if found["stopped"] else "taking"
    said = [Proposal(RIGHT, value, found[0], "mos_status")]
    after = own[found.end() : found.end() + 40]
    since = days(after, received) if re.match(r" (?:on|since|as of|from) ", after) else []
    return [*said, *(_since(after, one) for one in since[:1])]


def _since(text: str, day: Mention) -> Proposal:
    return Proposal(RIGHT, day.value, text[day.start : day.end], "mos_status_from")


def _specialties(own: str) -> list[Proposal]:
    found = _SPECIALTY.search(own)
    if found is None:
        return []
    said = [Proposal(WRONG, found["value"].strip(), found["value"].strip(), "specialty")]
    right = _RIGHT_SPECIALTY.search(own, found.end())
    if right:
        value = (right["value"] or right["other"]).strip()
        said.append(Proposal(RIGHT, value, value, "specialty"))
    return said


def _availability(parts: MessageParts, end: int) -> list[Proposal]:
    own = parts.own
    wanted = _AVAILABILITY.search(own)
    if wanted:
        listed = _LISTS.search(own)
        values = [(RIGHT, wanted), *([(WRONG, listed)] if listed else [])]
        return [Proposal(side, one["value"], one["value"], "availability") for side, one in values]
    mentions = [Mention(one[0], *one.span()) for one in _ACCEPTING.finditer(own)]
    return proposed(parts, sided(parts, mentions, end), "availability")


def _names(parts: MessageParts, end: int) -> list[Proposal]:
    """The provider's own name as listed, and as it should be."""
    if not _NAME_AS.search(parts.own):
        return []
    names = [one for one in sided(parts, names_in(parts.own, words=1), end) if one.is_adjacent]
    if {one.side for one in names} != {WRONG, RIGHT}:
        return []
    return [
        Proposal(one.side, _cased(one.mention.value), one.mention.value, "name") for one in names
    ]


def _cased(name: str) -> str:
    """A name that is written in capitals only as names are written."""
    return name.title() if name.isupper() and len(name) > 2 else name
