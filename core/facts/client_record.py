"""A client's record as a correction sees it: field → value as text, and back."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

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
    home, coverage = db.execute(_HOME_AND_COVERAGE, {"client_id": client.key}).one()
    places: list[tuple[str, Owner, str]] = []
    for field in FIELDS:
        if field.startswith("home_"):
            places += [(field, home, field.removeprefix("home_"))] if home else []
        elif field == "member_id":
            places += [(field, coverage, field)] if coverage else []
        else:
            places.append((field, client, field))
    return places


_HOME = (
    select(col(ClientLocation.id))
    .where(col(ClientLocation.client_id) == col(Client.id))
    .where(col(ClientLocation.kind).in_(HOME_KINDS))
    .order_by(col(ClientLocation.from_on).desc().nulls_last(), col(ClientLocation.id).desc())
    .limit(1)
    .correlate(Client)
)
_PRIMARY = (
    select(col(Coverage.id))
    .where(col(Coverage.client_id) == col(Client.id))
    .order_by(col(Coverage.rank), col(Coverage.from_on).desc(), col(Coverage.id).desc())
    .limit(1)
    .correlate(Client)
)
_HOME_AND_COVERAGE = (
    select(ClientLocation, Coverage)
    .select_from(Client)
    .outerjoin(ClientLocation, col(ClientLocation.id) == _HOME.scalar_subquery())
    .outerjoin(Coverage, col(Coverage.id) == _PRIMARY.scalar_subquery())
    .where(col(Client.id) == bindparam("client_id"))
)
"""Where the client lives, and the coverage that counts first; None for what there is not."""
