"""Everything the page of one session shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlmodel import col

from core.access import LOOKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts.policies import policy_book
from core.facts.session_deadlines import Standing, standings
from core.models.care import CareSession, SessionDiagnosis
from core.models.coverage import Coverage, MosCase, Payer, Plan
from core.models.people import Client, Provider
from core.queries.sessions.history import (
    Arrival,
    Moment,
    RequestRow,
    arrival,
    history,
    life,
    requests,
)
from core.queries.sessions.money import Money, money
from core.queries.sessions.people import MaskedClient, Place, client_of, places
from core.queries.sessions.scenarios import ScenarioRow, scenario_of
from core.queries.sessions.verdicts import Verdicts, verdicts_of
from core.queries.timeline import Event
from core.rules.sessions.masking import MaskedField, masked
from core.rules.sessions.notes import NoteState
from core.rules.sessions.stage import billing_line, stage
from core.rules.time.deadline_row import DeadlineRow
from core.rules.time.instants import local_date
from core.vocabulary.administration import ReadingAction
from core.vocabulary.care import Modality, PayerKind, SessionKind, SessionStage
from core.vocabulary.coverage import LineOfBusiness


@dataclass(frozen=True)
class PayerCard:
    """The coverage a session is billed to; the member ID is masked."""

    coverage_ref: str
    payer: str
    plan: str
    line: LineOfBusiness
    rank: int
    member_id: MaskedField


@dataclass(frozen=True)
class Coding:
    """What the session is billed as."""

    cpt: str | None
    cpt_addon: str | None
    units: int
    place_of_service: str | None
    modifier: str | None
    diagnoses: tuple[str, ...]


@dataclass(frozen=True)
class SessionDetail:
    """One session. `client_date` is the date it began where the client lives, given only where
    that is another date than the date of service. `coverage` is None where none pays."""

    ref: str
    version: int
    stage: SessionStage
    kind: SessionKind
    modality: Modality
    zone: str
    date_of_service: date
    client_date: date | None
    provider_ref: str
    provider: str
    npi: str
    client: MaskedClient
    payer_kind: PayerKind
    coverage: PayerCard | None
    ecms_case_id: str | None
    is_crisis: bool
    places: tuple[Place, ...]
    life: tuple[Moment, ...]
    deadlines: tuple[DeadlineRow, ...]
    note: NoteState
    coding: Coding
    money: Money
    billing: str
    history: tuple[Event, ...]
    requests: tuple[RequestRow, ...]
    arrival: Arrival | None
    verdicts: Verdicts
    scenario: ScenarioRow | None


@guard(LOOKING)
def session_page(context: ReadContext, ref: str) -> SessionDetail:
    """The session of this reference; the look is logged. Raises NotFound for an unknown one."""
    found = context.db.execute(_columns(ref)) if ref.isprintable() else None
    row = found.mappings().one_or_none() if found else None
    if row is None:
        raise NotFound(f"There is no session {ref}. Look it up by client, provider or day instead.")
    session: CareSession = row[CareSession]
    context.log(ReadingAction.VIEW, "care_session", session.key)
    return _detail(context, session, row, standings(context.db, [session.key], context.now))


def _columns(ref: str) -> Select[Any]:
    columns: tuple[Any, ...] = (
        CareSession,
        Client,
        col(Provider.ref).label("provider_ref"),
        (col(Provider.first_name) + " " + col(Provider.last_name)).label("provider"),
        col(Provider.npi),
        col(Coverage.ref).label("coverage_ref"),
        col(Coverage.member_id),
        col(Coverage.rank),
        col(Plan.name).label("plan"),
        col(Plan.line),
        col(Payer.name).label("payer"),
        col(MosCase.ecms_case_id),
    )
    return (
        select(*columns)
        .select_from(CareSession)
        .join(Provider, col(Provider.id) == col(CareSession.provider_id))
        .join(Client, col(Client.id) == col(CareSession.client_id))
        .outerjoin(Coverage, col(Coverage.id) == col(CareSession.coverage_id))
        .outerjoin(Plan, col(Plan.id) == col(Coverage.plan_id))
        .outerjoin(Payer, col(Payer.id) == col(Plan.payer_id))
        .outerjoin(MosCase, col(MosCase.id) == col(CareSession.mos_case_id))
        .where(col(CareSession.ref) == ref)
    )


def _detail(
    context: ReadContext, session: CareSession, row: Any, known: dict[int, Standing]
) -> SessionDetail:
    standing, client = known[session.key], row[Client]
    book = context.once(policy_book)
    now_at = stage(standing.facts, session.confirm_blocked_from, context.now)
    return SessionDetail(
        ref=session.ref,
        version=session.version,
        stage=now_at,
        kind=session.kind,
        modality=session.modality,
        zone=session.zone,
        date_of_service=session.date_of_service,
        client_date=_other_date(standing, client.zone),
        provider_ref=row["provider_ref"],
        provider=row["provider"],
        npi=row["npi"],
        client=client_of(context, client),
        payer_kind=session.payer_kind,
        coverage=_coverage(context, row),
        ecms_case_id=row["ecms_case_id"],
        is_crisis=session.is_crisis,
        places=places(context.db, session),
        life=life(session),
        deadlines=standing.deadlines,
        note=standing.note,
        coding=_coding(context, session),
        money=money(context.db, session.key),
        billing=billing_line(now_at, session.kind, session.payer_kind, session.confirm_last_on),
        history=history(context, session.key),
        requests=requests(context.db, session.key),
        arrival=arrival(context.db, session.batch_id),
        verdicts=verdicts_of(context.db, [session.key], context.now, book)[session.key],
        scenario=scenario_of(context.db, session.ref),
    )


def _other_date(standing: Standing, client_zone: str | None) -> date | None:
    if client_zone is None:
        return None
    there = local_date(standing.facts.start_at, ZoneInfo(client_zone))
    return there if there != standing.facts.date_of_service else None


def _coverage(context: ReadContext, row: Any) -> PayerCard | None:
    if row["coverage_ref"] is None:
        return None
    return PayerCard(
        coverage_ref=row["coverage_ref"],
        payer=row["payer"],
        plan=row["plan"],
        line=row["line"],
        rank=row["rank"],
        member_id=masked("member_id", row["member_id"], context.actor.role in LOOKING),
    )


def _coding(context: ReadContext, session: CareSession) -> Coding:
    codes = context.db.scalars(
        select(col(SessionDiagnosis.code))
        .where(col(SessionDiagnosis.session_id) == session.key)
        .order_by(col(SessionDiagnosis.ordinal))
    )
    return Coding(
        cpt=session.cpt,
        cpt_addon=session.cpt_addon,
        units=session.units,
        place_of_service=session.place_of_service,
        modifier=session.modifier,
        diagnoses=tuple(codes),
    )
