"""Rejected rows: all of them in a file, the first of them in the database."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from core.exchange.reject_reasons import RejectReason

KEPT = 1000
"""Kept in the database for the page Imports."""
SAID = 5
"""Shown in the summary."""
COLUMNS = ("file", "line", "field", "reason")


@dataclass(frozen=True, slots=True)
class ReportedReject:
    """One problem and its file."""

    file: str
    fault: RejectReason

    @property
    def text(self) -> str:
        """The problem as a line of text: file, line, field, reason."""
        line = f" line {self.fault.line}" if self.fault.line else ""
        field = f", {self.fault.field}" if self.fault.field else ""
        return f"{self.file}{line}{field}: {self.fault.reason}"


class RejectLog:
    """Writes problems to `path` as they occur; the file exists only if there are any."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kept: list[ReportedReject] = []
        self.first: list[ReportedReject] = []
        self._room = KEPT
        self._handle: IO[str] | None = None
        self._writer: Any = None

    def close(self) -> None:
        """Close the file."""
        if self._handle is not None:
            self._handle.close()

    @property
    def written(self) -> Path | None:
        """The file, if there is one."""
        return self.path if self._handle is not None else None

    def add(self, file: str, faults: Sequence[RejectReason]) -> None:
        """Add the problems of one row or file."""
        for fault in faults:
            self._row([file, fault.line or "", fault.field or "", fault.reason])
            if len(self.first) < SAID:
                self.first.append(ReportedReject(file, fault))
            if self._room:
                self._room -= 1
                self.kept.append(ReportedReject(file, fault))

    def take(self) -> list[ReportedReject]:
        """The problems since the last call that go into the database."""
        kept, self.kept = self.kept, []
        return kept

    def _row(self, cells: Sequence[object]) -> None:
        if self._handle is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = self.path.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._handle)
            self._writer.writerow(COLUMNS)
        self._writer.writerow(cells)
