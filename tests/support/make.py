"""Rows for tests: each function adds one record with sensible values and returns it flushed."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from itertools import count
from string import ascii_lowercase
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import access, db
from core.facts.due_instants import write_sessions
from core.facts.policies import dated_rules
from core.models.base import EditedRow
from core.models.care import (
    CareSession,
    CarReport,
    Claim,
    ClientCharge,
    Note,
    Payout,
    SessionDiagnosis,
    SessionPlace,
)
from core.models.coverage import Coverage, MosCase, Payer, Plan
from core.models.data_issues import DataIssue
from core.models.people import Client, ClientLocation, PracticeLocation, Provider, Staff
from core.rules.names import email_key
from core.rules.requests.npi import check_digit
from core.vocabulary.care import (
    CarOutcome,
    ChargeStatus,
    ClaimStatus,
    Modality,
    NoteClass,
    NoteMode,
    PayerKind,
    PayoutStatus,
    SessionKind,
    SessionStatus,
    SignatureSource,
)
from core.vocabulary.coverage import (
    CorrectionMethod,
    LineOfBusiness,
    PayerClass,
    VerificationStatus,
)
from core.vocabulary.data_issues import DataIssueStatus
from core.vocabulary.people import (
    FirstContact,
    LocationKind,
    LocationSource,
    ProviderStatus,
    Role,
)
from core.vocabulary.states import StateCode

NOW = datetime(2026, 3, 16, 15, 0, tzinfo=UTC)
_count = count(1)


def add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def _times() -> dict[str, Any]:
    return {"created_at": NOW, "updated_at": NOW}


def staff(session: Session, role: Role = Role.AGENT, **given: Any) -> Staff:
    number = next(_count)
    values = {
        "email": f"staff{number}@desk.example",
        "name": f"Staff {number}",
        "role": role,
        "zone": "America/New_York",
        **_times(),
        **given,
    }
    return add(session, Staff(**values))


def actor(session: Session, role: Role = Role.AGENT, **given: Any) -> access.Actor:
    row = staff(session, role, **given)
    return access.Actor(name=row.name, role=row.role, staff_id=row.key, zone=row.zone)


def provider(session: Session, **given: Any) -> Provider:
    number = next(_count)
    nine = f"1{number:08d}"
    values = {
        "ref": f"P-{number:05d}",
        "npi": nine + check_digit(nine),
        "first_name": "Dana",
        "last_name": f"Provider{number}",
        "calendar_zone": "America/New_York",
        "first_contact": FirstContact.SESSION,
        "status": ProviderStatus.ACTIVE,
        **_times(),
        **given,
    }
    return add(session, Provider(**values))


def unlike_name(number: int) -> str:
    """A last name that is not like that of another number: no two clients look like one."""
    digest = hashlib.sha256(str(number).encode()).digest()
    return "".join(ascii_lowercase[one % 26] for one in digest[:8]).title()


def client(session: Session, **given: Any) -> Client:
    number = next(_count)
    email = given.get("email", f"client{number}@mail.example")
    values = {
        "ref": f"C-{number:05d}",
        "first_name": "Jonh",
        "last_name": unlike_name(number),
        "date_of_birth": date(1990, 1, 31),
        "email": email,
        "email_key": email_key(email),
        "phone": f"212-{555 + number // 10_000}-{number % 10_000:04d}",
        **_times(),
        **given,
    }
    return add(session, Client(**values))


def plan(session: Session, line: LineOfBusiness = LineOfBusiness.COMMERCIAL, **given: Any) -> Plan:
    number = next(_count)
    payer = add(
        session,
        Payer(
            ref=f"Y-{number}",
            name=f"Payer {number}",
            payer_class=PayerClass.COMMERCIAL,
            **_times(),
        ),
    )
    values = {
        "ref": f"L-{number}",
        "payer_id": payer.key,
        "name": f"Plan {number}",
        "line": line,
        "correction_method": CorrectionMethod.REPLACE_VOID,
        **_times(),
        **given,
    }
    return add(session, Plan(**values))


def coverage(session: Session, client: Client, plan: Plan, **given: Any) -> Coverage:
    values = {
        "ref": f"V-{next(_count)}",
        "client_id": client.key,
        "plan_id": plan.key,
        "member_id": f"M{next(_count):06d}",
        "from_on": date(2025, 1, 1),
        "verification_status": VerificationStatus.VERIFIED,
        **_times(),
        **given,
    }
    return add(session, Coverage(**values))


def care_session(
    session: Session,
    provider: Provider,
    client: Client,
    start: datetime = datetime(2026, 3, 10, 14, 0, tzinfo=UTC),
    minutes: int = 45,
    **given: Any,
) -> CareSession:
    """A session with its due instants written."""
    values = {
        "ref": f"S-{next(_count):05d}",
        "provider_id": provider.key,
        "client_id": client.key,
        "payer_kind": PayerKind.INSURANCE,
        "kind": SessionKind.SESSION,
        "modality": Modality.VIDEO,
        "booked_at": start - timedelta(days=7),
        "scheduled_start_at": start,
        "scheduled_end_at": start + timedelta(minutes=minutes),
        "zone": "America/New_York",
        "date_of_service": start.date(),
        "status": SessionStatus.SCHEDULED,
        "note_class": NoteClass.STANDARD,
        **_times(),
        **given,
    }
    row: CareSession = add(session, CareSession(**values))
    write_sessions(session, [row.key], dated_rules(session).book)
    session.refresh(row)
    return row


def note(
    session: Session, of: CareSession, signed_at: datetime | None = None, **given: Any
) -> Note:
    """A template note; `mode=NoteMode.UPLOAD` with a signature makes it an attested upload."""
    is_upload = given.get("mode") == NoteMode.UPLOAD
    source = SignatureSource.ATTESTED if is_upload else SignatureSource.SYSTEM
    values = {
        "ref": f"N-{next(_count)}",
        "session_id": of.key,
        "mode": NoteMode.TEMPLATE_MANUAL,
        "drafted_at": of.scheduled_end_at,
        "signed_at": signed_at,
        "signature_source": source if signed_at else None,
        **_times(),
        **given,
    }
    return add(session, Note(**values))


def claim(session: Session, of: CareSession, **given: Any) -> Claim:
    values = {
        "ref": f"K-{next(_count)}",
        "session_id": of.key,
        "seq": 1,
        "coverage_id": of.coverage_id,
        "status": ClaimStatus.SUBMITTED,
        "billed_cents": 15000,
        **_times(),
        **given,
    }
    return add(session, Claim(**values))


def charge(session: Session, of: CareSession, **given: Any) -> ClientCharge:
    values = {
        "ref": f"H-{next(_count)}",
        "session_id": of.key,
        "amount_cents": 2500,
        "due_on": of.charge_due_on or of.date_of_service + timedelta(days=1),
        "status": ChargeStatus.DUE,
        **_times(),
        **given,
    }
    return add(session, ClientCharge(**values))


def payout(session: Session, of: CareSession, **given: Any) -> Payout:
    values = {
        "ref": f"O-{next(_count)}",
        "session_id": of.key,
        "amount_cents": 9000,
        "period": f"{of.date_of_service:%Y-%m}",
        "status": PayoutStatus.PENDING,
        **_times(),
        **given,
    }
    return add(session, Payout(**values))


def car(session: Session, of: CareSession, **given: Any) -> CarReport:
    values = {
        "ref": f"R-CAR-{next(_count)}",
        "session_id": of.key,
        "outcome": CarOutcome.TOOK_PLACE,
        "completed_at": of.scheduled_end_at,
        "entered_on": of.date_of_service + timedelta(days=1),
        **_times(),
        **given,
    }
    return add(session, CarReport(**values))


def place(session: Session, of: CareSession, state: StateCode, **given: Any) -> SessionPlace:
    values = {
        "ref": f"W-{next(_count)}",
        "session_id": of.key,
        "ordinal": 1,
        "state_code": state.value,
        "captured_at": of.scheduled_start_at,
        "source": LocationSource.CLIENT,
        **_times(),
        **given,
    }
    return add(session, SessionPlace(**values))


def diagnosis(session: Session, of: CareSession, code: str = "F41.1") -> SessionDiagnosis:
    return add(session, SessionDiagnosis(session_id=of.key, ordinal=1, code=code))


def practice_location(
    session: Session, provider: Provider, state: StateCode = StateCode.NY, **given: Any
) -> PracticeLocation:
    values = {
        "ref": f"X-{next(_count)}",
        "provider_id": provider.key,
        "line1": "1 Practice Way",
        "city": "Albany",
        "state_code": state,
        "zip": "12207",
        "zone": "America/New_York",
        **_times(),
        **given,
    }
    return add(session, PracticeLocation(**values))


def home(session: Session, client: Client, **given: Any) -> ClientLocation:
    values = {
        "ref": f"T-{next(_count)}",
        "client_id": client.key,
        "kind": LocationKind.HOME,
        "line1": "5 Elm Street",
        "city": "Albany",
        "state_code": "NY",
        "zip": "12207",
        "source": LocationSource.CLIENT,
        **_times(),
        **given,
    }
    return add(session, ClientLocation(**values))


def mos_case(session: Session, client: Client, provider: Provider, **given: Any) -> MosCase:
    number = next(_count)
    values = {
        "ref": f"E-{number}",
        "client_id": client.key,
        "provider_id": provider.key,
        "ecms_case_id": f"ECMS{number}",
        "zoomgov_url": f"https://mos.zoomgov.com/j/{number}",
        "referral_accepted_at": datetime(2025, 1, 1, tzinfo=UTC),
        "from_on": date(2025, 1, 1),
        **_times(),
        **given,
    }
    return add(session, MosCase(**values))


def data_issue(
    session: Session,
    of: CareSession,
    code: str,
    *,
    is_gone: bool = False,
    is_accepted: bool = False,
    **given: Any,
) -> DataIssue:
    values = {
        "code": code,
        "rule": "R03",
        "entity": "care_session",
        "entity_id": of.key,
        "status": DataIssueStatus.RESOLVED if is_gone or is_accepted else DataIssueStatus.OPEN,
        "found_at": NOW,
        "resolved_at": NOW if is_gone else None,
        **_times(),
        **given,
    }
    return add(session, DataIssue(**values))


def stored(engine: Engine, table: type[EditedRow], key: int) -> Any:
    """The row as the database has it now."""
    with db.looking(engine) as session:
        return session.get(table, key)
