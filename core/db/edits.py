"""No silent edits: a row that people edit is never written without its version going up.

SQLAlchemy counts what is written through the ORM, since `version` is the `version_id_col` of every
`EditedRow`; it also refuses to write over a version that is not there any more, which
`transaction` turns into a Conflict. Any other UPDATE of such a table sets `version` itself: a
statement that does not is refused before it reaches the database, in tests and in production
alike. Only columns that a table names in `UNCOUNTED` may be written without a count.
"""

import importlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Mapper, object_session
from sqlalchemy.orm.attributes import flag_modified

from core.models.base import EditedRow

MIGRATES = "desk_migrates"
"""The option of a connection that changes the schema: no person edits a row there."""

NOW = "now"
"""Where a session keeps the instant of its transaction, which becomes `updated_at`."""

_UPDATE = re.compile(r'\s*UPDATE\s+"?(\w+)"?\s+SET\s+(.*?)(?:\sWHERE\s|\sRETURNING\s|$)', re.S)
_COLUMN = re.compile(r'(?:^|,)\s*"?(\w+)"?\s*=')


class UncountedEdit(Exception):
    """A mistake of ours: an UPDATE of rows that people edit leaves their version as it is."""


def count_edit(row: EditedRow) -> None:
    """Count an edit of what belongs to `row` (its lines, notes, approvals) as one of its own."""
    flag_modified(row, "updated_at")


def refuse_uncounted_edits(engine: Engine) -> None:
    """Check every statement that `engine` sends; raises UncountedEdit."""
    event.listen(engine, "before_cursor_execute", _check_statement)


def _check_statement(
    connection: Connection, _cursor: object, statement: str, *_others: object
) -> None:
    found = _UPDATE.match(statement)
    if connection.get_execution_options().get(MIGRATES):
        return
    if found is None or found[1] not in (tables := _edited_tables()):
        return
    columns = set(_COLUMN.findall(found[2]))
    if "version" not in columns and not columns <= tables[found[1]].UNCOUNTED:
        raise UncountedEdit(f"{found[1]}: set version too, or change the row through the ORM")


@lru_cache(maxsize=1)
def _edited_tables() -> dict[str, type[EditedRow]]:
    importlib.import_module("core.models.all_tables")  # a class that is not loaded is not found
    return {str(kind.__tablename__): kind for kind in _kinds(EditedRow)}


def _kinds(kind: type[EditedRow]) -> Iterator[type[EditedRow]]:
    for one in kind.__subclasses__():
        yield from (one, *_kinds(one))


@event.listens_for(EditedRow, "before_update", propagate=True)
def _date_edit(_mapper: Mapper[Any], _connection: object, row: EditedRow) -> None:
    session = object_session(row)
    if session is not None and session.is_modified(row):
        row.updated_at = session.info.get(NOW, row.updated_at)
