"""Reads an extract line by line, after checking that the file as a whole can be read."""

import codecs
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.exchange.cell_signs import sign_problem
from core.exchange.extract_header import read_header
from core.exchange.extract_lines import Record, RecordReader
from core.exchange.extract_row import ExtractRow
from core.exchange.reject_reasons import RejectReason, UnreadableFile
from core.rules.import_counts import LineCount

BLOCK = 1 << 20
REF = re.compile(r"[\w.:/-]{1,40}", re.ASCII)
"""What may be shown as an ID although its row is rejected."""


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """A row and the number of the line where it starts; the header is line 1."""

    number: int
    row: ExtractRow


def count_lines(path: Path) -> int:
    """The number of lines of `path`; raises UnreadableFile if it cannot be opened or is UTF-16."""
    lines, last = 0, b""
    if not path.is_file() or not os.access(path, os.R_OK):
        raise UnreadableFile("The file cannot be opened. Check its permissions.")
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            if not last and _is_utf16(block):
                raise UnreadableFile("The file is UTF-16. Save it as UTF-8.", 1)
            lines += block.count(b"\n") + block.count(b"\r") - (last + block).count(b"\r\n")
            last = block[-1:]
    return lines + (last not in (b"", b"\n", b"\r"))


def _is_utf16(block: bytes) -> bool:
    """Whether a file starts as UTF-16, with a byte order mark or with letters of two bytes."""
    has_mark = block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return has_mark or 0 in block[:2]


def read_lines(
    path: Path, kind: type[ExtractRow], count: LineCount | None = None
) -> Iterator[ExtractLine | tuple[RejectReason, ...]]:
    """The row of each line, or why it is rejected; skips blank lines. `count` follows the lines.

    Raises UnreadableFile before the first row if the header is not the documented one.
    """
    seen: set[str] = set()
    count = count or LineCount()
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as handle:
        header, separator = read_header(handle.readline(), list(kind.columns()), kind.added)
        count.lines = 1
        key = kind.key_column()
        for record in RecordReader(handle, count, header, kind.free_text(), key, separator):
            if isinstance(record, tuple):
                yield record
            else:
                row = _row(record, header, kind)
                yield row if isinstance(row, tuple) else _once(row, seen)


def _row(
    record: Record, header: Sequence[str], kind: type[ExtractRow]
) -> ExtractLine | tuple[RejectReason, ...]:
    """The row of a record, or every reason to reject it; a column with a wrong sign has one."""
    cells = dict(zip(header, map(str.strip, record.cells), strict=True))
    free = kind.free_text()
    signs = {
        name: RejectReason(record.number, name, problem)
        for name, cell in cells.items()
        if (problem := sign_problem(cell, is_free=name in free))
    }
    row = kind.from_line(record.number, {name: cells[name] for name in header if name not in signs})
    others = row if isinstance(row, tuple) else ()
    if not signs and not isinstance(row, tuple):
        return ExtractLine(record.number, row)
    ref = cells[kind.key_column()]
    named = ref if REF.fullmatch(ref) else None
    reasons = [*signs.values(), *(one for one in others if one.field not in signs)]
    return tuple(replace(one, ref=named) for one in reasons)


def _once(line: ExtractLine, seen: set[str]) -> ExtractLine | tuple[RejectReason, ...]:
    if line.row.ref in seen:
        same = "An earlier line of this file has the same ID."
        return (RejectReason(line.number, line.row.key_column(), same, ref=line.row.ref),)
    seen.add(line.row.ref)
    return line
