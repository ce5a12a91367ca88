"""The extracts about care: sessions, where the client was, notes, Case Activity Reports."""

from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationInfo, field_validator

from core.exchange.cell_types import (
    Codes,
    Country,
    Day,
    Flag,
    Instant,
    Moment,
    Ordinal,
    Place,
    Ref,
    Text2,
    Text5,
    Text10,
    Text20,
    Text60,
    Text100,
    Text120,
    Text200,
    Text400,
    Zone,
    at_wall_clock,
    wrong,
)
from core.exchange.extract_row import ExtractRow, key, may_lack, needed
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

MOMENTS = (
    "booked_at",
    "scheduled_start_at",
    "scheduled_end_at",
    "actual_start_at",
    "actual_end_at",
    "confirmed_at",
    "attested_at",
    "cancelled_at",
)


class SessionRow(ExtractRow):
    """Care sessions. A time without an offset is what the clocks show in the row's `zone`."""

    file = "sessions.csv"
    table = CareSession
    ref: Ref = key("session_id")
    provider_id: Ref = needed("who gives it")
    client_id: Ref = needed("who is in care")
    payer_kind: PayerKind = needed("who pays, as frozen when it was booked")
    coverage_id: Ref | None = may_lack("the coverage it was booked on")
    mos_case_id: Ref | None = may_lack("the Military OneSource case it belongs to")
    kind: SessionKind = needed("a session, or a consultation call")
    modality: Modality = needed("how provider and client meet")
    zone: Zone = needed("IANA zone it is held in, as frozen when it was booked")
    booked_at: Moment = needed("when it was booked")
    scheduled_start_at: Moment = needed("when it is to begin", column="scheduled_start")
    scheduled_end_at: Moment = needed("when it is to end; after it begins", column="scheduled_end")
    actual_start_at: Moment | None = may_lack("when it began", column="actual_start")
    actual_end_at: Moment | None = may_lack("when it ended", column="actual_end")
    practice_location_id: Ref | None = may_lack("where, when in person")
    cpt: Text5 | None = may_lack("CPT code")
    cpt_addon: Text5 | None = may_lack("CPT code of the add-on")
    units: Ordinal = may_lack("units billed", 1)
    place_of_service: Text2 | None = may_lack("place of service code")
    modifier: Text2 | None = may_lack("modifier of the CPT code")
    diagnoses: Codes = may_lack("up to 12 ICD-10 codes in order, parted by ;", ())
    status: SessionStatus = needed("where it is in its life")
    confirmed_at: Moment | None = may_lack("when it was first confirmed")
    confirmed_by: Text120 | None = may_lack("who confirmed it")
    attested_at: Moment | None = may_lack("when the provider attested to it")
    cancelled_at: Moment | None = may_lack("when it was cancelled")
    cancel_reason: Text400 | None = may_lack("why it was cancelled")
    cancelled_by_party: Text20 | None = may_lack("which side cancelled it")
    is_crisis: Flag = may_lack("a crisis session", False)
    has_crisis_narrative: Flag = may_lack("its note tells of the crisis", False)
    has_crisis_resolution: Flag = may_lack("its note tells how the crisis was resolved", False)

    @field_validator(*MOMENTS)
    @classmethod
    def _in_zone(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        zone = info.data.get("zone")  # missing when the zone itself is at fault, which is told
        return at_wall_clock(value, ZoneInfo(zone)) if value is not None and zone else value

    @field_validator("scheduled_end_at")
    @classmethod
    def _after_start(cls, value: datetime, info: ValidationInfo) -> datetime:
        start = info.data.get("scheduled_start_at")
        if "zone" in info.data and start is not None and value <= start:
            raise wrong("Not after scheduled_start.")
        return value


class SessionPlaceRow(ExtractRow):
    """The places a client was in during a session, one row each."""

    file = "session_places.csv"
    table = SessionPlace
    ref: Ref = key("session_place_id")
    session_id: Ref = needed("which session")
    ordinal: Ordinal = needed("1 for the first place, 2 for the next")
    line1: Text200 | None = may_lack("street and number")
    city: Text100 | None = may_lack("city")
    state_code: Place = needed("state, or OUTSIDE when it is in none of them")
    zip: Text10 | None = may_lack("ZIP code")
    country: Country = may_lack("country, two capitals", "US")
    captured_at: Instant = needed("when it was written down")
    source: LocationSource = needed("who said so")
    reaffirmed_by: Text120 | None = may_lack("who said it again at the confirmation")


class NoteRow(ExtractRow):
    """Progress notes; their text is not part of any extract."""

    file = "notes.csv"
    table = Note
    ref: Ref = key("note_id")
    session_id: Ref = needed("which session")
    mode: NoteMode = needed("how it was written")
    drafted_at: Instant | None = may_lack("when it was begun")
    signed_at: Instant | None = may_lack("when it was signed")
    signature_source: SignatureSource | None = may_lack("how the signature is known")
    late_reason: Text200 | None = may_lack("why it was signed late")
    is_discarded: Flag = may_lack("thrown away since", False)


class CarReportRow(ExtractRow):
    """Case Activity Reports of Military OneSource sessions; one for each session."""

    file = "car_reports.csv"
    table = CarReport
    ref: Ref = key("car_report_id")
    session_id: Ref = needed("which session; none has two")
    outcome: CarOutcome = needed("whether the session was held")
    completed_at: Instant | None = may_lack("when it was really done")
    entered_on: Day | None = may_lack("the date entered in it")
    reference: Text60 | None = may_lack("its reference in eCMS")
