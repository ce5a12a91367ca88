"""A record of the platform by its table's name: a field as a cell, and a cell back into it."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session, object_session
from sqlmodel import col

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
"""The one field with another record, which extracts name by its reference."""


def cell_of(row: ImportedRow, field: str) -> str:
    """What `field` holds, as an extract writes it."""
    value = getattr(row, field)
    if field == MERGED_INTO and value is not None:
        return _session(row).get_one(Client, value).ref
    return as_cell(value)


def put_cell(row: ImportedRow, field: str, cell: str) -> None:
    """Write what an extract said into `field`, and the keys that searches compare with."""
    if field == MERGED_INTO:
        of_ref = select(col(Client.id)).where(col(Client.ref) == cell)
        setattr(row, field, _session(row).scalar(of_ref))
    else:
        setattr(row, field, _value(type(row), field, cell))
    if isinstance(row, Client):
        row.email_key = email_key(row.email)


def _session(row: ImportedRow) -> Session:
    session = object_session(row)
    assert session is not None  # noqa: S101 - the row was read from a database
    return session


def _value(kind: type[ImportedRow], field: str, cell: str) -> Any:
    if not cell:
        return None
    typed: Any = kind.model_fields[field].annotation
    return TypeAdapter(typed).validate_python(cell)
