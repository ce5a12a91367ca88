"""Rows of sessions, notes, and the money that follows them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.vocabulary.care import (
    CarOutcome,
    ChargeStatus,
    ClaimStatus,
    Modality,
    NoteMode,
    PayerKind,
    PayoutStatus,
    SessionKind,
    SessionStatus,
    SignatureSource,
)
from core.vocabulary.people import LocationSource


@dataclass(frozen=True)
class SessionRow:
    """A line of sessions.csv. The scheduled and actual times are in the session's own zone."""

    file: ClassVar = "sessions.csv"
    session_id: str
    provider_id: str
    client_id: str
    payer_kind: PayerKind
    coverage_id: str | None
    mos_case_id: str | None
    kind: SessionKind
    modality: Modality
    booked_at: datetime
    scheduled_start: datetime
    scheduled_end: datetime
    zone: str
    actual_start: datetime | None = None
    actual_end: datetime | None = None
    practice_location_id: str | None = None
    cpt: str | None = None
    cpt_addon: str | None = None
    units: int = 1
    place_of_service: str | None = None
    modifier: str | None = None
    diagnoses: str = ""
    status: SessionStatus = SessionStatus.SCHEDULED
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    attested_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    cancelled_by_party: str | None = None
    is_crisis: bool = False
    has_crisis_narrative: bool = False
    has_crisis_resolution: bool = False


@dataclass(frozen=True)
class SessionPlaceRow:
    """A line of session_places.csv."""

    file: ClassVar = "session_places.csv"
    session_place_id: str
    session_id: str
    ordinal: int
    line1: str | None
    city: str | None
    state_code: str
    zip: str | None
    country: str
    captured_at: datetime
    source: LocationSource
    reaffirmed_by: str | None


@dataclass(frozen=True)
class NoteRow:
    """A line of notes.csv."""

    file: ClassVar = "notes.csv"
    note_id: str
    session_id: str
    mode: NoteMode
    drafted_at: datetime | None
    signed_at: datetime | None
    signature_source: SignatureSource | None
    late_reason: str | None
    is_discarded: bool


@dataclass(frozen=True)
class ClaimRow:
    """A line of claims.csv."""

    file: ClassVar = "claims.csv"
    claim_id: str
    session_id: str
    seq: int
    frequency: int
    replaces_claim_id: str | None
    coverage_id: str | None
    status: ClaimStatus
    submitted_at: datetime | None
    own_control_number: str | None
    payer_control_number: str | None
    billed_cents: int
    paid_cents: int
    adjudicated_at: datetime | None
    void_requested_at: datetime | None
    void_accepted_at: datetime | None
    recouped_cents: int


@dataclass(frozen=True)
class ClientChargeRow:
    """A line of client_charges.csv."""

    file: ClassVar = "client_charges.csv"
    charge_id: str
    session_id: str
    amount_cents: int
    due_on: date
    status: ChargeStatus
    charged_at: datetime | None
    refunded_cents: int


@dataclass(frozen=True)
class PayoutRow:
    """A line of payouts.csv."""

    file: ClassVar = "payouts.csv"
    payout_id: str
    session_id: str
    amount_cents: int
    period: str
    status: PayoutStatus


@dataclass(frozen=True)
class CarReportRow:
    """A line of car_reports.csv."""

    file: ClassVar = "car_reports.csv"
    car_report_id: str
    session_id: str
    outcome: CarOutcome
    completed_at: datetime | None
    entered_on: date | None
    reference: str | None
