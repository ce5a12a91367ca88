"""Splits the lines of an extract into records, so that a stray quote costs no line but its own.

A record is one line, or several where a column of free text has line breaks. Read as plain CSV, a
stray quote would swallow every line up to the next quote. Lines that are swallowed are read one by
one instead, and each is a record or named as rejected.
"""

import csv
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from core.exchange.cell_signs import unreadable
from core.exchange.reject_reasons import RejectReason
from core.rules.import_counts import LineCount
from core.rules.time.formats import count_text

SURE_REF = re.compile(r"(?=.*\d)[A-Za-z][\w.-]{0,39}", re.ASCII)
MOST_LINES = 100
"""The lines of one record at most."""
ALONE = "A quote in this line has no partner. Remove it, or double it inside a quoted cell."
TOO_LONG = f"A cell of this line is longer than {csv.field_size_limit():,} characters."


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of a record, and the line where it starts; the header is line 1."""

    number: int
    cells: list[str]


def split_cells(lines: Iterable[str], separator: str = ",") -> list[str]:
    """The cells of one record, with a `separator` between them; raises csv.Error for quotes out of
    place."""
    return next(csv.reader(lines, strict=True, delimiter=separator), [])


@dataclass
class RecordReader:
    """Reads the records below the header from numbered `lines`; `count` follows. `free` are the
    columns, out of those in `header`, that may have line breaks, and `key` has the record's ID;
    `separator` separates cells. Blank cells beyond the header are left out."""

    lines: Iterator[str]
    count: LineCount
    header: Sequence[str]
    free: Collection[str]
    key: str
    separator: str = ","
    _ahead: deque[str] = field(default_factory=deque)

    def __iter__(self) -> Iterator[Record | tuple[RejectReason, ...]]:
        while self._reach(1):
            number = self.count.lines + 1
            found, size = self._next(number)
            for _ in range(size):
                self._ahead.popleft()
            self.count.lines += size
            if found is None:
                self.count.blank += 1
                continue
            if isinstance(found, Record):
                self.count.continued += size - 1
            yield found

    def _reach(self, size: int) -> bool:
        """Whether there are `size` more lines."""
        self._ahead.extend(islice(self.lines, max(0, size - len(self._ahead))))
        return len(self._ahead) >= size

    def _next(self, number: int) -> tuple[Record | tuple[RejectReason, ...] | None, int]:
        """What the next line starts (None: it is blank), and how many lines that takes."""
        text = self._ahead[0]
        try:
            cells = self._split([text])
        except csv.Error as problem:
            if _is_open(problem):
                return self._of_several_lines(number)
            return self._rejected(number, TOO_LONG if "limit" in str(problem) else ALONE), 1
        if not any(map(str.strip, cells)):
            return None, 1
        if len(cells) != len(self.header):
            held = count_text(len(cells), "cell")
            uneven = f"This line has {held}, and the header has {len(self.header)}."
            return self._rejected(number, unreadable(text, "line") or uneven), 1
        return self._without_lone_quote(Record(number, cells), text), 1

    def _of_several_lines(self, number: int) -> tuple[Record | tuple[RejectReason, ...], int]:
        """The record with the next line's open quote, or why that line is rejected."""
        size, cells = self._quoted()
        swallowed = list(islice(self._ahead, 1, size))
        if cells is None or len(cells) != len(self.header) or any(map(self._is_row, swallowed)):
            return self._rejected(number, _stray(number, number + size - 1)), 1
        for name, cell in zip(self.header, cells, strict=True):
            if name not in self.free and ("\n" in cell or "\r" in cell):
                return self._broken(number, number + size - 1, name), size
        text = "".join(islice(self._ahead, size))
        found = self._without_lone_quote(Record(number, cells), text)
        return found, size if isinstance(found, Record) else 1

    def _quoted(self) -> tuple[int, list[str] | None]:
        """How many lines an open quote reaches over, and the cells if it then closes well."""
        for size in range(2, MOST_LINES + 1):
            if not self._reach(size):
                return size - 1, None
            if '"' not in self._ahead[size - 1]:
                continue
            try:
                return size, self._split(islice(self._ahead, size))
            except csv.Error as problem:
                if not _is_open(problem):
                    return size, None
        return MOST_LINES, None

    def _is_row(self, text: str) -> bool:
        """Whether a swallowed line has the cells of a record of its own."""
        cells = next(csv.reader([text], delimiter=self.separator), [])
        return len(self._trimmed(cells)) == len(self.header)

    def _split(self, lines: Iterable[str]) -> list[str]:
        return self._trimmed(split_cells(lines, self.separator))

    def _trimmed(self, cells: list[str]) -> list[str]:
        """The cells without blank ones beyond the header, which spreadsheets add."""
        size = len(self.header)
        return cells if any(map(str.strip, cells[size:])) else cells[:size]

    def _without_lone_quote(self, record: Record, text: str) -> Record | tuple[RejectReason, ...]:
        return self._rejected(record.number, ALONE) if text.count('"') % 2 else record

    def _rejected(self, number: int, reason: str) -> tuple[RejectReason, ...]:
        return (RejectReason(number, None, reason, ref=self._ref()),)

    def _broken(self, first: int, last: int, name: str) -> tuple[RejectReason, ...]:
        """The cell of one line that `first` to `last` make up, and each further line of it."""
        broken = f"This cell has a line break: its quote reaches from line {first} to line {last}."
        reason = f"{broken} Write it on one line, or remove the quote."
        further = f"This line belongs to the cell that a quote in line {first} opens."
        return (
            RejectReason(first, name, reason, ref=self._ref()),
            *(RejectReason(at, None, further, follows=True) for at in range(first + 1, last + 1)),
        )

    def _ref(self) -> str | None:
        """What is surely an ID in the next line, although its cells may be out of place."""
        cells = self._ahead[0].split(self.separator)
        at = self.header.index(self.key)
        cell = cells[at].strip(' "\r\n') if at < len(cells) else ""
        return cell if SURE_REF.fullmatch(cell) else None


def _is_open(problem: csv.Error) -> bool:
    return "unexpected end of data" in str(problem)


def _stray(first: int, last: int) -> str:
    if first == last:
        return "A quote in this line is never closed. Remove it, or close it."
    return (
        f"A quote in this line is not closed in it and would swallow {_span(first + 1, last)}. "
        "Those were read on their own. Remove the quote, or close it."
    )


def _span(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"
