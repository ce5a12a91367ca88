"""Keeps the record of a running import up to date: counts, problems, and how it ended."""

import json
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Self

from sqlalchemy import Engine, Update, bindparam, insert, update
from sqlmodel import col

from core.access import ADMINISTERING, Actor
from core.db.transaction import WriteContext, transaction
from core.errors import NotPermitted
from core.exchange.reject_log import RejectLog
from core.models.all_tables import metadata
from core.models.exchange import ImportBatch, ImportReject
from core.rules.import_counts import FileCount
from core.vocabulary.exchange import ImportStatus


class RunningImport:
    """A running import. Its record is in the database from the start and updated after each file,
    so that an interrupted import can be recognized."""

    def __init__(
        self, engine: Engine, actor: Actor, now: datetime, source: Path, rejects_dir: Path
    ) -> None:
        self.engine, self._actor, self._now = engine, actor, now
        self._began = monotonic()
        self.files: list[FileCount] = []
        with self.context() as context:
            if context.actor.role not in ADMINISTERING:
                raise NotPermitted("Only admins can import extracts.")
            self.id = _open(context, source)
        self.log = RejectLog(rejects_dir / f"import-{self.id}-rejects.csv")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, problem: type[BaseException] | None, *_: object) -> None:
        """Save the final status; `finished_at` is the start plus the measured duration."""
        status = ImportStatus.FAILED
        try:
            self.log.write()
            status = ImportStatus.FAILED if problem else ImportStatus.FINISHED
        finally:
            took = timedelta(seconds=monotonic() - self._began)
            self.keep(status=status, finished_at=self._now + took)

    def context(self) -> AbstractContextManager[WriteContext]:
        """A transaction of this import."""
        return transaction(self.engine, self._actor, self._now)

    def keep(self, **values: Any) -> None:
        """Save the counts and new problems."""
        for one in self.files:
            one.unlisted = self.log.unlisted[one.file]
        names = ("read", "new", "changed", "same", "rejected")
        values |= {f"rows_{name}": sum(getattr(one, name) for one in self.files) for name in names}
        values["files"] = json.dumps([vars(one) for one in self.files])
        values["rejects_file"] = str(self.log.written) if self.log.written else None
        rejects, waiting = self.log.take()
        with self.context() as context:
            held = col(ImportBatch.id) == self.id
            context.db.execute(update(ImportBatch).where(held).values(**values))
            if rejects:
                context.db.execute(
                    insert(ImportReject), [{"batch_id": self.id, **one} for one in rejects]
                )
            if waiting:
                context.db.connection().execute(self._waiting, waiting)

    @property
    def _waiting(self) -> Update:
        """Writes what waits for the cause `of_number`."""
        reject = metadata.tables["import_reject"]
        return (
            update(reject)
            .where(reject.c.batch_id == self.id, reject.c.number == bindparam("of_number"))
            .values(waiting=bindparam("waiting"))
        )


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
