"""What a request asks for, in a few words: the kind and the size of the change, never a value."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from core.rules.names import fold
from core.rules.people.likeness import Likeness, part_likeness
from core.rules.people.name_changes import NAMES
from core.rules.requests.corrections import Line, field_label
from core.rules.requests.listing import ListingLine, topic_label
from core.rules.time.formats import count_text
from core.vocabulary.requests import DirectoryTopic
from core.vocabulary.words import sentence_case

SMALL = 2
"""Letters or digits; a value that differs in more is a new one."""
DIGITS = frozenset({"date_of_birth", "phone", "home_zip", "member_id"})
"""Fields whose difference is counted in digits."""


def correction_text(lines: Sequence[Line]) -> str:
    """The fields of a correction, and of a single one how far its values differ: "Last name,
    1 letter missing"; "" without a line."""
    names = {one.field: one for one in lines}
    if len(lines) == 2 and names.keys() == {*NAMES} and _are_swapped(*names.values()):
        return "Names swapped"
    if len(lines) == 1:
        size = _size(lines[0])
        return sentence_case(field_label(lines[0].field)) + (f", {size}" if size else "")
    return _listed([field_label(one.field) for one in lines])


def listing_text(lines: Sequence[ListingLine]) -> str:
    """The items of a directory update: "Phone, new value"; "" without a line."""
    if len(lines) != 1:
        return _listed([topic_label(one.topic) for one in lines])
    (line,) = lines
    if line.topic == DirectoryTopic.MOS_STATUS:
        size = _words(line.correct_value)
    else:
        size = _difference(line.listed_value, line.correct_value, "digit")
    return sentence_case(topic_label(line.topic)) + (f", {size}" if size else "")


def _words(stands: str) -> str:
    return "stopped" if stands.startswith("Not") else "taking" if stands else ""


def _are_swapped(one: Line, other: Line) -> bool:
    """Whether each of two names is to become what the other is now."""
    crossed = {(fold(line.current_value), fold(line.correct_value)) for line in (one, other)}
    return crossed == {(right, now) for now, right in crossed} and bool(one.current_value)


def _size(line: Line) -> str:
    if line.field in NAMES and line.current_value and line.correct_value:
        slip = part_likeness(line.current_value, line.correct_value)
        return "new name" if slip is None else "" if not slip.letters else _letters(slip)
    unit = "digit" if line.field in DIGITS else "letter"
    return _difference(line.current_value, line.correct_value, unit)


def _letters(slip: Likeness) -> str:
    return slip.text


def _difference(now: str, right: str, unit: str) -> str:
    """How far two values differ; "" where one is missing or they are equal."""
    if not now or not right or now == right:
        return ""
    wrong = OSA.distance(now, right, score_cutoff=SMALL)
    return count_text(wrong, unit) if wrong <= SMALL else "new value"


def _listed(names: Sequence[str]) -> str:
    if len(names) > SMALL:
        return f"{len(names)} fields"
    return sentence_case(" and ".join(names))
