"""Rows out, as the CSV extracts that the importer takes."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from typing import Any


def write(folder: Path, kind: type[Any], rows: Iterable[Any]) -> Path:
    """Write one extract, header and all, and return its path; an older one is replaced."""
    path = folder / str(kind.file)
    values = attrgetter(*header(kind))
    with path.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(header(kind))
        lines.writerows([cell(value) for value in values(row)] for row in rows)
    return path


def header(kind: type[Any]) -> Sequence[str]:
    """The columns of an extract."""
    return [column.name for column in fields(kind)]


def cell(value: object) -> str:
    """A value as extracts spell it: empty for None, ISO dates and instants, true and false."""
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _instant(value)
    return str(value)


def _instant(value: datetime) -> str:
    """An instant in UTC with Z; one in a session's zone as its wall clock, and with the offset
    in the hour that a clock change repeats."""
    if value.tzinfo is UTC:
        return value.replace(tzinfo=None).isoformat() + "Z"
    is_repeated = value.replace(fold=0).utcoffset() != value.replace(fold=1).utcoffset()
    return (value if is_repeated else value.replace(tzinfo=None)).isoformat()
