"""Picks the rows that an earlier import rejected, so that only what was mended is imported."""

from core.exchange.extract_reader import ExtractLine
from core.exchange.extract_row import ExtractRow
from core.queries.imports import RejectedRows


class MendedRows:
    """The rows of one file that an earlier import rejected, where it has `lines` lines now.

    Rows are found by ID, and by line if the file has as many lines as then. The whole file is
    wanted if it could not be read, if not all of its problems are listed, or if lines moved and
    some row has no sure ID.
    """

    def __init__(self, kind: type[ExtractRow], rejected: RejectedRows, lines: int) -> None:
        self._refs = {ref for _, _, ref in rejected.problems if ref}
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
        """Whether the row was rejected, or may have been."""
        was_at = line.number in self._at
        self.see(line.row.ref, line.number)
        return self._is_whole or was_at or line.row.ref in self._refs

    def see(self, ref: str | None, line: int | None) -> None:
        """Note that a record, or what was on this line, is still in the file."""
        self._left -= {ref, self._at.get(line)}

    @property
    def gone(self) -> int:
        """Rejected records that the file has no more."""
        return len(self._left)
