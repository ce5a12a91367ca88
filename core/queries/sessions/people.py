"""The masked client of a session, and where it took place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.access import LOOKING, NEEDS_REASON
from core.db.transaction import ReadContext
from core.facts.clients import home_of
from core.facts.merged_clients import merged_text, survivor_of
from core.facts.session_bundles import SessionBundle
from core.models.people import Client
from core.rules.sessions.masking import MaskedField, initials, masked


@dataclass(frozen=True)
class MaskedClient:
    """A client by initials. Each of `fields` can be revealed, one at a time; `needs_reason` when
    this person must give a reason. `merged` says into which record this one was merged."""

    ref: str
    merged: str | None
    initials: str
    fields: tuple[MaskedField, ...]
    needs_reason: bool


@dataclass(frozen=True)
class SessionLocation:
    """Where the client was, without a street, or the practice location. `source` is empty for a
    practice location."""

    words: str
    state_code: str
    country: str
    source: str
    captured_at: datetime | None


def masked_client(context: ReadContext, bundle: SessionBundle) -> MaskedClient:
    """The client as everyone sees them first."""
    client, may = bundle.client, context.actor.role in LOOKING
    home = home_of(bundle.client_places)
    shown = {
        "date_of_birth": client.date_of_birth,
        "email": client.email,
        "phone": client.phone,
        "address": home and home.address.state,
    }
    name = initials(client.first_name, client.last_name)
    return MaskedClient(
        ref=client.ref,
        merged=_merged(context.db, client) if client.merged_into_id else None,
        initials=name,
        fields=(
            MaskedField("name", name, may),
            *(masked(field, value, may) for field, value in shown.items()),
        ),
        needs_reason=context.actor.role in NEEDS_REASON,
    )


def _merged(db: Session, client: Any) -> str:
    return merged_text(client.ref, survivor_of(db, db.get_one(Client, client.id)).ref)


def session_locations(bundle: SessionBundle) -> tuple[SessionLocation, ...]:
    """The places the client was in during the session, in order, then the practice location."""
    found = [
        SessionLocation("Client was in", one.place.state, one.country, one.source, one.captured_at)
        for one in bundle.places
    ]
    if location := bundle.practice_location:
        words = f"Practice location, {location.line1}, {location.city}"
        found.append(SessionLocation(words, location.state_code.value, "US", "", None))
    return tuple(found)
