"""The rows that could not be taken: all of them in a file, the first of them in the database."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from core.exchange.reject_reasons import RejectReason

KEPT = 1000
"""How many a batch keeps in the database, for the Extracts page."""
SAID = 5
"""How many the summary says outright."""
COLUMNS = ("file", "line", "field", "reason")


@dataclass(frozen=True, slots=True)
class ReportedReject:
    """One fault and the file it is in."""

    file: str
    fault: RejectReason

    @property
    def text(self) -> str:
        """The line a person reads: where, which field, why."""
        line = f" line {self.fault.line}" if self.fault.line else ""
        field = f", {self.fault.field}" if self.fault.field else ""
        return f"{self.file}{line}{field}: {self.fault.reason}"


class RejectLog:
    """Writes rejects to `path` as they come; without any there is no file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kept: list[ReportedReject] = []
        self.first: list[ReportedReject] = []
        self._room = KEPT
        self._handle: IO[str] | None = None
        self._writer: Any = None

    def close(self) -> None:
        """Finish the file, where there is one."""
        if self._handle is not None:
            self._handle.close()

    @property
    def written(self) -> Path | None:
        """The file, when there is one."""
        return self.path if self._handle is not None else None

    def add(self, file: str, faults: Sequence[RejectReason]) -> None:
        """Write down the faults of one row, or of one file."""
        for fault in faults:
            self._row([file, fault.line or "", fault.field or "", fault.reason])
            if len(self.first) < SAID:
                self.first.append(ReportedReject(file, fault))
            if self._room:
                self._room -= 1
                self.kept.append(ReportedReject(file, fault))

    def take(self) -> list[ReportedReject]:
        """The rejects for the database since the last call."""
        kept, self.kept = self.kept, []
        return kept

    def _row(self, cells: Sequence[object]) -> None:
        if self._handle is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = self.path.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._handle)
            self._writer.writerow(COLUMNS)
        self._writer.writerow(cells)
