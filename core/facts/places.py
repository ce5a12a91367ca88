"""The places that matter for billing: where a provider practices, and where a client may be."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.models.care import CareSession
from core.models.people import ClientLocation, PracticeLocation
from core.rules.eligibility.place_facts import PlaceFact, covers


def around(db: Session, session_ids: Sequence[int]) -> dict[int, set[PlaceFact]]:
    """For each session the practice locations in use and the client's locations on its day."""
    columns = (
        CareSession.id,
        CareSession.provider_id,
        CareSession.client_id,
        CareSession.date_of_service,
    )
    rows = db.execute(select(*map(col, columns)).where(col(CareSession.id).in_(session_ids))).all()
    rooms = practice_places(db, {row.provider_id for row in rows})
    homes = client_places(db, {row.client_id for row in rows})
    return {
        row.id: {*rooms[row.provider_id], *on_day(homes[row.client_id], row.date_of_service)}
        for row in rows
    }


Spell = tuple[PlaceFact, date | None, date | None]
"""A place with its first and last day; None is open."""


def practice_places(
    db: Session, provider_ids: Collection[int]
) -> defaultdict[int, tuple[PlaceFact, ...]]:
    """The practice locations in use, by provider id."""
    columns: tuple[Any, ...] = (
        col(PracticeLocation.provider_id),
        col(PracticeLocation.state_code),
        col(PracticeLocation.line1),
        col(PracticeLocation.city),
        col(PracticeLocation.zip),
    )
    found = defaultdict[int, tuple[PlaceFact, ...]](tuple)
    mine = col(PracticeLocation.provider_id).in_(provider_ids)
    in_use = col(PracticeLocation.is_active).is_(True)
    for key, state, *rest in db.execute(select(*columns).where(mine, in_use)):
        found[key] += (PlaceFact(state.value, *rest),)
    return found


def client_places(db: Session, client_ids: Collection[int]) -> defaultdict[int, tuple[Spell, ...]]:
    """The locations on the clients' files with their days, by client id."""
    columns: tuple[Any, ...] = (
        col(ClientLocation.client_id),
        col(ClientLocation.state_code),
        col(ClientLocation.line1),
        col(ClientLocation.city),
        col(ClientLocation.zip),
        col(ClientLocation.from_on),
        col(ClientLocation.to_on),
    )
    found = defaultdict[int, tuple[Spell, ...]](tuple)
    for key, state, line1, city, zip_code, from_on, to_on in db.execute(
        select(*columns).where(col(ClientLocation.client_id).in_(client_ids))
    ):
        found[key] += ((PlaceFact(state, line1, city, zip_code), from_on, to_on),)
    return found


def on_day(spells: Sequence[Spell], day: date) -> set[PlaceFact]:
    """The places that the client has on `day`, both ends included."""
    return {place for place, from_on, to_on in spells if covers(from_on, to_on, day)}
