"""Statements that are compiled once and then sent as they are.

Looking a large statement up in SQLAlchemy's own cache takes longer than SQLite needs to answer it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Dialect, Insert, Row, bindparam, insert
from sqlalchemy.orm import Session


class Prepared:
    """A statement whose rows come as the driver gives them."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, db: Session, given: dict[str, Any]) -> Sequence[Row[Any]]:
        """All rows for these values; changes that are pending in `db` are written first."""
        db.flush()
        connection = db.connection()
        compiled = self._for(connection.dialect)
        return connection.exec_driver_sql(compiled.text, compiled.values(given)).all()

    def send(self, db: Session, many: Sequence[dict[str, Any]]) -> None:
        """Run it for each of these values."""
        connection = db.connection()
        compiled = self._for(connection.dialect)
        connection.exec_driver_sql(compiled.text, [compiled.values(one) for one in many])

    def _for(self, dialect: Dialect) -> "_Compiled":
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = _Compiled(self._statement, dialect)
        return self._compiled[dialect.name]


def insertion(table: Any, names: Iterable[str] = (), **given: Any) -> Insert:
    """Writes rows of `table` with the columns `names`, or all but the id; `given` says what a
    column is instead."""
    names = names or (one.name for one in table.c if one.name != "id")
    return insert(table).values({one: bindparam(one) for one in names} | given).inline()


class _Compiled:
    """A statement for one kind of database, and how it takes its values."""

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        made: Any = statement.compile(dialect=dialect)
        convert = {
            name: one.type.dialect_impl(dialect).bind_processor(dialect)
            for name, one in made.binds.items()
        }
        self.text: str = made.string
        self._order: list[str] | None = made.positiontup
        self._convert: dict[str, Callable[[Any], Any]] = {
            name: how for name, how in convert.items() if how is not None
        }
        self._fixed = {name: one.value for name, one in made.binds.items()}

    def values(self, given: dict[str, Any]) -> Any:
        """These values, and those that are always the same, as the driver takes them."""
        values = self._fixed | given
        for name, convert in self._convert.items():
            values[name] = convert(values[name])
        return values if self._order is None else tuple([values[name] for name in self._order])
