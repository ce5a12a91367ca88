"""Clients: how ready they are, what covers them, where they may be, and where they were before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col

from core.facts.gather import Kind
from core.models.care import CareSession, SessionPlace
from core.models.coverage import Coverage, Plan
from core.models.people import Client, ClientLocation
from core.rules.eligibility.place_facts import LocationFact, PlaceFact, VisitFact
from core.rules.eligibility.session_facts import ClientFact
from core.rules.sessions.deadline_facts import CoverageFact
from core.rules.time.instants import zone
from core.vocabulary.care import SessionStatus
from core.vocabulary.people import LocationKind

SEEN = (SessionStatus.SCHEDULED, SessionStatus.CONFIRMED, SessionStatus.CANCEL_REQUESTED)
"""A session of such a status took place once its day has passed."""

UNSEEN = tuple(one for one in SessionStatus if one not in SEEN)
"""The other statuses; leaving these out keeps planners off the index on the status."""

HOME_KINDS = (LocationKind.HOME, LocationKind.PERMANENT_NEW)


@dataclass(frozen=True)
class ClientCoverage:
    """A coverage as the deadline rules see it, with its plan's id and its rank."""

    plan_id: int
    rank: int
    fact: CoverageFact


@dataclass(frozen=True)
class ClientPlace:
    """A location on a client's file, by what may be practiced there and by its address."""

    location: LocationFact
    address: PlaceFact


def _coverage(plan_id: int, rank: int, *fact: Any) -> ClientCoverage:
    return ClientCoverage(plan_id, rank, CoverageFact(*fact))


def _place(
    state: str,
    kind: LocationKind,
    from_on: date | None,
    to_on: date | None,
    evidence: str | None,
    line1: str | None,
    city: str | None,
    zip_code: str | None,
) -> ClientPlace:
    has_evidence = bool((evidence or "").strip())
    location = LocationFact(state, kind, from_on, to_on, has_evidence)
    return ClientPlace(location, PlaceFact(state, line1, city, zip_code))


COVERAGES = Kind(
    Coverage.client_id,
    (
        Coverage.plan_id,
        Coverage.rank,
        Plan.line,
        Coverage.from_on,
        Coverage.to_on,
        Coverage.known_at,
    ),
    _coverage,
    order=(Coverage.rank, Coverage.id),
    source=lambda found: found.join(Plan, col(Plan.id) == col(Coverage.plan_id)),
)
LOCATIONS = Kind(
    ClientLocation.client_id,
    (
        ClientLocation.state_code,
        ClientLocation.kind,
        ClientLocation.from_on,
        ClientLocation.to_on,
        ClientLocation.temp_practice_evidence,
        ClientLocation.line1,
        ClientLocation.city,
        ClientLocation.zip,
    ),
    _place,
    order=(ClientLocation.id,),
)
VISITS = Kind(
    CareSession.client_id,
    (SessionPlace.state_code, CareSession.date_of_service, SessionPlace.captured_at),
    VisitFact,
    order=(CareSession.date_of_service, CareSession.id, SessionPlace.id),
    source=lambda found: found.join(
        SessionPlace, col(SessionPlace.session_id) == col(CareSession.id)
    ).where(*(col(CareSession.status) != one for one in UNSEEN)),
)
"""In which state a client was on which day of care, in order of time."""


def client_fact(client: Client, places: tuple[ClientPlace, ...]) -> ClientFact:
    """The facts of a client for the eligibility rules."""
    reached_by = (("email", client.email), ("phone", client.phone))
    return ClientFact(
        payment_method_at=client.payment_method_at,
        forms_at=client.forms_acknowledged_at,
        tz=zone(client.zone) if client.zone else None,
        locations=tuple(one.location for one in places),
        missing=frozenset(name for name, value in reached_by if not value),
    )


def addresses_on(places: tuple[ClientPlace, ...], day: date) -> set[PlaceFact]:
    """The addresses that the client has on `day`, both ends included."""
    return {one.address for one in places if one.location.holds_on(day)}


def home_of(places: tuple[ClientPlace, ...]) -> ClientPlace | None:
    """Where the client lives: the home with the latest first day, an undated one last."""
    homes = [one for one in places if one.location.kind in HOME_KINDS]
    return max(reversed(homes), key=lambda one: one.location.from_on or date.min, default=None)
