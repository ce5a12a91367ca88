"""`import_extracts`: a folder of the platform's extracts into the database.

Cut short anywhere and run again, an import ends as if it had never stopped.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from core.access import Actor
from core.errors import InvalidInput
from core.intake.batch import Batch, FileCount, FileStatus
from core.intake.files import EXTRACTS
from core.intake.one_file import FileIntake, OnProgress, Progress
from core.settings import settings
from core.vocabulary.ledgers import ImportStatus

__all__ = ["FileCount", "FileStatus", "ImportSummary", "OnProgress", "Progress", "import_extracts"]


@dataclass(frozen=True)
class ImportSummary:
    """What an import did, file by file, and where the rows are that it could not take."""

    batch_id: int
    files: tuple[FileCount, ...]
    rejects_file: Path | None

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

    Raises NotPermitted, and InvalidInput for a folder without any documented file. Whatever else
    is raised leaves the batch as failed, and what was taken before it stays.
    """
    if not any((folder / kind.file).is_file() for kind in EXTRACTS):
        raise InvalidInput({"folder": "There is no documented extract in this folder."})
    with Batch(engine, actor, now, folder, rejects_dir or settings().rejects_dir) as batch:
        try:
            for kind in EXTRACTS:
                FileIntake(batch, kind, on_progress or _quietly).take(folder / kind.file)
        except BaseException:
            batch.end(ImportStatus.FAILED)
            raise
        batch.end(ImportStatus.FINISHED)
        return ImportSummary(batch.id, tuple(batch.files), batch.log.written)


def _quietly(_: Progress) -> None:
    """For a caller who does not watch."""
