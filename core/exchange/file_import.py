"""Imports one file in chunks, each in its own transaction, and reports rejected rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DataError, IntegrityError

from core.errors import PolicyGap
from core.exchange.chunk_writer import ChunkOutcome, ChunkWriter
from core.exchange.extract_reader import CHUNK, ExtractLine, chunks, count_lines, read_lines
from core.exchange.extract_row import ExtractRow
from core.exchange.mended_rows import MendedRows
from core.exchange.reject_reasons import RejectReason, UnreadableFile
from core.exchange.running_import import RunningImport
from core.queries.imports import RejectedRows
from core.rules.import_counts import FileCount, FileStatus

NOT_THERE = (
    "This file is not in the folder, but rows of it were rejected. Add it, then import again."
)


@dataclass(frozen=True)
class FileProgress:
    """The last imported line of a file, and its number of lines; or as much of `file` in `unit`."""

    file: str
    line: int
    lines: int
    unit: str = "lines"


OnProgress = Callable[[FileProgress], None]


@dataclass
class FileImport:
    """The import of one file, or of the rows in it that were `rejected` before."""

    batch: RunningImport
    kind: type[ExtractRow]
    on_progress: OnProgress
    rejected: RejectedRows | None = None
    mended: MendedRows | None = field(init=False, default=None)
    count: FileCount = field(init=False)
    waiting: list[tuple[ExtractLine, RejectReason]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.count = FileCount(self.kind.file)
        self.batch.files.append(self.count)

    def take(self, path: Path) -> None:
        """Import `path`, or record that it is missing or unreadable."""
        if not path.exists() and self.rejected is None:
            self.count.status = FileStatus.MISSING
            self.batch.log.missing.add(self.kind.file)
            return
        try:
            self._take(path)
        except UnreadableFile as problem:
            self.count.status = FileStatus.REFUSED
            self.batch.log.refuse(self.kind.file, problem.fault)
        self.batch.keep()

    def _take(self, path: Path) -> None:
        if not path.exists():
            raise UnreadableFile(NOT_THERE)
        lines = count_lines(path)
        if self.rejected is not None:
            self.mended = MendedRows(self.kind, self.rejected, lines)
        self.on_progress(FileProgress(self.kind.file, 0, lines))
        for read in chunks(read_lines(path, self.kind, self.count), CHUNK):
            self._chunk(read)
            self.on_progress(FileProgress(self.kind.file, self.count.lines, lines))
        self._try_again()
        self.count.gone = self.mended.gone if self.mended else 0
        self.on_progress(FileProgress(self.kind.file, lines, lines))

    def _chunk(self, read: Sequence[ExtractLine | tuple[RejectReason, ...]]) -> None:
        lines = [one for one in read if isinstance(one, ExtractLine)]
        if self.mended is not None:
            wanted = [line for line in lines if self.mended.is_wanted(line)]
            self.count.passed += len(lines) - len(wanted)
            lines = wanted
        self.count.read += len(lines)
        for one in read:
            if not isinstance(one, ExtractLine):
                self.count.read += self._reject(one)
        self._write(lines)

    def _write(self, lines: Sequence[ExtractLine]) -> None:
        """Write the lines together; if the database refuses them, write each half."""
        if not lines:
            return
        try:
            with self.batch.context() as context:
                outcome = ChunkWriter(context, self.batch.id, self.kind).write(lines)
        except (IntegrityError, DataError, PolicyGap) as problem:
            if len(lines) == 1:
                only = lines[0]
                self._reject([RejectReason(only.number, None, _why(problem), ref=only.row.ref)])
                return
            middle = len(lines) // 2
            self._write(lines[:middle])
            self._write(lines[middle:])
        else:
            self._tally(outcome)

    def _tally(self, outcome: ChunkOutcome) -> None:
        self.count.new += outcome.new
        self.count.changed += outcome.changed
        self.count.same += outcome.same
        self.waiting += outcome.waiting
        for faults in outcome.refused:
            self._reject(faults)

    def _try_again(self) -> None:
        """Write lines that depend on later lines, in rounds until one writes nothing."""
        tried = 0
        while self.waiting and len(self.waiting) != tried:
            lines, self.waiting = [line for line, _ in self.waiting], []
            tried = len(lines)
            for chunk in chunks(lines, CHUNK):
                self._write(chunk)
        for _, fault in self.waiting:
            self._reject([fault])

    def _reject(self, faults: Sequence[RejectReason]) -> int:
        """Count and log rejected lines; the number of them."""
        lines = len({fault.line for fault in faults})
        if self.mended is not None:
            self.mended.see(faults[0].ref, faults[0].line)
        self.count.rejected += lines
        self.batch.log.add(self.kind.file, faults)
        return lines


def _why(problem: Exception) -> str:
    if isinstance(problem, PolicyGap):
        return "No policy value covers the day of this session. Add one, then import again."
    return "This row conflicts with a stored record."
