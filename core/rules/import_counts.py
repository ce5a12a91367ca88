"""The lines and rows of an extract, counted as an import reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.rules.time.formats import count_text


class FileStatus(StrEnum):
    """What an import did with one extract."""

    READ = "read"
    REFUSED = "refused"
    MISSING = "missing"


RESULTS = {FileStatus.READ: "Read", FileStatus.REFUSED: "Not read", FileStatus.MISSING: "Missing"}
"""What an import did with a file, as people read it."""


@dataclass(kw_only=True)
class LineCount:
    """All lines of a file, the blank ones, and those that continue a cell of the line before."""

    lines: int = 0
    blank: int = 0
    continued: int = 0


@dataclass
class FileCount(LineCount):
    """Counts of one file. Each line is the header, blank, the further line of a cell, or a row;
    each row read is new, changed, the same, or rejected. `lines` is 0 if nothing was read. An
    import of mended rows has `passed` rows that were no part of it, and rows that are `gone` from
    the file since they were rejected. `unlisted` problems exceed what an import lists."""

    file: str
    status: FileStatus = FileStatus.READ
    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0
    passed: int = 0
    gone: int = 0
    unlisted: int = 0

    @property
    def stored(self) -> int:
        """Rows that are stored now."""
        return self.new + self.changed + self.same

    @property
    def header(self) -> int:
        """Lines of the header."""
        return min(self.lines, 1)


def line_account(files: Iterable[FileCount]) -> str:
    """What became of every line of the files that were read: "7 lines: 1 header, …"."""
    counted = [one for one in files if one.lines]
    parts = {"header": "header", "stored": "stored", "rejected": "rejected", "blank": "blank"}
    parts |= {"continued": "within a cell", "passed": "not imported again"}
    sums = {word: sum(getattr(one, name) for one in counted) for name, word in parts.items()}
    told = ", ".join(f"{count:,} {word}" for word, count in sums.items() if count)
    return f"{count_text(sum(one.lines for one in counted), 'line')}: {told or 'none'}"


def place_text(file: str, line: int | None, ref: str | None) -> str:
    """Where a problem of an import is: "providers.csv line 9 (P-8)"."""
    return f"{file}{f' line {line}' if line else ''}{f' ({ref})' if ref else ''}"


def waiting_text(waiting: Mapping[str, int]) -> str:
    """The rejected rows that wait for one cause, by file: "63 sessions, 1 license"."""
    return ", ".join(count_text(count, _noun(file)) for file, count in waiting.items())


def _noun(file: str) -> str:
    return file.removesuffix("s.csv").replace("_", " ") or "more line"
