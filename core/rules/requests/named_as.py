"""The client's name as a requester wrote it, beside the name on record (R45, decided here)."""

from core.rules.names import fold, is_same_name
from core.rules.people.likeness import Likeness, Slip, part_likeness


def name_difference(named_as: str, first: str, last: str) -> str | None:
    """How the two differ in words that repeat neither, such as "last name: 1 letter missing"; ""
    for one name, None for another person's. A slip does not keep a request from being ready."""
    if is_same_name(named_as, first, last):
        return ""
    words = fold(named_as).split()
    found = [
        (given, family)
        for at in range(1, len(words))
        if (given := part_likeness(" ".join(words[:at]), fold(first)))
        and (family := part_likeness(" ".join(words[at:]), fold(last)))
    ]
    if not found:
        return None
    given, family = min(found, key=lambda pair: pair[0].distance + pair[1].distance)
    parts = (("first name", given), ("last name", family))
    return ", ".join(f"{name}: {one.text}" for name, one in parts if _is_slip(one))


def _is_slip(one: Likeness) -> bool:
    return one.slip is not Slip.NONE
