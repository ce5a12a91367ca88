"""Cases of sessions: a fixed number of queries, however many sessions are asked for."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts import money
from core.facts.clients import before, client_facts, visits
from core.facts.grouped import gathered
from core.facts.plans import all_plans, blue_plans
from core.facts.providers import provider_facts
from core.facts.sessions import session_facts
from core.models.care import CareSession, CarReport, Note, SessionDiagnosis, SessionPlace
from core.models.coverage import Coverage, MosCase
from core.models.people import PracticeLocation, Staff
from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.session_facts import (
    BookedCoverage,
    CarFact,
    Case,
    CrisisFact,
    MosCaseFact,
)
from core.rules.sessions.notes import NoteFact


def cases(db: Session, session_ids: Sequence[int]) -> dict[int, Case]:
    """The case of each of these sessions by id."""
    rows = {row[CareSession].key: row for row in db.execute(_columns(session_ids)).mappings()}
    sessions = [row[CareSession] for row in rows.values()]
    plans = all_plans(db)
    blues = blue_plans(plans)
    clients = {one.client_id for one in sessions}
    who, ready, seen = (
        provider_facts(db, {one.provider_id for one in sessions}, plans),
        client_facts(db, clients),
        visits(db, clients),
    )
    known = session_facts(db, session_ids)
    notes, codes, places = (
        _notes(db, session_ids),
        _codes(db, session_ids),
        _places(db, session_ids),
    )
    owed = money.owed(db, session_ids)
    return {
        key: Case(
            session=known[key],
            provider=who[session.provider_id],
            client=ready[session.client_id],
            booked_at=session.booked_at,
            modality=session.modality,
            plan=plans.get(row["plan_id"]),
            coverage=_coverage(row),
            plans=blues,
            cpt=session.cpt,
            cpt_addon=session.cpt_addon,
            diagnoses=codes[key],
            practice_place=_practice(row),
            places=places[key],
            notes=notes[key],
            crisis=_crisis(session, row["approver"]),
            mos_case=_mos_case(row),
            car=_car(row[CarReport]),
            attested_at=session.attested_at,
            money=owed[key],
            visits=before(seen[session.client_id], session.date_of_service),
        )
        for key, row in rows.items()
        for session in [row[CareSession]]
    }


def _columns(session_ids: Sequence[int]) -> Any:
    columns: tuple[Any, ...] = (
        CareSession,
        Coverage,
        MosCase,
        CarReport,
        PracticeLocation,
        col(Coverage.plan_id).label("plan_id"),
        col(Staff.name).label("approver"),
    )
    return (
        select(*columns)
        .select_from(CareSession)
        .outerjoin(Coverage, col(Coverage.id) == col(CareSession.coverage_id))
        .outerjoin(MosCase, col(MosCase.id) == col(CareSession.mos_case_id))
        .outerjoin(CarReport, col(CarReport.session_id) == col(CareSession.id))
        .outerjoin(
            PracticeLocation, col(PracticeLocation.id) == col(CareSession.practice_location_id)
        )
        .outerjoin(Staff, col(Staff.id) == col(CareSession.exception_approved_by_id))
        .where(col(CareSession.id).in_(session_ids))
    )


def _coverage(row: Any) -> BookedCoverage | None:
    one: Coverage | None = row[Coverage]
    if one is None:
        return None
    return BookedCoverage(one.from_on, one.to_on, one.verification_status, one.verified_at)


def _mos_case(row: Any) -> MosCaseFact | None:
    one: MosCase | None = row[MosCase]
    if one is None:
        return None
    return MosCaseFact(one.ecms_case_id, one.zoomgov_url, one.referral_accepted_at)


def _car(one: CarReport | None) -> CarFact | None:
    return CarFact(one.outcome, one.completed_at, one.entered_on) if one else None


def _practice(row: Any) -> PlaceFact | None:
    one: PracticeLocation | None = row[PracticeLocation]
    return PlaceFact(one.state_code.value, one.line1, one.city, one.zip) if one else None


def _crisis(session: CareSession, approver: str | None) -> CrisisFact | None:
    if not session.is_crisis:
        return None
    return CrisisFact(
        has_narrative=session.has_crisis_narrative,
        has_resolution=session.has_crisis_resolution,
        approved_by=approver,
        approved_at=session.exception_approved_at,
    )


def _places(db: Session, ids: Sequence[int]) -> defaultdict[int, tuple[PlaceFact, ...]]:
    columns = (SessionPlace.state_code, SessionPlace.line1, SessionPlace.city, SessionPlace.zip)
    return gathered(db, SessionPlace.session_id, columns, SessionPlace.ordinal, ids, PlaceFact)


def _notes(db: Session, ids: Sequence[int]) -> defaultdict[int, tuple[NoteFact, ...]]:
    columns = (Note.mode, Note.drafted_at, Note.signed_at, Note.late_reason, Note.is_discarded)
    return gathered(db, Note.session_id, columns, Note.id, ids, NoteFact)


def _codes(db: Session, ids: Sequence[int]) -> defaultdict[int, tuple[str, ...]]:
    of, order = SessionDiagnosis.session_id, SessionDiagnosis.ordinal
    return gathered(db, of, (SessionDiagnosis.code,), order, ids, str)
