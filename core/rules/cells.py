"""A value as a cell of a CSV file: its text, and the text that no spreadsheet takes for a formula.

The texts are those the platform's extracts use, so that a value can be compared with one.
"""

from datetime import UTC, datetime
from enum import Enum
from typing import Any

MARK = "'"
SIGNS = frozenset("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")
"""What a formula may begin with, full-width, small and mathematical forms included."""
UNSEEN = " \u00a0\u200b\u2060\ufeff"
"""What some programs drop before they look at the first sign."""


def as_cell(value: Any) -> str:
    """A value as an extract writes it: "" for None, true or false, ISO dates, instants in UTC."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Enum):
        return str(value.value)
    return ";".join(value) if isinstance(value, tuple) else str(value)


def guarded(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet might run it, and where it begins
    with an apostrophe itself: so whoever takes one leading apostrophe away has the exact text."""
    is_marked = text.startswith(MARK) or text.lstrip(UNSEEN)[:1] in SIGNS
    return MARK + text if is_marked else text
