"""Imports a folder of the platform's extracts.

An import that was interrupted can be run again and ends as if it had never stopped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from core.access import Actor
from core.data_issues.run import run_data_checks
from core.db.statistics import refresh_statistics
from core.db.transaction import reading
from core.errors import InvalidInput
from core.exchange.all_extracts import EXTRACTS
from core.exchange.file_import import FileImport, FileProgress, OnProgress
from core.exchange.mended_rows import with_waited_for
from core.exchange.reject_log import Reject
from core.exchange.running_import import RunningImport
from core.exchange.stale_sessions import recalculate_stale_sessions
from core.queries.imports import rejected_rows
from core.requests.crisis import follow_crises
from core.rules.import_counts import FileCount
from core.settings import settings


@dataclass(frozen=True)
class ImportSummary:
    """The result of an import: counts by file, why rows were rejected, CSV files that are no
    extract, and the number of open data issues afterwards, including older ones."""

    batch_id: int
    files: tuple[FileCount, ...]
    rejects_file: Path | None
    causes: tuple[Reject, ...] = ()
    unknown_files: tuple[str, ...] = ()
    open_data_issues: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether no row and no file was rejected."""
        return self.rejects_file is None


def import_extracts(
    engine: Engine,
    actor: Actor,
    now: datetime,
    folder: Path,
    on_progress: OnProgress = lambda _: None,
    *,
    rejects_dir: Path | None = None,
    rejected_by: int | None = None,
) -> ImportSummary:
    """Import every extract in `folder`; a missing one is reported as missing. After the import
    `rejected_by`, only what it rejected: those rows, new records that they refer to, and files
    that it could not read.

    Raises NotPermitted, and InvalidInput if the folder does not exist or contains no extract. Any
    other error marks the import as failed; rows written before it stay.
    """
    if not folder.exists():
        raise InvalidInput({"folder": f"The folder {folder} does not exist. Check the path."})
    if not folder.is_dir():
        raise InvalidInput({"folder": f"{folder} is a file. Enter the folder that it is in."})
    paths = _paths(folder)
    if not any(path.is_file() for path in paths.values()):
        advice = "Extracts have names such as clients.csv (docs/extracts.md)."
        raise InvalidInput({"folder": f"{folder} contains no extract. {advice}"})
    rejected = None
    if rejected_by is not None:
        with reading(engine, actor, now) as context:
            rejected = with_waited_for(context.db, paths, rejected_rows(context, rejected_by))

    def show_recalculated(done: int, sessions: int) -> None:
        on_progress(FileProgress("Deadlines", done, sessions, "sessions recalculated"))

    with RunningImport(engine, actor, now, folder, rejects_dir or settings().rejects_dir) as batch:
        for kind in EXTRACTS:
            if rejected is None or kind.file in rejected:
                own = rejected[kind.file] if rejected else None
                FileImport(batch, kind, on_progress, own).take(paths[kind.file])
            recalculate_stale_sessions(batch, show_recalculated)
        follow_crises(engine, actor, now)
        seen = run_data_checks(engine, actor, now)
        if any(one.new or one.changed for one in batch.files):
            refresh_statistics(engine)
    return ImportSummary(
        batch.id,
        tuple(batch.files),
        batch.log.written,
        tuple(batch.log.sorted_causes()),
        _unknown(folder, paths),
        seen.still_open,
    )


def _paths(folder: Path) -> dict[str, Path]:
    """The path of each extract; its name may have capitals, as in clients.CSV."""
    there = {one.name.lower(): one for one in sorted(folder.iterdir(), reverse=True)}
    return {
        kind.file: exact if (exact := folder / kind.file).exists() else there.get(kind.file, exact)
        for kind in EXTRACTS
    }


def _unknown(folder: Path, paths: Mapping[str, Path]) -> tuple[str, ...]:
    """The names of CSV files that are no extract."""
    names = {one.name for one in folder.iterdir() if one.suffix.lower() == ".csv"}
    return tuple(sorted(names - {path.name for path in paths.values()}))
