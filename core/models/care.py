"""Care sessions with their places, diagnoses, notes, claims, charges, payouts and reports."""

from datetime import date, datetime
from functools import partial
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from core.models.base import (
    ImportedRow,
    Row,
    case_index,
    check_constraint,
    index_where,
    instant,
    link,
    word,
)
from core.vocabulary.care import (
    ApprovalEnd,
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
from core.vocabulary.people import LocationSource

NEWEST = ("date_of_service", "scheduled_start_at", "id")
"""The order of the session list; an index for each of its filters ends in it."""
TO_CONFIRM = (
    *("kind", "confirm_blocked_from", "confirm_last_on", "zone", "payer_kind"),
    *("actual_end_at", "scheduled_end_at", "state_code", "status"),
)
ENDS = ("actual_end_at", "scheduled_end_at", "kind", "confirm_blocked_from")
"""What tells a session ahead from one that took place, and from one that expired."""


_some = partial(index_where, "care_session")


class CareSession(ImportedRow, table=True):
    """One appointment between a provider and a client.

    `zone` is frozen at booking. `disputed_confirmed_at` is another instant that the latest extract
    gives for the first confirmation; the earliest counts (R13). Actual times are stored as given,
    even reversed; a data issue reports them. `exception_approved_for` is JSON, see
    `core.facts.crises`. Only `core.facts.due_instants` writes due instants, and only triggers of
    the database what lists and metrics filter by: `state_code` of the first place, else of the
    practice location; whether these are in several states; `payer_id` of the coverage's plan;
    `note_signed_at`, the first known signing of its notes; whether one of these was uploaded.
    """

    __tablename__ = "care_session"
    __table_args__ = (
        case_index("care_session"),
        check_constraint("scheduled_end_at > scheduled_start_at", "scheduled_span"),
        check_constraint("units >= 1", "units"),
        Index("ix_care_session_newest", *NEWEST),
        Index("ix_care_session_provider_newest", "provider_id", *NEWEST),
        Index("ix_care_session_client_newest", "client_id", *NEWEST),
        Index("ix_care_session_status_newest", "status", *NEWEST),
        Index("ix_care_session_state_newest", "state_code", *NEWEST, "payer_id", "status"),
        Index("ix_care_session_payer_newest", "payer_id", *NEWEST, "status"),
        _some("scheduled_newest", "status", *NEWEST, *ENDS, where="status = 'scheduled'"),
        _some("referred_newest", "payer_kind", *NEWEST, where="payer_kind = 'mos'"),
        _some("several_states", "is_in_several_states", *NEWEST, where="is_in_several_states"),
        # covers the metric of notes on time, which then reads no rows
        Index(
            "ix_care_session_note_due",
            *("note_due_on", "note_class", "status", "kind", "note_due_at", "note_signed_at"),
            *("has_uploaded_note", "payer_kind", "state_code"),
        ),
        # covers the metric of expired sessions, but for their price
        Index(
            "ix_care_session_confirm_last",
            *("confirm_last_on", "status", "kind", "confirm_blocked_from", "confirmed_at"),
            *("payer_kind", "state_code"),
        ),
        _some("crisis", "confirm_blocked_from", where="is_crisis"),
        _some("practice_location_id", where="practice_location_id IS NOT NULL"),
        _some("to_confirm", *TO_CONFIRM, where="status = 'scheduled'"),
    )
    provider_id: int = link("provider.id", index=False)
    client_id: int = link("client.id", index=False)
    payer_kind: PayerKind = word(PayerKind, "payer_kind")
    coverage_id: int | None = link("coverage.id", null=True)
    mos_case_id: int | None = link("mos_case.id", null=True)
    kind: SessionKind = word(SessionKind, "kind")
    modality: Modality = word(Modality, "modality")
    booked_at: datetime = instant()
    scheduled_start_at: datetime = instant()
    scheduled_end_at: datetime = instant()
    zone: str = Field(max_length=64)
    actual_start_at: datetime | None = instant(null=True)
    actual_end_at: datetime | None = instant(null=True)
    date_of_service: date
    practice_location_id: int | None = link("practice_location.id", null=True, index=False)
    cpt: str | None = Field(default=None, max_length=5)
    cpt_addon: str | None = Field(default=None, max_length=5)
    units: int = 1
    place_of_service: str | None = Field(default=None, max_length=2)
    modifier: str | None = Field(default=None, max_length=2)
    status: SessionStatus = word(SessionStatus, "status")
    confirmed_at: datetime | None = instant(null=True, index=True)
    disputed_confirmed_at: datetime | None = instant(null=True)
    confirmed_by: str | None = Field(default=None, max_length=120)
    attested_at: datetime | None = instant(null=True)
    cancelled_at: datetime | None = instant(null=True)
    cancel_reason: str | None = Field(default=None, max_length=400)
    cancelled_by_party: str | None = Field(default=None, max_length=20)
    is_crisis: bool = False
    has_crisis_narrative: bool = False
    has_crisis_resolution: bool = False
    exception_approved_by_id: int | None = link("staff.id", null=True, index=False)
    exception_approved_at: datetime | None = instant(null=True)
    exception_approved_for: str | None = None
    exception_declined_at: datetime | None = instant(null=True)
    exception_ended_at: datetime | None = instant(null=True)
    exception_ended_by: ApprovalEnd | None = word(ApprovalEnd, "exception_ended_by", null=True)
    exception_needed_at: datetime | None = instant(null=True)

    UNCOUNTED: ClassVar[frozenset[str]] = frozenset(
        {
            "exception_needed_at",
            "date_of_service",
            "note_class",
            "note_due_at",
            "note_due_on",
            "confirm_last_on",
            "confirm_blocked_from",
            "edit_until_at",
            "charge_due_on",
            "car_entered_due_on",
            "note_signed_at",
            "has_uploaded_note",
            "state_code",
            "is_in_several_states",
            "payer_id",
        }
    )
    note_class: NoteClass = word(NoteClass, "note_class")
    note_due_at: datetime | None = instant(null=True, index=True)
    note_due_on: date | None = None
    confirm_last_on: date | None = None
    confirm_blocked_from: datetime | None = instant(null=True, index=True)
    edit_until_at: datetime | None = instant(null=True)
    charge_due_on: date | None = None
    car_entered_due_on: date | None = None

    note_signed_at: datetime | None = instant(null=True)
    has_uploaded_note: bool = Field(
        default=False, sa_column_kwargs={"server_default": text("false")}
    )
    state_code: str | None = Field(default=None, max_length=7)
    is_in_several_states: bool = Field(
        default=False, sa_column_kwargs={"server_default": text("false")}
    )
    payer_id: int | None = None


class SessionPlace(ImportedRow, table=True):
    """A place where the client was during the session; never edited (R19, A29)."""

    __tablename__ = "session_place"
    __table_args__ = (
        UniqueConstraint("session_id", "ordinal"),
        check_constraint("ordinal >= 1", "ordinal"),
        Index("ix_session_place_state", "state_code", "session_id"),
    )
    session_id: int = link("care_session.id")
    ordinal: int
    line1: str | None = Field(default=None, max_length=200)
    city: str | None = Field(default=None, max_length=100)
    state_code: str = Field(max_length=7)
    zip: str | None = Field(default=None, max_length=10)
    country: str = Field(default="US", max_length=2)
    captured_at: datetime = instant()
    source: LocationSource = word(LocationSource, "source")
    reaffirmed_by: str | None = Field(default=None, max_length=120)


class SessionDiagnosis(Row, table=True):
    """One of the 1 to 12 diagnosis codes of a session (R04)."""

    __tablename__ = "session_diagnosis"
    __table_args__ = (
        UniqueConstraint("session_id", "ordinal"),
        check_constraint("ordinal BETWEEN 1 AND 12", "ordinal"),
    )
    session_id: int = link("care_session.id")
    ordinal: int
    code: str = Field(max_length=8)


class SessionEdit(Row, table=True):
    """An edit of one field of a confirmed session: who made it, and whether it was in time."""

    __tablename__ = "session_edit"
    session_id: int = link("care_session.id")
    at: datetime = instant()
    by: str = Field(max_length=120)
    field: str = Field(max_length=40)
    old: str | None = Field(default=None, max_length=200)
    new: str | None = Field(default=None, max_length=200)
    is_within_window: bool
    request_id: int | None = link("support_request.id", null=True, index=False)


class Note(ImportedRow, table=True):
    """The progress note of a session, without its text (R08-R11)."""

    __tablename__ = "note"
    __table_args__ = (
        # covers the metric of notes on time, which then reads no rows
        Index(
            "ix_note_signing",
            *("session_id", "is_discarded", "mode", "signed_at", "signature_source"),
        ),
    )
    session_id: int = link("care_session.id", index=False)
    mode: NoteMode = word(NoteMode, "mode")
    drafted_at: datetime | None = instant(null=True)
    signed_at: datetime | None = instant(null=True)
    signature_source: SignatureSource | None = word(SignatureSource, "signature_source", null=True)
    late_reason: str | None = Field(default=None, max_length=200)
    is_discarded: bool = False


class Claim(ImportedRow, table=True):
    """An insurance claim; a primary and a secondary claim are two rows."""

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("session_id", "seq"),
        check_constraint("frequency IN (1, 7, 8)", "frequency"),
        check_constraint("billed_cents >= 0 AND paid_cents >= 0 AND recouped_cents >= 0", "cents"),
    )
    session_id: int = link("care_session.id")
    seq: int
    frequency: int = 1
    replaces_claim_id: int | None = link("claim.id", null=True, index=False)
    coverage_id: int | None = link("coverage.id", null=True, index=False)
    status: ClaimStatus = word(ClaimStatus, "status")
    submitted_at: datetime | None = instant(null=True)
    own_control_number: str | None = Field(default=None, max_length=40)
    payer_control_number: str | None = Field(default=None, max_length=40)
    billed_cents: int = 0
    paid_cents: int = 0
    adjudicated_at: datetime | None = instant(null=True)
    void_requested_at: datetime | None = instant(null=True)
    void_accepted_at: datetime | None = instant(null=True)
    recouped_cents: int = 0


class ClientCharge(ImportedRow, table=True):
    """What the client owes for a session (R12). A charge for a MOS session is a data issue."""

    __tablename__ = "client_charge"
    __table_args__ = (
        check_constraint("amount_cents >= 0", "amount"),
        check_constraint("refunded_cents BETWEEN 0 AND amount_cents", "refunded"),
    )
    session_id: int = link("care_session.id")
    amount_cents: int
    due_on: date
    status: ChargeStatus = word(ChargeStatus, "status")
    charged_at: datetime | None = instant(null=True)
    refunded_cents: int = 0


class Payout(ImportedRow, table=True):
    """What the provider is paid for a session; `period` is the month of service (R37)."""

    __tablename__ = "payout"
    __table_args__ = (check_constraint("amount_cents >= 0", "amount"),)
    session_id: int = link("care_session.id")
    amount_cents: int
    period: str = Field(max_length=7)
    status: PayoutStatus = word(PayoutStatus, "status")


class CarReport(ImportedRow, table=True):
    """The Case Activity Report of a MOS session: when it was completed, and the date entered."""

    __tablename__ = "car_report"
    session_id: int = Field(foreign_key="care_session.id", unique=True)
    outcome: CarOutcome = word(CarOutcome, "outcome")
    completed_at: datetime | None = instant(null=True)
    entered_on: date | None = None
    reference: str | None = Field(default=None, max_length=60)
