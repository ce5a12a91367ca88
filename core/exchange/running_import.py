"""The record of one import: what was read, what came of it, and how it ended."""

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, insert, update
from sqlmodel import col

from core.access import ADMINISTERING, Actor
from core.db.transaction import WriteContext, transaction
from core.errors import NotPermitted
from core.exchange.reject_log import RejectLog, ReportedReject
from core.models.exchange import ImportBatch, ImportReject
from core.vocabulary.exchange import ImportStatus


class FileStatus(StrEnum):
    """What became of one documented file."""

    READ = "read"
    REFUSED = "refused"
    MISSING = "missing"


@dataclass
class FileCount:
    """One file of a batch; every row read is new, changed, the same or rejected."""

    file: str
    status: FileStatus = FileStatus.READ
    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0


class RunningImport:
    """The batch of a running import. It is in the database at once and kept up file by file, so
    that an import that was cut short is seen to be one."""

    def __init__(
        self, engine: Engine, actor: Actor, now: datetime, source: Path, rejects_dir: Path
    ) -> None:
        self._engine, self._actor, self._now = engine, actor, now
        self._began = monotonic()
        self.files: list[FileCount] = []
        with self.context() as context:
            if context.actor.role not in ADMINISTERING:
                raise NotPermitted("Only an admin, or the command line, imports extracts.")
            self.id = _open(context, source)
        self.log = RejectLog(rejects_dir / f"import-{self.id}-rejects.csv")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.log.close()

    def context(self) -> AbstractContextManager[WriteContext]:
        """A transaction of this import."""
        return transaction(self._engine, self._actor, self._now)

    def keep(self, **values: Any) -> None:
        """Write down how far it is, the new rejects included."""
        names = ("read", "new", "changed", "same", "rejected")
        values |= {f"rows_{name}": sum(getattr(one, name) for one in self.files) for name in names}
        values["files"] = json.dumps([vars(one) for one in self.files])
        values["rejects_file"] = str(self.log.written) if self.log.written else None
        rejects = [_reject(self.id, one) for one in self.log.take()]
        with self.context() as context:
            held = col(ImportBatch.id) == self.id
            context.db.execute(update(ImportBatch).where(held).values(**values))
            if rejects:
                context.db.execute(insert(ImportReject), rejects)

    def end(self, status: ImportStatus) -> None:
        """Write down how it ended; `finished_at` is its start and the time it really took."""
        took = timedelta(seconds=monotonic() - self._began)
        self.keep(status=status, finished_at=self._now + took)


def _open(context: WriteContext, source: Path) -> int:
    row = ImportBatch(
        started_at=context.now,
        operator=context.actor.name,
        source=str(source)[-400:],
        status=ImportStatus.RUNNING,
    )
    context.db.add(row)
    context.db.flush()
    return row.key


def _reject(batch_id: int, reject: ReportedReject) -> dict[str, Any]:
    fault = reject.fault
    return {
        "batch_id": batch_id,
        "file": reject.file,
        "line": fault.line,
        "field": fault.field,
        "reason": fault.reason[:400],
    }
