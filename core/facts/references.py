"""Records by the reference that a person gives, and the references of records."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.models.base import ImportedRow
from core.models.requests import SupportRequest

R = TypeVar("R", bound=ImportedRow | SupportRequest)


def find_by_ref(db: Session, table: type[R], ref: str) -> R | None:
    """The record with this reference; None for any other text, whatever its characters."""
    known = select(table).where(col(table.ref) == ref)
    return db.scalar(known) if ref.isprintable() else None


def refs_of(db: Session, records: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The platform's ID of each record, given as its table and our id."""
    tables = {str(one.__tablename__): one for one in ImportedRow.__subclasses__()}
    refs: dict[tuple[str, int], str] = {}
    for entity in {entity for entity, _ in records}:
        table, keys = tables[entity], [key for of, key in records if of == entity]
        rows = db.execute(select(col(table.id), col(table.ref)).where(col(table.id).in_(keys)))
        refs |= {(entity, row.id): row.ref for row in rows}
    return refs
