"""Sessions as the deadline rules see them; their notes, diagnoses, places and cancellations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.clients import COVERAGES, ClientCoverage
from core.facts.gather import Gathered, Kind, gather
from core.models.care import CareSession, Note, SessionDiagnosis, SessionPlace
from core.models.requests import CancellationCase, SupportRequest
from core.rules.eligibility.place_facts import PlaceFact
from core.rules.sessions.deadline_facts import CancelAsked, SessionFacts
from core.rules.sessions.notes import NoteFact
from core.rules.time.instants import zone
from core.vocabulary.people import LocationSource
from core.vocabulary.requests import RequestStatus

SESSION_COLUMNS = (
    col(CareSession.id),
    col(CareSession.client_id),
    col(CareSession.scheduled_start_at),
    col(CareSession.scheduled_end_at),
    col(CareSession.zone),
    col(CareSession.payer_kind),
    col(CareSession.kind),
    col(CareSession.status),
    col(CareSession.actual_start_at),
    col(CareSession.actual_end_at),
    col(CareSession.confirmed_at),
    col(CareSession.cancelled_at),
)


@dataclass(frozen=True)
class RecordedPlace:
    """A place the client was in during a session, and how it is known."""

    place: PlaceFact
    country: str
    source: LocationSource
    captured_at: datetime


def _recorded(*columns: Any) -> RecordedPlace:
    state, line1, city, zip_code, country, source, captured_at = columns
    place = PlaceFact(state, line1, city, zip_code, captured_at)
    return RecordedPlace(place, country, source, captured_at)


NOTES = Kind(
    Note.session_id,
    (
        Note.mode,
        Note.drafted_at,
        Note.signed_at,
        Note.late_reason,
        Note.is_discarded,
        Note.signature_source,
    ),
    NoteFact,
    order=(Note.id,),
)
DIAGNOSES = Kind(
    SessionDiagnosis.session_id,
    (SessionDiagnosis.code,),
    str,
    order=(SessionDiagnosis.ordinal,),
)
PLACES = Kind(
    SessionPlace.session_id,
    (
        SessionPlace.state_code,
        SessionPlace.line1,
        SessionPlace.city,
        SessionPlace.zip,
        SessionPlace.country,
        SessionPlace.source,
        SessionPlace.captured_at,
    ),
    _recorded,
    order=(SessionPlace.ordinal,),
)


def _asked(
    at: datetime, ref: str, status: RequestStatus, closed_at: datetime | None
) -> CancelAsked:
    return CancelAsked(at, ref, closed_at if status == RequestStatus.WITHDRAWN else None)


CANCELLATIONS = Kind(
    CancellationCase.session_id,
    (
        CancellationCase.created_at,
        SupportRequest.ref,
        SupportRequest.status,
        SupportRequest.closed_at,
    ),
    _asked,
    order=(CancellationCase.id,),
    source=lambda statement: statement.join(
        SupportRequest, col(SupportRequest.id) == col(CancellationCase.request_id)
    ),
)
"""The requests here to cancel a session, the newest last."""


def session_facts(db: Session, session_ids: Collection[int]) -> dict[int, SessionFacts]:
    """The facts of these sessions by id, with their clients' coverages; two statements."""
    return sessions_with(db, session_ids, ())[0]


def sessions_with(
    db: Session, session_ids: Collection[int], kinds: Sequence[Kind[Any]]
) -> tuple[dict[int, SessionFacts], Gathered]:
    """The same, with more that belongs to them; still two statements."""
    rows = db.execute(select(*SESSION_COLUMNS).where(col(CareSession.id).in_(session_ids))).all()
    found = gather(
        db,
        ([row.id for row in rows], (CANCELLATIONS, *kinds)),
        ({row.client_id for row in rows}, (COVERAGES,)),
    )
    return {
        row.id: session_fact(row, found[COVERAGES][row.client_id], found[CANCELLATIONS][row.id])
        for row in rows
    }, found


def session_fact(
    row: Any, coverages: Sequence[ClientCoverage], asked: Sequence[CancelAsked]
) -> SessionFacts:
    """The facts of one session; `row` has `SESSION_COLUMNS`."""
    return SessionFacts(
        scheduled_start_at=row.scheduled_start_at,
        scheduled_end_at=row.scheduled_end_at,
        tz=zone(row.zone),
        payer_kind=row.payer_kind,
        kind=row.kind,
        status=row.status,
        actual_start_at=row.actual_start_at,
        actual_end_at=row.actual_end_at,
        confirmed_at=row.confirmed_at,
        cancelled_at=row.cancelled_at,
        cancellations=tuple(asked),
        coverages=tuple(one.fact for one in coverages),
    )
