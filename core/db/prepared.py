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
        text, values = self._for(connection.dialect).with_values(given)
        return connection.exec_driver_sql(text, values).all()

    def records(self, db: Session, given: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a SELECT, each value as the type of its column makes it. They are made a
        column at a time: asking for each value alone takes longer than making it."""
        rows, makers = self.rows(db, given), self._for(db.connection().dialect).makers
        if not rows:
            return []
        columns = zip(makers, zip(*rows, strict=True), strict=True)
        return list(zip(*(map(make, of) if make else of for make, of in columns), strict=True))

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
        self._made = made
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
        self._has_lists = bool(made.post_compile_params)
        self.makers = [
            one.type.dialect_impl(dialect).result_processor(dialect, None)
            for one in getattr(statement, "selected_columns", ())
        ]

    def with_values(self, given: dict[str, Any]) -> tuple[str, Any]:
        """The text, with a place for each value of a list, and the values."""
        if not self._has_lists:
            return self.text, self.values(given)
        whole = self._made.construct_expanded_state(self._named(given))
        named = self._order is None
        return whole.statement, whole.parameters if named else whole.positional_parameters

    def values(self, given: dict[str, Any]) -> Any:
        """These values, and those that are always the same, as the driver takes them."""
        values = self._named(given)
        return values if self._order is None else tuple([values[name] for name in self._order])

    def _named(self, given: dict[str, Any]) -> dict[str, Any]:
        values = self._fixed | given
        for name, convert in self._convert.items():
            values[name] = convert(values[name])
        return values
