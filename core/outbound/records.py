"""A record of the platform by its table's name: a field as a cell, and a cell back into it."""

from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy.orm import Session, object_session

from core.db.edits import count_edit
from core.facts import session_diagnoses
from core.facts.references import find_ids
from core.models.base import ImportedRow
from core.models.care import CareSession, CarReport, Claim, ClientCharge, Note, Payout, SessionPlace
from core.models.coverage import Coverage, MosCase
from core.models.people import Client, ClientLocation, License, PracticeLocation, Provider
from core.rules.cells import as_cell
from core.rules.names import email_key

KINDS: dict[str, type[ImportedRow]] = {
    str(kind.__tablename__): kind
    for kind in (
        Provider,
        License,
        PracticeLocation,
        Client,
        ClientLocation,
        Coverage,
        MosCase,
        CareSession,
        SessionPlace,
        Note,
        Claim,
        ClientCharge,
        Payout,
        CarReport,
    )
}
"""The records of which support changes something, by table."""


MERGED_INTO = "merged_into_id"
NAMED: dict[str, type[Client | PracticeLocation]] = {
    MERGED_INTO: Client,
    "practice_location_id": PracticeLocation,
}
"""Fields with another record, which extracts name by its reference."""


def cell_of(row: ImportedRow, field: str) -> str:
    """What `field` holds, as an extract writes it."""
    if field == session_diagnoses.COLUMN:
        return as_cell(session_diagnoses.diagnoses_of(_db_of(row), [row.key])[row.key])
    value = getattr(row, field)
    if field in NAMED and value is not None:
        return _db_of(row).get_one(NAMED[field], value).ref
    return as_cell(value)


def put_cell(row: ImportedRow, field: str, cell: str) -> None:
    """Write what an extract said into `field`, and the keys that searches compare with."""
    if field == session_diagnoses.COLUMN:
        codes = tuple(filter(None, cell.split(";")))
        session_diagnoses.replace_diagnoses(_db_of(row), {row.key: codes})
        count_edit(row)
    elif field in NAMED:
        found = find_ids(_db_of(row), NAMED[field], cell)
        setattr(row, field, found[0] if found else None)
    else:
        setattr(row, field, _value(type(row), field, cell))
    if isinstance(row, Client):
        row.email_key = email_key(row.email)


def _db_of(row: ImportedRow) -> Session:
    """The database session that read the row; every caller has just read it."""
    return cast(Session, object_session(row))


def _value(kind: type[ImportedRow], field: str, cell: str) -> Any:
    if not cell:
        return None
    typed: Any = kind.model_fields[field].annotation
    return TypeAdapter(typed).validate_python(cell)
