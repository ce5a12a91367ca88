"""Everything about a session that its page and the rules of eligibility ask for, loaded at once."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.clients import (
    COVERAGES,
    LOCATIONS,
    VISITS,
    ClientPlace,
    addresses_on,
    client_fact,
)
from core.facts.crises import DECLINES, crisis_fact
from core.facts.data_issues import ISSUES, StoredIssue
from core.facts.gather import Gathered, gather
from core.facts.money import CHARGES, CLAIMS, PAYOUTS
from core.facts.plans import Plans, all_plans
from core.facts.providers import PRACTICES, PROVIDER_KINDS, provider_fact
from core.facts.sessions import (
    CANCELLATIONS,
    DIAGNOSES,
    NOTES,
    PLACES,
    RecordedPlace,
    session_fact,
)
from core.models.care import CareSession, CarReport
from core.models.coverage import Coverage, MosCase, Payer, Plan
from core.models.exchange import ImportBatch
from core.models.people import Client, PracticeLocation, Provider, Staff
from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.session_facts import (
    BookedCoverage,
    CarFact,
    MosCaseFact,
    SessionCase,
)
from core.rules.sessions.money import SessionCharge, SessionClaim, SessionPayout, standing_money

SESSION_KINDS = (
    NOTES,
    DIAGNOSES,
    PLACES,
    CLAIMS,
    CHARGES,
    PAYOUTS,
    CANCELLATIONS,
    ISSUES,
    DECLINES,
)


@dataclass(frozen=True)
class SessionBundle:
    """One session with its people, its money and the case that the rules decide.

    `coverage` and `payer` are those it is billed to, None where no coverage pays; `imported_at` is
    when the import that last wrote it began. `nearby`: the practice locations in use and the
    client's addresses on the day, by which the states that matter are chosen (R22).
    """

    session: CareSession
    client: Client
    provider: Provider
    coverage: Coverage | None
    payer: str | None
    practice_location: PracticeLocation | None
    imported_at: datetime | None
    case: SessionCase
    claims: tuple[SessionClaim, ...]
    charges: tuple[SessionCharge, ...]
    payouts: tuple[SessionPayout, ...]
    places: tuple[RecordedPlace, ...]
    client_places: tuple[ClientPlace, ...]
    nearby: frozenset[PlaceFact]
    issues: tuple[StoredIssue, ...]


def session_bundles(db: Session, where: ColumnElement[bool]) -> dict[int, SessionBundle]:
    """The sessions under `where` by id; three statements, however many there are, or one for
    none."""
    rows = db.execute(_columns().where(where)).mappings().all()
    if not rows:
        return {}
    sessions = [row[CareSession] for row in rows]
    found = gather(
        db,
        ([one.key for one in sessions], SESSION_KINDS),
        ({one.client_id for one in sessions}, (COVERAGES, LOCATIONS, VISITS)),
        ({one.provider_id for one in sessions}, PROVIDER_KINDS),
    )
    plans = all_plans(db)
    return {row[CareSession].key: _bundle(row, found, plans) for row in rows}


def _columns() -> Select[Any]:
    columns: tuple[Any, ...] = (
        CareSession,
        Client,
        Provider,
        Coverage,
        MosCase,
        CarReport,
        PracticeLocation,
        col(Payer.name).label("payer"),
        col(Staff.name).label("approver"),
        col(ImportBatch.started_at).label("imported_at"),
    )
    return (
        select(*columns)
        .select_from(CareSession)
        .join(Client, col(Client.id) == col(CareSession.client_id))
        .join(Provider, col(Provider.id) == col(CareSession.provider_id))
        .outerjoin(Coverage, col(Coverage.id) == col(CareSession.coverage_id))
        .outerjoin(Plan, col(Plan.id) == col(Coverage.plan_id))
        .outerjoin(Payer, col(Payer.id) == col(Plan.payer_id))
        .outerjoin(MosCase, col(MosCase.id) == col(CareSession.mos_case_id))
        .outerjoin(CarReport, col(CarReport.session_id) == col(CareSession.id))
        .outerjoin(
            PracticeLocation, col(PracticeLocation.id) == col(CareSession.practice_location_id)
        )
        .outerjoin(Staff, col(Staff.id) == col(CareSession.exception_approved_by_id))
        .outerjoin(ImportBatch, col(ImportBatch.id) == col(CareSession.batch_id))
    )


def _bundle(row: Any, found: Gathered, plans: Plans) -> SessionBundle:
    session: CareSession = row[CareSession]
    client_places = found[LOCATIONS][session.client_id]
    practices = found[PRACTICES][session.provider_id]
    return SessionBundle(
        session=session,
        client=row[Client],
        provider=row[Provider],
        coverage=row[Coverage],
        payer=row["payer"],
        practice_location=row[PracticeLocation],
        imported_at=row["imported_at"],
        case=_case(row, found, plans),
        claims=found[CLAIMS][session.key],
        charges=found[CHARGES][session.key],
        payouts=found[PAYOUTS][session.key],
        places=found[PLACES][session.key],
        client_places=client_places,
        issues=found[ISSUES][session.key],
        nearby=frozenset({*practices, *addresses_on(client_places, session.date_of_service)}),
    )


def _case(row: Any, found: Gathered, plans: Plans) -> SessionCase:
    session: CareSession = row[CareSession]
    key, client_id, coverage = session.key, session.client_id, row[Coverage]
    return SessionCase(
        session=session_fact(session, found[COVERAGES][client_id], found[CANCELLATIONS][key]),
        provider=provider_fact(row[Provider], found),
        client=client_fact(row[Client], found[LOCATIONS][client_id]),
        booked_at=session.booked_at,
        modality=session.modality,
        plan=plans.by_id[coverage.plan_id] if coverage else None,
        coverage=_coverage(coverage),
        plans=plans.blue,
        cpt=session.cpt,
        cpt_addon=session.cpt_addon,
        diagnoses=found[DIAGNOSES][key],
        practice_place=_practice(row[PracticeLocation]),
        places=tuple(one.place for one in found[PLACES][key]),
        notes=found[NOTES][key],
        crisis=crisis_fact(session, row["approver"], found[DECLINES][key]),
        mos_case=_fact(MosCaseFact, row[MosCase]),
        car=_fact(CarFact, row[CarReport]),
        attested_at=session.attested_at,
        money=standing_money(found[CLAIMS][key], found[CHARGES][key], found[PAYOUTS][key]),
        visits=tuple(one for one in found[VISITS][client_id] if one.on < session.date_of_service),
    )


def _coverage(one: Coverage | None) -> BookedCoverage | None:
    if one is None:
        return None
    return BookedCoverage(one.from_on, one.to_on, one.verification_status, one.verified_at)


def _fact(kind: Any, row: Any) -> Any:
    """The fact whose fields are named as the columns of `row`; None without a row."""
    return kind(*(getattr(row, one.name) for one in fields(kind))) if row else None


def _practice(one: PracticeLocation | None) -> PlaceFact | None:
    return PlaceFact(one.state_code.value, one.line1, one.city, one.zip) if one else None
