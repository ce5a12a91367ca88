"""Reads an extract line by line, after checking that the file as a whole can be read."""

import codecs
import csv
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.exchange.extract_row import ExtractRow
from core.exchange.reject_reasons import RejectReason, UnreadableFile

BLOCK = 1 << 20
PRINTABLE_NAME = re.compile(r"[A-Za-z][\w ]{0,39}", re.ASCII)
EMPTY = "The file is empty. It needs at least a header line."
NOT_UTF8 = "The file is not UTF-8. Save it as UTF-8."


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """A row and the number of the line where it starts; the header is line 1."""

    number: int
    row: ExtractRow


def count_lines(path: Path) -> int:
    """The number of lines of `path`; raises UnreadableFile if it is not UTF-8 text.

    Reads the whole file, so that an import takes nothing from a file that is damaged further down.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 0
    if not path.is_file() or not os.access(path, os.R_OK):
        raise UnreadableFile("The file cannot be opened. Check its permissions.")
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            _must_be_text(block, lines, decoder)
            lines += max(block.count(b"\n"), block.count(b"\r"))
        _must_be_text(b"", lines, decoder)
    return lines


def _must_be_text(block: bytes, before: int, decoder: codecs.IncrementalDecoder) -> None:
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not before:
        raise UnreadableFile("The file is UTF-16. Save it as UTF-8.", 1)
    if (place := block.find(b"\0")) >= 0:
        line = before + block.count(b"\n", 0, place) + 1
        raise UnreadableFile("The file contains a NUL byte. Save it as UTF-8 text.", line)
    try:
        decoder.decode(block, final=not block)
    except UnicodeDecodeError as problem:
        line = before + problem.object.count(b"\n", 0, problem.start) + 1
        raise UnreadableFile(NOT_UTF8, line) from problem


def read_lines(
    path: Path, kind: type[ExtractRow]
) -> Iterator[ExtractLine | tuple[RejectReason, ...]]:
    """The row of each line, or why it is rejected; skips blank lines.

    Raises UnreadableFile before the first row if the header is not the documented one.
    """
    fields = kind.columns()
    seen: set[str] = set()
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        header = _header(reader, list(fields), kind.added)
        for number, cells in _records(reader):
            if isinstance(cells, RejectReason):
                yield (cells,)
            elif len(cells) != len(header):
                uneven = f"This line has {len(cells)} cells, and the header has {len(header)}."
                yield (RejectReason(number, None, uneven),)
            else:
                row = kind.from_line(number, dict(zip(header, map(str.strip, cells), strict=True)))
                yield row if isinstance(row, tuple) else _once(ExtractLine(number, row), seen)


def _records(reader: Any) -> Iterator[tuple[int, list[str] | RejectReason]]:
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            open_quote = "A quote in this line is never closed, or not doubled."
            yield number, RejectReason(number, None, open_quote)
            continue
        if cells is None:
            return
        if cells:
            yield number, cells


def _header(reader: Any, documented: Sequence[str], added: frozenset[str]) -> list[str]:
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as problem:
        raise UnreadableFile("The header cannot be read as CSV. Check its quotes.", 1) from problem
    if not any(header):
        raise UnreadableFile(EMPTY)
    documented = [name for name in documented if name in header or name not in added]
    if sorted(header) != sorted(documented):
        raise UnreadableFile(_wrong_header(header, documented), 1)
    return header


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


def _once(line: ExtractLine, seen: set[str]) -> ExtractLine | tuple[RejectReason, ...]:
    if line.row.ref in seen:
        column = next(name for name, field in line.row.columns().items() if field == "ref")
        return (RejectReason(line.number, column, "An earlier line of this file has the same ID."),)
    seen.add(line.row.ref)
    return line
