"""Reads the header of an extract: its columns, and the sign that separates cells."""

import csv
import re
from collections.abc import Sequence

from core.exchange.extract_lines import split_cells
from core.exchange.reject_reasons import UnreadableFile

SEPARATORS = (",", ";", "\t")
"""What separates cells: commas, or what spreadsheets write in their place."""
PRINTABLE_NAME = re.compile(r"[a-z][\w ]{0,39}", re.ASCII)
EMPTY = "The file is empty. It needs at least a header line."


def read_header(
    line: str, documented: Sequence[str], added: frozenset[str]
) -> tuple[list[str], str]:
    """The columns of the first line, as documented and in its order, and the sign between them.

    Names may have capitals and blanks around them, and blank names may follow the last one. Raises
    UnreadableFile if columns lack, unless they are in `added`, or if there are others.
    """
    if not line.strip(f'"{"".join(SEPARATORS)}\r\n '):
        raise UnreadableFile(EMPTY)
    split = {separator: _names(line, separator) for separator in SEPARATORS}
    separator = max(SEPARATORS, key=lambda separator: len(set(split[separator]) & set(documented)))
    header = split[separator]
    if not header:
        raise UnreadableFile("The header cannot be read as CSV. Check its quotes.", 1)
    documented = [name for name in documented if name in header or name not in added]
    if sorted(header) != sorted(documented):
        raise UnreadableFile(_wrong_header(header, documented), 1)
    return header, separator


def _names(line: str, separator: str) -> list[str]:
    """The names in the line, up to the last that is not blank; none if it is no CSV."""
    try:
        names = [cell.strip().lower() for cell in split_cells([line], separator)]
    except csv.Error:
        return []
    while names and not names[-1]:
        names.pop()
    return names


def _wrong_header(header: Sequence[str], documented: Sequence[str]) -> str:
    """Names columns, unless the first line looks like data: then it would repeat values."""
    if not set(header) & set(documented):
        return "The first line is not a header, or commas do not separate its columns."
    found = [
        ("Missing", [name for name in documented if name not in header]),
        (
            "Unknown",
            [_name(name, at) for at, name in enumerate(header, 1) if name not in documented],
        ),
        ("Repeated", sorted({name for name in header if header.count(name) > 1} & set(documented))),
    ]
    told = " ".join(f"{what}: {', '.join(names)}." for what, names in found if names)
    return f"The header does not match. {told}"[:400]


def _name(name: str, at: int) -> str:
    return name if PRINTABLE_NAME.fullmatch(name) else f"column {at}"
