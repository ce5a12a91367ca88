"""Reads an extract line by line, after checking that the file as a whole can be read."""

import codecs
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from core.exchange.extract_header import read_header
from core.exchange.extract_lines import Record, RecordReader
from core.exchange.extract_row import ExtractRow
from core.exchange.reject_reasons import RejectReason, UnreadableFile
from core.rules.import_counts import LineCount

BLOCK = 1 << 20
CHUNK = 1000
T = TypeVar("T")
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
    count = count or LineCount()
    with (
        closing(_seen_refs()) as seen,
        path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as handle,
    ):
        header, separator = read_header(handle.readline(), list(kind.columns()), kind.added)
        count.lines = 1
        key = kind.key_column()
        for record in RecordReader(handle, count, header, kind.free_text(), key, separator):
            if isinstance(record, tuple):
                yield record
            else:
                row = _row(record, header, kind)
                yield row if isinstance(row, tuple) else _once(row, seen)


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of `size`, which are imported or looked up together."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _row(
    record: Record, header: Sequence[str], kind: type[ExtractRow]
) -> ExtractLine | tuple[RejectReason, ...]:
    """The row of a record, or every reason to reject it."""
    cells = dict(zip(header, map(str.strip, record.cells), strict=True))
    row = kind.from_line(record.number, cells)
    if not isinstance(row, tuple):
        return ExtractLine(record.number, row)
    ref = cells[kind.key_column()]
    named = ref if REF.fullmatch(ref) else None
    return tuple(replace(one, ref=named) for one in row)


def _seen_refs() -> sqlite3.Connection:
    """A table for the IDs of one file, as a file that is gone when it is closed. A set would take
    100 bytes of memory for each."""
    made = sqlite3.connect("")
    made.execute("PRAGMA journal_mode = OFF")
    made.execute("CREATE TABLE seen (ref TEXT PRIMARY KEY) WITHOUT ROWID")
    return made


def _once(line: ExtractLine, seen: sqlite3.Connection) -> ExtractLine | tuple[RejectReason, ...]:
    if seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", (line.row.ref,)).rowcount:
        return line
    same = "An earlier line of this file has the same ID."
    return (RejectReason(line.number, line.row.key_column(), same, ref=line.row.ref),)
