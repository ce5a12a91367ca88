"""A process that imports a folder and says which step it is at and what it took."""

import resource
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import event

from core import clock
from core.access import operator
from core.db import make_engine
from core.exchange.all_extracts import EXTRACTS
from core.exchange.file_import import FileProgress
from core.exchange.importer import import_extracts

ROWS, CHECKS = "rows", "checks"
"""The steps of an import: rows come in, then the data checks look at the records."""


@dataclass(frozen=True)
class Imported:
    """What an import took: seconds by step, and the most memory beyond what it began with, in MB;
    and its list of rejected rows."""

    seconds: dict[str, float]
    megabytes: float
    rejected: str = field(repr=False)


def import_folder(said: Connection, url: str, folder: Path, rejects: Path) -> None:
    """Send each step when it begins, and Imported at the end."""
    began: dict[str, float] = {}

    def begin(step: str) -> None:
        if step not in began:
            began[step] = time.monotonic()
            said.send(step)

    def follow(at: FileProgress) -> None:
        begin(ROWS)
        if (at.file, at.line) == (EXTRACTS[-1].file, at.lines):
            begin(CHECKS)

    engine, held = make_engine(url), _megabytes()
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _keep_cache_small)
    summary = import_extracts(
        engine, operator("tests"), clock.now(), folder, follow, rejects_dir=rejects
    )
    ended, between = time.monotonic(), began[CHECKS]
    seconds = {ROWS: between - began[ROWS], CHECKS: ended - between}
    rejected = summary.rejects_file.read_text("utf-8-sig") if summary.rejects_file else ""
    said.send(Imported(seconds, _megabytes() - held, rejected))


def _keep_cache_small(connection: Any, _record: object) -> None:
    """SQLite otherwise keeps up to 64 MB of the file, which would hide what the import holds."""
    connection.execute("PRAGMA cache_size = -2000")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
