"""How ready clients are, where they may be, and where they were before."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.grouped import gathered
from core.models.care import CareSession, SessionPlace
from core.models.people import Client, ClientLocation
from core.rules.eligibility.place_facts import LocationFact, VisitFact
from core.rules.eligibility.session_facts import ClientFact
from core.rules.time.instants import zone
from core.vocabulary.care import SessionStatus
from core.vocabulary.people import LocationKind

SEEN = (SessionStatus.SCHEDULED, SessionStatus.CONFIRMED, SessionStatus.CANCEL_REQUESTED)
"""A session of such a status took place once its day has passed."""


def client_facts(db: Session, client_ids: Collection[int]) -> dict[int, ClientFact]:
    """By client id; two queries in all."""
    locations = _locations(db, client_ids)
    columns: tuple[Any, ...] = (
        Client.id,
        Client.payment_method_at,
        Client.forms_acknowledged_at,
        Client.zone,
        Client.email,
        Client.phone,
    )
    rows = db.execute(select(*map(col, columns)).where(col(Client.id).in_(client_ids)))
    return {
        key: ClientFact(
            payment_method_at=paying,
            forms_at=forms,
            tz=zone(tz) if tz else None,
            locations=locations[key],
            missing=_missing(email, phone),
        )
        for key, paying, forms, tz, email, phone in rows
    }


def visits(db: Session, client_ids: Collection[int]) -> defaultdict[int, tuple[VisitFact, ...]]:
    """In which state each client was on which day of care, by client id, in order of time."""
    rows = db.execute(
        select(
            col(CareSession.client_id),
            col(SessionPlace.state_code),
            col(CareSession.date_of_service),
        )
        .join(SessionPlace, col(SessionPlace.session_id) == col(CareSession.id))
        .where(col(CareSession.client_id).in_(client_ids), col(CareSession.status).in_(SEEN))
        .order_by(col(CareSession.date_of_service), col(CareSession.id))
    )
    found = defaultdict[int, tuple[VisitFact, ...]](tuple)
    for key, state, day in rows:
        found[key] += (VisitFact(state, day),)
    return found


def before(seen: tuple[VisitFact, ...], day: date) -> tuple[VisitFact, ...]:
    """The visits of earlier days than `day`."""
    return tuple(visit for visit in seen if visit.on < day)


def _locations(db: Session, ids: Collection[int]) -> defaultdict[int, tuple[LocationFact, ...]]:
    columns = (
        ClientLocation.state_code,
        ClientLocation.kind,
        ClientLocation.from_on,
        ClientLocation.to_on,
        ClientLocation.temp_practice_evidence,
    )

    def fact(
        state: str, kind: LocationKind, from_on: date | None, to_on: date | None, word: str | None
    ) -> LocationFact:
        return LocationFact(state, kind, from_on, to_on, has_evidence=bool((word or "").strip()))

    return gathered(db, ClientLocation.client_id, columns, ClientLocation.id, ids, fact)


def _missing(email: str | None, phone: str | None) -> frozenset[str]:
    return frozenset(name for name, value in (("email", email), ("phone", phone)) if not value)
