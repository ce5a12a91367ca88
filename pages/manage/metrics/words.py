"""Words that several figures share."""

from calendar import month_abbr
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from core.vocabulary.words import label


def month(bucket: str) -> str:
    """ "Mar 2026" for "2026-03"."""
    return f"{month_abbr[int(bucket[5:])]} {bucket[:4]}"


def words(parts: Iterable[StrEnum]) -> dict[str, str]:
    """Each value with its words, in order."""
    return {part.value: label(part) for part in parts}


def day(value: date | None) -> str:
    """A date in a table; a dash where there is none."""
    return value.isoformat() if value else "–"


def client(row: Any) -> str:
    """A client in initials, with the reference."""
    return f"{row.client} {row.client_ref}".strip()
