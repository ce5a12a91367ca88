"""A client's record as a correction sees it: field → value as text, and back."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.facts.clients import HOME_KINDS
from core.models.coverage import Coverage
from core.models.people import Client, ClientLocation
from core.rules.cells import as_cell
from core.rules.names import email_key
from core.rules.requests.corrections import FIELDS
from core.vocabulary.people import Sex

Owner = Client | ClientLocation | Coverage


def record_values(db: Session, client: Client) -> dict[str, str]:
    """Every field that the record can hold, as text: "" for an unknown value, and no city without a
    home address."""
    return {field: as_cell(getattr(owner, name)) for field, owner, name in _places(db, client)}


def write_field(db: Session, client: Client, field: str, value: str) -> tuple[Owner, str]:
    """Write `value` into the row that holds `field`; returns that row and its column."""
    owner, name = next(place[1:] for place in _places(db, client) if place[0] == field)
    setattr(owner, name, from_text(field, value))
    client.email_key = email_key(client.email)
    return owner, name


def from_text(field: str, value: str) -> Any:
    """A checked text as the column stores it."""
    if field == "date_of_birth":
        return date.fromisoformat(value)
    return Sex(value) if field == "sex" else value


def _places(db: Session, client: Client) -> list[tuple[str, Owner, str]]:
    home, coverage = _home(db, client), _primary(db, client)
    places: list[tuple[str, Owner, str]] = []
    for field in FIELDS:
        if field.startswith("home_"):
            places += [(field, home, field.removeprefix("home_"))] if home else []
        elif field == "member_id":
            places += [(field, coverage, field)] if coverage else []
        else:
            places.append((field, client, field))
    return places


def _home(db: Session, client: Client) -> ClientLocation | None:
    return db.scalars(
        select(ClientLocation)
        .where(col(ClientLocation.client_id) == client.key)
        .where(col(ClientLocation.kind).in_(HOME_KINDS))
        .order_by(col(ClientLocation.from_on).desc().nulls_last(), col(ClientLocation.id).desc())
    ).first()


def _primary(db: Session, client: Client) -> Coverage | None:
    return db.scalars(
        select(Coverage)
        .where(col(Coverage.client_id) == client.key)
        .order_by(col(Coverage.rank), col(Coverage.from_on).desc(), col(Coverage.id).desc())
    ).first()
