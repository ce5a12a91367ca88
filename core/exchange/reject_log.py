"""Rejected rows: all of them in a file, the first of them in the database."""

import csv
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from core.exchange.reject_reasons import RejectReason

KEPT = 1000
"""Kept in the database for the page Imports."""
SAID = 5
"""Shown in the summary."""
COLUMNS = ("file", "line", "field", "reason")


class RejectLog:
    """Writes problems to `path` as they occur; the file exists only if there are any."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kept: list[dict[str, Any]] = []
        self.first: list[str] = []
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
            self._row([file, fault.line, fault.field, fault.reason])
            if len(self.first) < SAID:
                self.first.append(fault.text(file))
            if self._room:
                self._room -= 1
                self.kept.append({"file": file, **asdict(fault), "reason": fault.reason[:400]})

    def take(self) -> list[dict[str, Any]]:
        """The problems since the last call that go into the database, as its rows."""
        kept, self.kept = self.kept, []
        return kept

    def _row(self, cells: Sequence[object]) -> None:
        if self._handle is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = self.path.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._handle)
            self._writer.writerow(COLUMNS)
        self._writer.writerow(cells)
