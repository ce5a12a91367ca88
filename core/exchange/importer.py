"""`import_extracts`: a folder of the platform's extracts into the database.

Cut short anywhere and run again, an import ends as if it had never stopped.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from core.access import Actor
from core.errors import InvalidInput
from core.exchange.all_extracts import EXTRACTS
from core.exchange.data_checks import repeat_data_checks
from core.exchange.file_import import FileImport, FileProgress, OnProgress
from core.exchange.reject_log import ReportedReject
from core.exchange.running_import import FileCount, FileStatus, RunningImport
from core.settings import settings
from core.vocabulary.exchange import ImportStatus

__all__ = [
    "FileCount",
    "FileProgress",
    "FileStatus",
    "ImportSummary",
    "OnProgress",
    "import_extracts",
]


@dataclass(frozen=True)
class ImportSummary:
    """What an import did, file by file; where the rows are that it could not take, and the first
    of them; the CSV files of the folder that are no documented extract; and how many findings are
    open after it, old ones included."""

    batch_id: int
    files: tuple[FileCount, ...]
    rejects_file: Path | None
    first_rejects: tuple[ReportedReject, ...] = ()
    unknown_files: tuple[str, ...] = ()
    open_findings: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every row of every file that was there has been taken."""
        return self.rejects_file is None


def import_extracts(
    engine: Engine,
    actor: Actor,
    now: datetime,
    folder: Path,
    on_progress: OnProgress | None = None,
    *,
    rejects_dir: Path | None = None,
) -> ImportSummary:
    """Take every documented file of `folder`; one that is not there is named and is no fault.

    Raises NotPermitted, and InvalidInput for a folder that is not there or without such a file.
    Whatever else is raised leaves the batch as failed, and what was taken before it stays.
    """
    if not folder.is_dir():
        raise InvalidInput({"folder": f"There is no folder {folder}."})
    if not any((folder / kind.file).is_file() for kind in EXTRACTS):
        raise InvalidInput({"folder": f"There is no documented extract in {folder}."})
    with RunningImport(engine, actor, now, folder, rejects_dir or settings().rejects_dir) as batch:
        try:
            for kind in EXTRACTS:
                FileImport(batch, kind, on_progress or _quietly).take(folder / kind.file)
            seen = repeat_data_checks(engine, actor, now)
        except BaseException:
            batch.end(ImportStatus.FAILED)
            raise
        batch.end(ImportStatus.FINISHED)
        return ImportSummary(
            batch.id,
            tuple(batch.files),
            batch.log.written,
            tuple(batch.log.first),
            _unknown(folder),
            seen.still_open,
        )


def _unknown(folder: Path) -> tuple[str, ...]:
    known = {kind.file for kind in EXTRACTS}
    return tuple(sorted(one.name for one in folder.glob("*.csv") if one.name not in known))


def _quietly(_: FileProgress) -> None:
    """For a caller who does not watch."""
