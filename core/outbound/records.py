"""A record of the platform by its table's name: a field as a cell, and a cell back into it."""

from typing import Any

from pydantic import TypeAdapter

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


def cell_of(row: ImportedRow, field: str) -> str:
    """What `field` holds, as an extract writes it."""
    return as_cell(getattr(row, field))


def put_cell(row: ImportedRow, field: str, cell: str) -> None:
    """Write what an extract said into `field`, and the keys that searches compare with."""
    setattr(row, field, _value(type(row), field, cell))
    if isinstance(row, Client):
        row.email_key = email_key(row.email)


def _value(kind: type[ImportedRow], field: str, cell: str) -> Any:
    if not cell:
        return None
    typed: Any = kind.model_fields[field].annotation
    return TypeAdapter(typed).validate_python(cell)
