"""Rows of the extracts about care: sessions, client locations, session notes, CARs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationInfo, field_validator

from core.exchange.cell_places import Country, PlaceOfService, Zip, Zone
from core.exchange.cell_types import (
    Codes,
    Flag,
    Instant,
    Moment,
    Ordinal,
    Place,
    Ref,
    WorkDay,
    wrong,
)
from core.exchange.extract_row import ExtractRow, free_text, key, may_lack, needed
from core.models.care import CareSession, CarReport, Note, SessionPlace
from core.vocabulary.care import (
    CarOutcome,
    Modality,
    NoteMode,
    PayerKind,
    SessionKind,
    SessionStatus,
    SignatureSource,
)
from core.vocabulary.people import LocationSource


class SessionRow(ExtractRow):
    """Care sessions. A time without an offset is local time in the row's `zone`."""

    file = "sessions.csv"
    table = CareSession
    kept = ("disputed_confirmed_at",)
    ref: Ref = key("session_id")
    provider_id: Ref = needed("provider")
    client_id: Ref = needed("client")
    payer_kind: PayerKind = needed("payer kind, fixed at booking")
    coverage_id: Ref | None = may_lack("coverage it was booked with")
    mos_case_id: Ref | None = may_lack("Military OneSource case")
    kind: SessionKind = needed("session or consultation call")
    modality: Modality = needed("how provider and client meet")
    zone: Zone = needed("IANA time zone of the session, fixed at booking")
    booked_at: Moment = needed("when it was booked")
    scheduled_start_at: Moment = needed("planned start", column="scheduled_start")
    scheduled_end_at: Moment = needed("planned end, after the start", column="scheduled_end")
    actual_start_at: Moment | None = may_lack("actual start", column="actual_start")
    actual_end_at: Moment | None = may_lack("actual end", column="actual_end")
    practice_location_id: Ref | None = may_lack("practice location, for sessions in person")
    cpt: str | None = may_lack("CPT code")
    cpt_addon: str | None = may_lack("CPT code of the add-on")
    units: Ordinal = may_lack("billed units", 1)
    place_of_service: PlaceOfService | None = may_lack("place of service code")
    modifier: str | None = may_lack("CPT modifier")
    diagnoses: Codes = may_lack("up to 12 ICD-10 codes in order, separated by semicolons", ())
    status: SessionStatus = needed("status of the session")
    confirmed_at: Moment | None = may_lack("when it was first confirmed")
    confirmed_by: str | None = may_lack("who confirmed it")
    attested_at: Moment | None = may_lack("when the provider attested it")
    cancelled_at: Moment | None = may_lack("when it was canceled")
    cancel_reason: str | None = free_text("why it was canceled")
    cancelled_by_party: str | None = may_lack("who canceled it: the client or the provider")
    is_crisis: Flag = may_lack("crisis session", False)
    has_crisis_narrative: Flag = may_lack("the session note describes the crisis", False)
    has_crisis_resolution: Flag = may_lack("the session note describes how it ended", False)

    @field_validator("scheduled_end_at")
    @classmethod
    def _after_start(cls, value: datetime, info: ValidationInfo) -> datetime:
        start = info.data.get("scheduled_start_at")
        if "zone" in info.data and start is not None and value <= start:
            raise wrong("This is not after scheduled_start.")
        return value

    @classmethod
    def remembered(cls, values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """The earliest confirmation counts, and the other is kept beside it; a cancellation after
        the confirmation is not forgotten (R13, R16)."""
        kept: dict[str, Any] = {}
        said, known = values.get("confirmed_at"), before["confirmed_at"]
        if said and known and said != known:
            kept["confirmed_at"] = min(said, known)
            kept["disputed_confirmed_at"] = max(said, known)
        was_ended = before["status"] != SessionStatus.CANCELLED
        is_back = values.get("status") == SessionStatus.CONFIRMED and was_ended
        if is_back and before["cancelled_at"] and not values.get("cancelled_at"):
            kept["cancelled_at"] = before["cancelled_at"]
        return kept


class SessionPlaceRow(ExtractRow):
    """Places where the client was during a session, one row per place."""

    file = "session_places.csv"
    table = SessionPlace
    ref: Ref = key("session_place_id")
    session_id: Ref = needed("session")
    ordinal: Ordinal = needed("1 for the first place, 2 for the next")
    line1: str | None = may_lack("street and number")
    city: str | None = may_lack("city")
    state_code: Place = needed(
        "state; `AA`, `AE` or `AP` for a military post office; `OUTSIDE` for a place outside the US"
    )
    zip: Zip | None = may_lack("ZIP code")
    country: Country = may_lack("two-letter country code", "US")
    captured_at: Instant = needed("when it was recorded")
    source: LocationSource = needed("source of the location")
    reaffirmed_by: str | None = may_lack("who reaffirmed it at confirmation")


class NoteRow(ExtractRow):
    """Session notes, without their text."""

    file = "notes.csv"
    table = Note
    ref: Ref = key("note_id")
    session_id: Ref = needed("session")
    mode: NoteMode = needed("how it was written")
    drafted_at: Instant | None = may_lack("when it was drafted")
    signed_at: Instant | None = may_lack("when it was signed")
    signature_source: SignatureSource | None = may_lack("source of the signature")
    late_reason: str | None = free_text("why it was signed late")
    is_discarded: Flag = may_lack("discarded", False)


class CarReportRow(ExtractRow):
    """Case Activity Reports, one per Military OneSource session."""

    file = "car_reports.csv"
    table = CarReport
    ref: Ref = key("car_report_id")
    session_id: Ref = needed("session; each session has at most one report")
    outcome: CarOutcome = needed("outcome of the session")
    completed_at: Instant | None = may_lack("when it was completed")
    entered_on: WorkDay | None = may_lack("date entered in the report")
    reference: str | None = may_lack("reference in eCMS")
