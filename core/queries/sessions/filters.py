"""The filters of the session list, as conditions on the columns of `care_session`.

People are found first, so that their sessions are then found by id through an index.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.merged_clients import records_of_same_people
from core.facts.references import find_by_ref, find_ids
from core.models.care import CareSession, SessionPlace
from core.models.coverage import MosCase, Payer
from core.models.people import Client, PracticeLocation, Provider
from core.queries.people.names import people_meant
from core.vocabulary.care import PayerKind, SessionKind, SessionStage, SessionStatus
from core.vocabulary.coverage import PayerClass
from core.vocabulary.states import StateCode


def by_ref(db: Session, typed: str) -> ColumnElement[bool]:
    """The session of this reference, with or without its "S-"."""
    return col(CareSession.id).in_(find_ids(db, CareSession, typed, f"S-{typed}"))


def by_client(db: Session, typed: str) -> ColumnElement[bool]:
    """The sessions of the client of this reference, or of those with this name, under every record
    that was merged with theirs."""
    ids = records_of_same_people(db, people_meant(db, Client, typed, "client"))
    return col(CareSession.client_id).in_(ids)


def by_provider(db: Session, typed: str) -> ColumnElement[bool]:
    """The same for a provider."""
    ids = people_meant(db, Provider, typed, "provider")
    return col(CareSession.provider_id).in_(ids)


def by_npi(db: Session, npi: str) -> ColumnElement[bool]:
    """The sessions of the provider with this NPI."""
    ids = db.scalars(select(col(Provider.id)).where(col(Provider.npi) == npi)).all()
    return col(CareSession.provider_id).in_(ids)


def by_ecms_case(db: Session, case_id: str) -> ColumnElement[bool]:
    """The sessions under this Military OneSource case."""
    ids = db.scalars(select(col(MosCase.id)).where(col(MosCase.ecms_case_id) == case_id)).all()
    return col(CareSession.mos_case_id).in_(ids)


def by_payer(db: Session, payer_ref: str) -> ColumnElement[bool]:
    """The sessions under a coverage of this payer. Military OneSource pays by referral, not by
    coverage: there it is all sessions of that kind."""
    payer = find_by_ref(db, Payer, payer_ref)
    if payer is None:
        return false()
    if payer.payer_class == PayerClass.MOS:
        return col(CareSession.payer_kind) == PayerKind.MOS
    return col(CareSession.payer_id) == payer.id


def by_state(state_code: StateCode) -> ColumnElement[bool]:
    """The sessions during which the client was in this state, or that took place at a practice
    location there; the few that name several states are looked up."""
    was_there = exists().where(
        col(SessionPlace.session_id) == col(CareSession.id),
        col(SessionPlace.state_code) == state_code.value,
    )
    is_there = exists().where(
        col(PracticeLocation.id) == col(CareSession.practice_location_id),
        col(PracticeLocation.state_code) == state_code,
    )
    is_first = col(CareSession.state_code) == state_code.value
    return or_(is_first, and_(col(CareSession.is_in_several_states), or_(was_there, is_there)))


def by_stage(stage: SessionStage, now: datetime) -> ColumnElement[bool]:
    """The sessions at this stage at `now`: the same as `rules.sessions.stage`, in SQL."""
    status, blocked = col(CareSession.status), col(CareSession.confirm_blocked_from)
    end = func.coalesce(col(CareSession.actual_end_at), col(CareSession.scheduled_end_at))
    is_consult = col(CareSession.kind) != SessionKind.SESSION
    conditions = {
        SessionStage.SCHEDULED: [end > now],
        SessionStage.TOOK_PLACE: [end <= now, or_(is_consult, blocked.is_(None), blocked > now)],
        SessionStage.EXPIRED: [end <= now, ~is_consult, blocked <= now],
    }
    if stage in conditions:
        return and_(status == SessionStatus.SCHEDULED, *conditions[stage])
    return status == SessionStatus(stage.value)
