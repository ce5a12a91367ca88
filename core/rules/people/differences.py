"""How two records of clients differ, field by field, in words without their values."""

from datetime import date

from core.rules.contacts import is_same_phone
from core.rules.names import email_key
from core.rules.people.birth_dates import birth_date_difference
from core.rules.people.likeness import part_likeness
from core.rules.people.name_changes import NAMES
from core.vocabulary.words import sentence_case

SAME = "same"


def difference_text(field: str, one: str, other: str) -> str:
    """How two values of a field differ: "Same", "1 letter missing", "Day and month swapped"."""
    if not one or not other:
        return "On one record only" if one or other else "On neither record"
    return sentence_case(SAME if one == other else _difference(field, one, other) or "different")


def _difference(field: str, one: str, other: str) -> str | None:
    if field in (*NAMES, "preferred_name"):
        alike = part_likeness(one, other)
        return alike.text if alike else None
    if field == "date_of_birth":
        found = birth_date_difference(date.fromisoformat(one), date.fromisoformat(other), digits=1)
        return found.words if found.is_slip else None
    if field == "email":
        return SAME if email_key(one) == email_key(other) else None
    return SAME if field == "phone" and is_same_phone(one, other) else None
