"""Records by the reference that a person gives, and the references of records."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, String, bindparam, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.db.prepared import Prepared
from core.errors import NotFound
from core.models.base import ImportedRow
from core.models.requests import SupportRequest

R = TypeVar("R", bound=ImportedRow | SupportRequest)
T = TypeVar("T")


def find_by_ref(db: Session, table: type[R], ref: str, *, hold: bool = False) -> R | None:
    """The record with this reference, as `as_written` chooses it; None for any other text. With
    `hold` it is read anew and held until the commit."""
    given = ref.strip()
    if not given or not given.isprintable():
        return None
    kind: Any = table
    found = db.scalars(_by_ref(kind, hold), {"ref": given})
    return as_written({one.ref: one for one in found}, given)


@cache
def _by_ref(table: type[Any], hold: bool) -> Select[Any]:
    known = select(table).where(_has_given_ref(table))
    if hold:
        known = known.with_for_update().execution_options(populate_existing=True)
    return known


def _has_given_ref(table: type[Any]) -> ColumnElement[bool]:
    return func.lower(col(table.ref)) == func.lower(bindparam("ref", type_=String))


def find_ids(db: Session, table: type[R], *refs: str) -> list[int]:
    """The id of the first of these references that there is; none for unknown ones."""
    found = (find_columns(db, table, ref, "id") for ref in refs)
    return next(([row[0]] for row in found if row), [])


def find_columns(db: Session, table: type[Any], ref: str, *names: str) -> tuple[Any, ...]:
    """The same without the record: its columns of these names; none for any other text."""
    given = ref.strip()
    if not given or not given.isprintable():
        return ()
    kind: Any = table
    rows = _columns_by_ref(kind, names).records(db, {"ref": given})
    return as_written({row[0]: row[1:] for row in rows}, given) or ()


@cache
def _columns_by_ref(table: type[Any], names: tuple[str, ...]) -> Prepared:
    columns = (getattr(table, name) for name in ("ref", *names))
    return Prepared(select(*columns).where(_has_given_ref(table)))


def has_ref(table: type[R], refs: Iterable[str]) -> ColumnElement[bool]:
    """Whether a row has one of these references in any case, through its index on `lower(ref)`.
    SQLite folds the letters A to Z alone."""
    return or_(*(func.lower(col(table.ref)) == func.lower(ref) for ref in refs))


def as_written(found: Mapping[str, T], ref: str) -> T | None:
    """The one of `found`, by reference, that is written exactly so; else the one that differs in
    upper and lower case alone. Raises NotFound, naming them, where several do."""
    if ref in found:
        return found[ref]
    alike = sorted(one for one in found if one.lower() == ref.lower())
    if len(alike) > 1:
        raise NotFound(
            f"Several records differ from {ref} only in upper and lower case: {', '.join(alike)}. "
            "Enter one of them exactly."
        )
    return found[alike[0]] if alike else None


def refs_of(db: Session, records: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The platform's ID of each record, given as its table and our id."""
    tables = {str(one.__tablename__): one for one in ImportedRow.__subclasses__()}
    refs: dict[tuple[str, int], str] = {}
    for entity in {entity for entity, _ in records}:
        table, keys = tables[entity], [key for of, key in records if of == entity]
        rows = db.execute(select(col(table.id), col(table.ref)).where(col(table.id).in_(keys)))
        refs |= {(entity, row.id): row.ref for row in rows}
    return refs
