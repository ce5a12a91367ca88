"""Picks the rows that an earlier import rejected, so that only what was mended is imported."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from sqlalchemy.orm import Session

from core.exchange.all_extracts import EXTRACTS
from core.exchange.extract_reader import ExtractLine, chunks, count_lines, read_lines
from core.exchange.extract_row import ExtractRow
from core.exchange.record_links import link
from core.exchange.reject_reasons import UnreadableFile
from core.queries.imports import RejectedRows


class MendedRows:
    """The rows of one file that an earlier import rejected, where it has `lines` lines now.

    Rows are found by ID, and by line if the file has as many lines as then. The whole file is
    wanted if it could not be read, if not all of its problems are listed, or if lines moved and
    some row has no sure ID.
    """

    def __init__(self, kind: type[ExtractRow], rejected: RejectedRows, lines: int) -> None:
        self._refs = {ref for _, _, ref in rejected.problems if ref}
        self._added = rejected.waited_for
        is_moved = lines != rejected.lines
        self._at: dict[int | None, str | None] = {}
        if not is_moved:
            self._at.update({line: ref for line, _, ref in rejected.problems})
        self._left = set(self._refs)
        self._is_whole = not rejected.is_listed or (
            is_moved
            and any(not ref or column == kind.key_column() for _, column, ref in rejected.problems)
        )

    def is_wanted(self, line: ExtractLine) -> bool:
        """Whether the row was rejected, or may have been, or a rejected row waits for it."""
        was_at = line.number in self._at
        ref = line.row.ref
        self.see(ref, line.number)
        return self._is_whole or was_at or ref in self._refs or ref in self._added

    def see(self, ref: str | None, line: int | None) -> None:
        """Note that a record, or what was on this line, is still in the file."""
        self._left -= {ref, self._at.get(line)}

    @property
    def gone(self) -> int:
        """Rejected records that the file has no more."""
        return len(self._left)


def with_waited_for(
    db: Session, paths: Mapping[str, Path], rejected: Mapping[str, RejectedRows]
) -> dict[str, RejectedRows]:
    """The rejected rows, and by file the records that they refer to, or that those refer to, and
    that are not stored: rows that were added to `paths` so that rejected ones can be imported."""
    found = dict(rejected)
    for kind in reversed(EXTRACTS):
        known = -1
        while kind.file in found and known != len(found[kind.file].waited_for):
            known = len(found[kind.file].waited_for)
            for file, ref in _not_stored(db, kind, paths[kind.file], found[kind.file]):
                if paths[file].is_file():
                    found.setdefault(file, RejectedRows(0, True, ())).waited_for.add(ref)
    return found


def _not_stored(
    db: Session, kind: type[ExtractRow], path: Path, rejected: RejectedRows
) -> Iterator[tuple[str, str]]:
    """The file and ID of each record that the wanted rows of `path` refer to in vain."""
    with suppress(UnreadableFile):  # the import says so
        mended = MendedRows(kind, rejected, count_lines(path))
        rows = (one for one in read_lines(path, kind) if isinstance(one, ExtractLine))
        for lines in chunks(filter(mended.is_wanted, rows)):
            linked = link(db, kind, lines)
            waiting = [(fault,) for _, fault in linked.waiting]
            for faults in linked.unknown + waiting:
                yield from (fault.waits_for for fault in faults if fault.waits_for)
