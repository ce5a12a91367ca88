"""What must not stand in an e-mail to a requester: it carries references, never client data."""

import re
from collections.abc import Mapping
from datetime import date

from core.rules.contacts import DASHES, without_extension
from core.rules.names import fold

TELLING = ("email", "phone", "member_id", "home_line1")
"""Fields whose value alone says who a client is, or tells of one."""


def client_data_in(text: str, record: Mapping[str, str], requester: str) -> list[str]:
    """The fields of a client's record (field → value) whose values stand in `text`: a name only
    whole, the requester's own left aside, and a birth date as it is written here or in numbers.
    Case and accents do not matter, nor how a number is parted."""
    values = [(field, record.get(field, "")) for field in TELLING]
    values.append(("phone", without_extension(record.get("phone", ""))))
    values += [("date_of_birth", written) for written in _written(record.get("date_of_birth", ""))]
    first, last = record.get("first_name", ""), record.get("last_name", "")
    values += [("name", f"{first} {last}"), ("name", f"{last}, {first}")]
    told = text.replace(requester, "")
    return list(dict.fromkeys(field for field, value in values if _stands_in(told, value)))


def _written(day: str) -> list[str]:
    if not day:
        return []
    born = date.fromisoformat(day)
    return [day, f"{born:%m/%d/%Y}", f"{born.month}/{born.day}/{born.year}"]


def _stands_in(text: str, value: str) -> bool:
    if len(value.strip(" ,")) < 4:
        return False
    if re.search(rf"(?<!\w){re.escape(fold(value))}(?!\w)", fold(text)):
        return True
    digits = re.sub(r"\D", "", value)
    parted = rf"[\s().+/{DASHES}]*".join(digits)
    return len(digits) >= 7 and bool(re.search(rf"(?<!\d)1?{parted}(?!\d)", text))
