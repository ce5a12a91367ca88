"""Everything that the page of a session shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.access import LOOKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts.gather import Gathered
from core.facts.references import as_written
from core.facts.session_bundles import SessionBundle, bundles_by_ref
from core.facts.session_deadlines import SessionDeadlines
from core.queries.sessions.history import (
    EDITS,
    ENTRIES,
    REQUESTS,
    SessionImport,
    SessionMoment,
    SessionRequest,
    session_history,
    session_moments,
)
from core.queries.sessions.issues import SessionIssue, session_issues
from core.queries.sessions.people import (
    MaskedClient,
    SessionLocation,
    masked_client,
    session_locations,
)
from core.queries.sessions.scenarios import ScenarioRow, scenario_of
from core.queries.sessions.verdicts import SessionVerdicts, deadlines_of, verdicts_of
from core.queries.timeline import TimelineEvent
from core.rules.eligibility.session_facts import CarFact
from core.rules.sessions.masking import MaskedField, masked
from core.rules.sessions.money import SessionCharge, SessionClaim, SessionPayout
from core.rules.sessions.notes import NoteState
from core.rules.sessions.stage import SessionEnd, stage, unbilled_because
from core.rules.time.deadline_status import DeadlineRow
from core.rules.time.instants import local_date
from core.vocabulary.administration import ReadingAction
from core.vocabulary.care import Modality, PayerKind, SessionKind, SessionStage
from core.vocabulary.coverage import LineOfBusiness
from core.vocabulary.reasons import Reason


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
class SessionCoding:
    """What the session is billed as."""

    cpt: str | None
    cpt_addon: str | None
    units: int
    place_of_service: str | None
    modifier: str | None
    diagnoses: tuple[str, ...]


@dataclass(frozen=True)
class SessionMoney:
    """The money of a session, each kind in the order it arose, and its Case Activity Report."""

    claims: tuple[SessionClaim, ...]
    charges: tuple[SessionCharge, ...]
    payouts: tuple[SessionPayout, ...]
    car: CarFact | None


@dataclass(frozen=True)
class SessionDetail:
    """One session. `client_date` is the date on which it began where the client lives, given only
    when it differs from the date of service. `coverage` is None when no coverage pays."""

    ref: str
    version: int
    stage: SessionStage
    kind: SessionKind
    modality: Modality
    zone: str
    date_of_service: date
    start_at: datetime
    client_date: date | None
    provider_ref: str
    provider: str
    npi: str
    client: MaskedClient
    payer_kind: PayerKind
    coverage: PayerCard | None
    ecms_case_id: str | None
    is_crisis: bool
    places: tuple[SessionLocation, ...]
    life: tuple[SessionMoment, ...]
    deadlines: tuple[DeadlineRow, ...]
    note: NoteState
    coding: SessionCoding
    money: SessionMoney
    billing: Reason | None
    history: tuple[TimelineEvent, ...]
    requests: tuple[SessionRequest, ...]
    arrival: SessionImport | None
    verdicts: SessionVerdicts
    issues: tuple[SessionIssue, ...]
    scenario: ScenarioRow | None


@guard(LOOKING)
def session_page(context: ReadContext, ref: str) -> SessionDetail:
    """The session of this reference; raises NotFound for an unknown one. Viewing it is logged."""
    missing = NotFound(f"We found no session {ref}. Search by client, provider or day instead.")
    if not ref.isprintable():
        raise missing
    found, more = bundles_by_ref(context.db, ref, MORE)
    bundle = as_written(found, ref)
    if bundle is None:
        raise missing
    context.log(ReadingAction.VIEW, "care_session", bundle.session.key)
    return _detail(context, bundle, more)


MORE = (ENTRIES, EDITS, REQUESTS)


def _detail(context: ReadContext, bundle: SessionBundle, more: Gathered) -> SessionDetail:
    key = bundle.session.key
    session, provider, case = bundle.session, bundle.provider, bundle.case
    known = deadlines_of(context, bundle, context.now)
    now_at = stage(known.facts, session.confirm_blocked_from, context.now)
    verdicts = verdicts_of(context, bundle, context.now)
    return SessionDetail(
        ref=session.ref,
        version=session.version,
        stage=now_at,
        kind=session.kind,
        modality=session.modality,
        zone=session.zone,
        date_of_service=session.date_of_service,
        start_at=known.facts.start_at,
        client_date=_other_date(known, bundle.client.zone),
        provider_ref=provider.ref,
        provider=f"{provider.first_name} {provider.last_name}",
        npi=provider.npi,
        client=masked_client(context, bundle),
        payer_kind=session.payer_kind,
        coverage=_coverage(context, bundle),
        ecms_case_id=case.mos_case.ecms_case_id if case.mos_case else None,
        is_crisis=session.is_crisis,
        places=session_locations(bundle),
        life=session_moments(session),
        deadlines=known.deadlines,
        note=known.note,
        coding=_coding(bundle),
        money=SessionMoney(bundle.claims, bundle.charges, bundle.payouts, case.car),
        billing=_billing(session, known, now_at, context.now),
        history=session_history(context, more[ENTRIES][key], more[EDITS][key]),
        requests=more[REQUESTS][key][::-1],
        arrival=_arrival(bundle),
        verdicts=verdicts,
        issues=session_issues(context, bundle, verdicts),
        scenario=scenario_of(context.db, session.ref),
    )


def _billing(
    session: Any, known: SessionDeadlines, at: SessionStage, now: datetime
) -> Reason | None:
    today, request = local_date(now, known.facts.tz), known.facts.cancel_request
    end = SessionEnd(at, session.payer_kind, session.confirm_last_on, request, today)
    return unbilled_because(known.facts, end, now)


def _other_date(known: SessionDeadlines, client_zone: str | None) -> date | None:
    if client_zone is None:
        return None
    there = local_date(known.facts.start_at, ZoneInfo(client_zone))
    return there if there != known.facts.date_of_service else None


def _coverage(context: ReadContext, bundle: SessionBundle) -> PayerCard | None:
    coverage, plan = bundle.coverage, bundle.case.plan
    if coverage is None or plan is None:
        return None
    return PayerCard(
        coverage_ref=coverage.ref,
        payer=bundle.payer or "",
        plan=plan.name,
        line=plan.line,
        rank=coverage.rank,
        member_id=masked("member_id", coverage.member_id, context.actor.role in LOOKING),
    )


def _coding(bundle: SessionBundle) -> SessionCoding:
    session = bundle.session
    return SessionCoding(
        cpt=session.cpt,
        cpt_addon=session.cpt_addon,
        units=session.units,
        place_of_service=session.place_of_service,
        modifier=session.modifier,
        diagnoses=bundle.case.diagnoses,
    )


def _arrival(bundle: SessionBundle) -> SessionImport | None:
    number, at = bundle.session.batch_id, bundle.imported_at
    return SessionImport(number, at) if number and at else None
