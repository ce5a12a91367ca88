"""From a file to typed rows, one line at a time; a whole-file fault is found before the first."""

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
EMPTY = "The file is empty; it needs at least the header."
NOT_UTF8 = "The file is not UTF-8; write it anew in that encoding."


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """A line of a file, by the number it begins on (the header is 1), and its row."""

    number: int
    row: ExtractRow


def count_lines(path: Path) -> int:
    """How many lines `path` has; raises UnreadableFile for one that is not a file of UTF-8 text.

    Reads the file once, in blocks, so that nothing is taken of a file that turns bad in its middle.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 0
    if not path.is_file() or not os.access(path, os.R_OK):
        raise UnreadableFile("The file cannot be opened.")
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            _must_be_text(block, lines, decoder)
            lines += max(block.count(b"\n"), block.count(b"\r"))
        _must_be_text(b"", lines, decoder)
    return lines


def _must_be_text(block: bytes, before: int, decoder: codecs.IncrementalDecoder) -> None:
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not before:
        raise UnreadableFile("The file is UTF-16; write it anew in UTF-8.", 1)
    if (place := block.find(b"\0")) >= 0:
        line = before + block.count(b"\n", 0, place) + 1
        raise UnreadableFile("The file holds a NUL byte, so it is no text in UTF-8.", line)
    try:
        decoder.decode(block, final=not block)
    except UnicodeDecodeError as problem:
        line = before + problem.object.count(b"\n", 0, problem.start) + 1
        raise UnreadableFile(NOT_UTF8, line) from problem


def read_lines(
    path: Path, kind: type[ExtractRow]
) -> Iterator[ExtractLine | tuple[RejectReason, ...]]:
    """Each line's row, or what is wrong with it; blank lines are passed over.

    Raises UnreadableFile before the first row if the header is not the documented one.
    """
    fields = kind.columns()
    seen: set[str] = set()
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        header = _header(reader, list(fields))
        for number, cells in _records(reader):
            if isinstance(cells, RejectReason):
                yield (cells,)
            elif len(cells) != len(header):
                yield (RejectReason(number, None, _uneven(len(cells), len(header))),)
            else:
                row = kind.from_line(number, dict(zip(header, map(str.strip, cells), strict=True)))
                yield row if isinstance(row, tuple) else _once(ExtractLine(number, row), seen)


def _records(reader: Any) -> Iterator[tuple[int, list[str] | RejectReason]]:
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            yield (
                number,
                RejectReason(number, None, "The quotes do not fit, or the line has no end."),
            )
            continue
        if cells is None:
            return
        if cells:
            yield number, cells


def _header(reader: Any, documented: Sequence[str]) -> list[str]:
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as problem:
        raise UnreadableFile("The header cannot be read as CSV.", 1) from problem
    if not any(header):
        raise UnreadableFile(EMPTY)
    if sorted(header) != sorted(documented):
        raise UnreadableFile(_wrong_header(header, documented), 1)
    return header


def _wrong_header(header: Sequence[str], documented: Sequence[str]) -> str:
    """Names columns, yet no cell of a file that has no header at all: those would be values."""
    if not set(header) & set(documented):
        return "The first line is not the header, or its columns are not parted by commas."
    found = [
        ("missing", [name for name in documented if name not in header]),
        (
            "unknown",
            [_name(name, at) for at, name in enumerate(header, 1) if name not in documented],
        ),
        ("twice", sorted({name for name in header if header.count(name) > 1} & set(documented))),
    ]
    told = "; ".join(f"{what}: {', '.join(names)}" for what, names in found if names)
    return f"Wrong header. {told}."[:400]


def _name(name: str, at: int) -> str:
    return name if PRINTABLE_NAME.fullmatch(name) else f"column {at}"


def _uneven(cells: int, columns: int) -> str:
    return f"The line has {cells} cells; the header has {columns}."


def _once(line: ExtractLine, seen: set[str]) -> ExtractLine | tuple[RejectReason, ...]:
    if line.row.ref in seen:
        column = next(name for name, field in line.row.columns().items() if field == "ref")
        return (
            RejectReason(line.number, column, "This id stands in an earlier line of the file."),
        )
    seen.add(line.row.ref)
    return line
