"""What every table shares: a registry, named constraints, UTC instants, closed lists of words.

The registry is our own, so that a page that Streamlit reloads never defines a table twice.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from pydantic_core import PydanticUndefined
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    Index,
    MetaData,
    String,
    literal_column,
    text,
)
from sqlalchemy.orm import declared_attr, registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored and read as UTC. A naive one is refused: SQLite would drop the
    offset silently."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """In UTC; raises ValueError for a naive instant."""
        return _to_text if dialect.name == "sqlite" else _to_utc

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], datetime | None]:
        """In UTC."""
        return _from_text if dialect.name == "sqlite" else _to_utc


def _to_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    """As SQLAlchemy writes it for SQLite, without its detour: imports write millions."""
    utc = _to_utc(value)
    return utc.replace(tzinfo=None).isoformat(" ", "microseconds") if utc else None


def _from_text(value: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{value}+00:00") if value else None


class Word(Enum):
    """One word of a closed list, made of its text by one look into a dictionary."""

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any]:
        """The word of this text; raises KeyError for any other."""
        words: dict[str | None, Any] = {one.value: one for one in self.enum_class or ()}
        return (words | {None: None}).__getitem__


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """The base of all tables."""


class Row(Table):
    """A row that is never edited after it was written."""

    id: int | None = Field(default=None, primary_key=True)

    @property
    def key(self) -> int:
        """The id of a row that was written; raises ValueError before."""
        if self.id is None:
            raise ValueError(f"{type(self).__name__} has not been written yet")
        return self.id


class EditedRow(Row):
    """A row that people edit: `version` goes up with each write, by itself (see `core.db.edits`).

    `UNCOUNTED` names the columns that a bulk update may write without counting: those that the
    product keeps by itself, such as due instants.
    """

    UNCOUNTED: ClassVar[frozenset[str]] = frozenset()

    created_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    updated_at: datetime = Field(sa_type=UtcDateTime, nullable=False)
    version: int = Field(default=1, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        """SQLAlchemy counts `version` up with each UPDATE, and compares it."""
        table: Any = cls.__table__  # type: ignore[attr-defined]
        return {"version_id_col": table.c.version}


class ImportedRow(EditedRow):
    """A record of the platform; `ref` is its id there, by which extracts find it."""

    ref: str = Field(max_length=40, unique=True, nullable=False)
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id")


def _column(*, null: bool, **given: Any) -> Any:
    """A field that must be given or, with `null`, is None by default."""
    return Field(default=None if null else PydanticUndefined, nullable=null, **given)


def instant(*, null: bool = False, index: bool = False) -> Any:
    """A column of aware instants."""
    return _column(null=null, sa_type=UtcDateTime, index=index)


def word(kind: type[StrEnum], name: str, *, null: bool = False, index: bool = False) -> Any:
    """A column for one word of a closed list, as text with the CHECK `name`."""
    stored = Word(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda words: [item.value for item in words],
    )
    return _column(null=null, sa_type=stored, index=index)


def written_out(word: StrEnum) -> ColumnElement[Any]:
    """A word in the text of a statement, not a parameter of it: only then does a database use an
    index of the rows that have this word alone."""
    return literal_column(f"'{word.value}'")


def search_key(*, null: bool = False, index: bool = True, **given: Any) -> Any:
    """A column of folded text, compared by code point whatever the database's locale."""
    stored = String(254).with_variant(String(254, collation="C"), "postgresql")
    return _column(null=null, sa_type=stored, index=index, **given)


def case_index(table: str) -> Index:
    """The index that answers a search by reference in any case."""
    return Index(f"ix_{table}_ref_lower", text("lower(ref)"))


def link(target: str, *, null: bool = False, index: bool = True) -> Any:
    """A foreign key to `target` ("table.column"), indexed by default."""
    return _column(null=null, foreign_key=target, index=index)


def set_index(table: str, column: str) -> Index:
    """An index of the few rows in which a column is set. With the others in it, SQLite takes the
    column for one that tells nothing apart, and reads the whole table instead."""
    return index_where(table, column, where=f"{column} IS NOT NULL")


def index_where(table: str, name: str, *columns: str, where: str) -> Index:
    """An index of the rows for which `where` holds, on `columns` or the one called `name`; SQLite
    compares a flag with 1."""
    on: dict[str, Any] = {"postgresql_where": text(where)}
    on["sqlite_where"] = text(f"{where} = 1" if where.startswith("is_") else where)
    return Index(f"ix_{table}_{name}", *(columns or (name,)), **on)


def check_constraint(expression: str, name: str) -> CheckConstraint:
    """A named CHECK, for what no record may break; imported data issues are stored and reported."""
    return CheckConstraint(expression, name=name)
