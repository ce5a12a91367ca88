"""Rejected rows with their causes: all of them in a file, and in the database."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.exchange.all_extracts import EXTRACTS
from core.exchange.reject_reasons import RejectReason
from core.rules.import_counts import place_text, waiting_text
from core.rules.time.formats import count_text

MOST = 10_000
"""Causes that are listed at most, and problems that follow from them; more are counted."""
MOST_REFS = 10 * MOST
COLUMNS = ("file", "line", "field", "reason", "id", "kind", "follows", "waiting")
MEND_THESE = "Correct these, then import again."
NOT_THERE = "This file is not in the folder, and rows of other files refer to its records."
ORDER = {kind.file: at for at, kind in enumerate(EXTRACTS)}


@dataclass(slots=True, eq=False)
class Reject:
    """One problem of a row or file. Without a `cause` it is one itself; `waiting` then counts the
    rows of each file that are rejected for it alone, and under "" the lines that a quote took."""

    number: int
    file: str
    fault: RejectReason
    cause: "Reject | None"
    waiting: Counter[str] = field(default_factory=Counter)

    @property
    def place(self) -> str:
        """The file, the line and the record."""
        return place_text(self.file, self.fault.line, self.fault.ref)

    @property
    def order(self) -> tuple[bool, int, int]:
        """Files that were not read come first, then rows as they are read."""
        line = self.fault.line or 0
        return line > 1, ORDER[self.file], line

    def text(self) -> str:
        """The problem in one line of text, without what waits for it."""
        column = f", {self.fault.field}" if self.fault.field else ""
        return f"{self.place}{column}: {self.fault.reason}"


class RejectLog:
    """Lists problems as they occur, finds what merely follows from another, and writes them to
    `path` in the end; the file exists only if there are any."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.causes: list[Reject] = []
        self.following: list[Reject] = []
        self.unlisted: Counter[str] = Counter()
        self.missing: set[str] = set()
        self.written: Path | None = None
        self._of_record: dict[tuple[str, str], Reject] = {}
        self._of_file: dict[str, Reject] = {}
        self._unsaved: list[Reject] = []
        self._grown: set[Reject] = set()

    def refuse(self, file: str, fault: RejectReason) -> None:
        """Add the problem of a whole file, for which all rows that refer to its records wait."""
        self._of_file[file] = self._list(file, fault, None)

    def add(self, file: str, faults: Sequence[RejectReason]) -> None:
        """Add the problems of one row."""
        first: Reject | None = None
        waiting: set[tuple[Reject, int | None, str]] = set()
        for fault in faults:
            cause = first if fault.follows else self._cause_of(fault)
            reject = self._list(file, fault, cause)
            first = first or cause or reject
            if cause is not None:
                waiting.add((cause, fault.line, "" if fault.follows else file))
            elif fault.waits_for:
                self._remember(fault.waits_for, reject)
            if fault.ref:
                self._remember((file, fault.ref), first)
        for cause, _, what in waiting:
            cause.waiting[what] += 1
            self._grown.add(cause)

    def take(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """For the database: the problems since the last call, and what waits for causes by now."""
        rows, self._unsaved = [_row(one) for one in self._unsaved], []
        grown, self._grown = self._grown, set()
        counts = [
            {"of_number": one.number, "waiting": json.dumps(one.waiting)}
            for one in grown
            if one.number
        ]
        return rows, counts

    def write(self) -> None:
        """Write the file, with the mark by which Excel knows UTF-8: each cause, files that were not
        read first, and what follows from it."""
        if not self.causes:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("w", encoding="utf-8-sig", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(COLUMNS)
            writer.writerows(map(_cells, self._sorted()))
            if more := self.unlisted.total():
                told = f"Not listed: {count_text(more, 'more problem')}. {MEND_THESE}"
                writer.writerow(["", "", "", told, "", "", "", ""])
        self.written = self.path

    def sorted_causes(self) -> list[Reject]:
        """The causes, files that were not read first."""
        return sorted(self.causes, key=lambda one: one.order)

    def _sorted(self) -> Iterator[Reject]:
        of_cause: dict[Reject, list[Reject]] = {}
        for one in sorted(self.following, key=lambda one: one.order):
            if one.cause:
                of_cause.setdefault(one.cause, []).append(one)
        for cause in self.sorted_causes():
            yield cause
            yield from of_cause.get(cause, ())

    def _cause_of(self, fault: RejectReason) -> Reject | None:
        """Why the record that `fault` refers to is not there, if that is known."""
        if fault.waits_for is None:
            return None
        file = fault.waits_for[0]
        found = self._of_record.get(fault.waits_for) or self._of_file.get(file)
        if found is None and file in self.missing:
            self.refuse(file, RejectReason(None, None, NOT_THERE))
            found = self._of_file[file]
        return found

    def _remember(self, record: tuple[str, str], cause: Reject) -> None:
        if len(self._of_record) < MOST_REFS:
            self._of_record.setdefault(record, cause)

    def _list(self, file: str, fault: RejectReason, cause: Reject | None) -> Reject:
        """The problem; it has no number if too many are listed already."""
        listed = self.causes if cause is None else self.following
        has_room = len(listed) < MOST and (cause is None or cause.number > 0)
        number = len(self.causes) + len(self.following) + 1 if has_room else 0
        reject = Reject(number, file, fault, cause)
        if has_room:
            listed.append(reject)
            self._unsaved.append(reject)
        else:
            self.unlisted[file] += 1
        return reject


def _reason(reject: Reject) -> str:
    """The reason; a row that waits for a rejected one says for which."""
    cause = reject.cause
    if cause is None or reject.fault.follows or cause.fault.waits_for:
        return reject.fault.reason
    return f"This waits for {cause.place}."


def _row(reject: Reject) -> dict[str, Any]:
    fault = reject.fault
    return {
        "number": reject.number,
        "file": reject.file,
        "line": fault.line,
        "field": fault.field,
        "reason": _reason(reject)[:400],
        "ref": fault.ref,
        "cause": reject.cause.number if reject.cause else None,
    }


def _cells(reject: Reject) -> list[object]:
    fault, cause = reject.fault, reject.cause
    kind = ["consequence", cause.place] if cause else ["cause", ""]
    waiting = waiting_text(reject.waiting)
    return [reject.file, fault.line, fault.field, _reason(reject), fault.ref, *kind, waiting]
