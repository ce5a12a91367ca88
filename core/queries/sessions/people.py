"""Who and where: the client of a session, masked, and the places it was held at."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.access import LOOKING, NEEDS_REASON
from core.db.transaction import ReadContext
from core.facts import client_record
from core.models.care import CareSession, SessionPlace
from core.models.people import Client, PracticeLocation
from core.rules.sessions.masking import MaskedField, initials, masked


@dataclass(frozen=True)
class MaskedClient:
    """A client in initials. Each of `fields` can be revealed by `actions.reading`, one at a time;
    `needs_reason` says that this person must say why."""

    ref: str
    initials: str
    fields: tuple[MaskedField, ...]
    needs_reason: bool


@dataclass(frozen=True)
class Place:
    """Where the client was, or the practice location. A street is no part of it: that is the
    client's. `source` is empty for a practice location."""

    words: str
    state_code: str
    country: str
    source: str
    captured_at: datetime | None


def client_of(context: ReadContext, client: Client) -> MaskedClient:
    """The client as everyone sees it first."""
    may = context.actor.role in LOOKING
    record = client_record.record_values(context.db, client)
    shown = {
        "date_of_birth": record.get("date_of_birth"),
        "email": record.get("email"),
        "phone": record.get("phone"),
        "address": record.get("home_state_code"),
    }
    name = initials(client.first_name, client.last_name)
    return MaskedClient(
        ref=client.ref,
        initials=name,
        fields=(
            MaskedField("name", name, may),
            *(masked(field, value, may) for field, value in shown.items()),
        ),
        needs_reason=context.actor.role in NEEDS_REASON,
    )


def places(db: Session, session: CareSession) -> tuple[Place, ...]:
    """The places the client was in during the session, in order, then the practice location."""
    columns: tuple[Any, ...] = (
        col(SessionPlace.state_code),
        col(SessionPlace.country),
        col(SessionPlace.source),
        col(SessionPlace.captured_at),
    )
    rows = db.execute(
        select(*columns)
        .where(col(SessionPlace.session_id) == session.key)
        .order_by(col(SessionPlace.ordinal))
    )
    found = [Place("Client was in", *row) for row in rows]
    location = db.get(PracticeLocation, session.practice_location_id or 0)
    if location:
        words = f"Practice location, {location.line1}, {location.city}"
        found.append(Place(words, location.state_code.value, "US", "", None))
    return tuple(found)
