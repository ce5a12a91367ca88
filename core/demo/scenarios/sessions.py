"""Rows of the book's sessions: the session itself, its places, its note, and what followed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from core.demo.rows.care import (
    CarReportRow,
    ClaimRow,
    ClientChargeRow,
    NoteRow,
    PayoutRow,
    SessionPlaceRow,
    SessionRow,
)
from core.demo.scenarios.book import Entry
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

BOOKED_AHEAD, SIGNED_AFTER = timedelta(days=7), timedelta(hours=2)
MISSED = {SessionStatus.NO_SHOW, SessionStatus.CANCELLED}
MODIFIERS = {Modality.VIDEO: "95", Modality.PHONE: "93"}


@dataclass(frozen=True)
class Told:
    """A session of the book with its people."""

    entry: Entry
    provider: Entry
    client: Entry

    @property
    def ref(self) -> str:
        """The session's reference."""
        return str(self.entry["id"])

    @property
    def sub_ref(self) -> str:
        """What the references of the session's papers end with."""
        return self.ref.removeprefix("S-")

    @cached_property
    def tz(self) -> ZoneInfo:
        """The zone of the provider's calendar."""
        return ZoneInfo(self.provider["zone"])

    @cached_property
    def modality(self) -> Modality:
        """By video, unless the book says otherwise."""
        return Modality(self.entry.get("modality", "video"))

    @cached_property
    def status(self) -> SessionStatus:
        """As the book has it; else by whether there is a confirmation."""
        usual = "confirmed" if "confirmed_at" in self.entry else "scheduled"
        return SessionStatus(self.entry.get("status", usual))

    @property
    def is_mos(self) -> bool:
        """Whether Military OneSource pays."""
        return "mos_case" in self.client

    @cached_property
    def start(self) -> datetime:
        """When it was to begin, in the session's zone."""
        return self.local(self.entry["start"])

    @cached_property
    def end(self) -> datetime:
        """When it was to end: elapsed minutes later, in the session's zone."""
        minutes = timedelta(minutes=self.entry.get("minutes", 45))
        return (self.start.astimezone(UTC) + minutes).astimezone(self.tz)

    @cached_property
    def actual(self) -> tuple[datetime, datetime] | None:
        """When it was; the scheduled times once confirmed, None while nobody has said."""
        if "actual" in self.entry:
            start, end = (self.local(one) for one in self.entry["actual"])
            return start, end
        return (self.start, self.end) if "confirmed_at" in self.entry else None

    @cached_property
    def places(self) -> list[Entry]:
        """Where the client was, one after the other; home where the book is silent."""
        if self.modality == Modality.IN_PERSON or self.status in MISSED:
            return []
        by_key = {one["key"]: one for one in self.client.get("place", ())}
        return [by_key[key] for key in self.entry.get("places", ["home"])]

    def local(self, moment: datetime) -> datetime:
        """`moment` in the session's zone; without an offset it is that zone's wall clock."""
        return moment.astimezone(self.tz) if moment.tzinfo else moment.replace(tzinfo=self.tz)


def session_rows(told: Told) -> Iterator[Any]:
    """The session with all that hangs on it."""
    yield _session(told)
    for ordinal, place in enumerate(told.places, 1):
        yield _place(told, ordinal, place)
    yield from _notes(told)
    entry, ref, name = told.entry, told.ref, told.sub_ref
    if claim := entry.get("claim"):
        yield _claim(told, claim)
    if charge := entry.get("charge"):
        status = ChargeStatus(charge["status"])
        yield ClientChargeRow(
            charge_id=f"CH-{name}",
            session_id=ref,
            amount_cents=charge["cents"],
            due_on=charge["due_on"],
            status=status,
            charged_at=charge.get("charged_at"),
            refunded_cents=0,
        )
    if payout := entry.get("payout"):
        status_of_pay = PayoutStatus(payout["status"])
        yield PayoutRow(f"PO-{name}", ref, payout["cents"], payout["period"], status_of_pay)
    if car := entry.get("car"):
        yield _car(told, car)


def _session(told: Told) -> SessionRow:
    entry, is_in_room = told.entry, told.modality == Modality.IN_PERSON
    confirmed_at, covered = entry.get("confirmed_at"), entry.get("coverage", 1)
    actual_start, actual_end = told.actual or (None, None)
    return SessionRow(
        session_id=told.ref,
        provider_id=told.provider["id"],
        client_id=told.client["id"],
        payer_kind=PayerKind.MOS if told.is_mos else PayerKind.INSURANCE,
        coverage_id=None if told.is_mos else f"V-{told.client['id'][2:]}-{covered}",
        mos_case_id=f"MC-{told.client['id'][2:]}" if told.is_mos else None,
        kind=SessionKind(entry.get("kind", "session")),
        modality=told.modality,
        booked_at=entry.get("booked_at", (told.start - BOOKED_AHEAD).astimezone(UTC)),
        scheduled_start=told.start,
        scheduled_end=told.end,
        zone=told.tz.key,
        actual_start=actual_start,
        actual_end=actual_end,
        practice_location_id=f"PL-{told.provider['id'][2:]}-1" if is_in_room else None,
        status=told.status,
        confirmed_at=confirmed_at,
        confirmed_by="provider" if confirmed_at else None,
        attested_at=confirmed_at if told.is_mos else None,
        **_codes(told),
        **_crisis(entry),
    )


def _codes(told: Told) -> Mapping[str, Any]:
    """What is billed: nothing of it for Military OneSource, a call or a session that was missed."""
    if told.is_mos or told.status in MISSED or told.entry.get("kind") == "consult":
        return {}
    at_home = any(one["kind"] in ("home", "permanent_new") for one in told.places)
    in_room = told.modality == Modality.IN_PERSON
    return {
        "cpt": told.entry.get("cpt", "90834"),
        "diagnoses": told.entry.get("diagnoses", "F43.22"),
        "place_of_service": "11" if in_room else "10" if at_home else "02",
        "modifier": MODIFIERS.get(told.modality),
    }


def _crisis(entry: Entry) -> Mapping[str, Any]:
    """A crisis, whose note tells of it and of how it ended."""
    is_crisis = entry.get("is_crisis", False)
    return {
        "is_crisis": is_crisis,
        "has_crisis_narrative": is_crisis,
        "has_crisis_resolution": is_crisis,
    }


def _place(told: Told, ordinal: int, place: Entry) -> SessionPlaceRow:
    return SessionPlaceRow(
        session_place_id=f"SP-{told.sub_ref}-{ordinal}",
        session_id=told.ref,
        ordinal=ordinal,
        line1=place.get("line1"),
        city=place.get("city"),
        state_code=place["state"],
        zip=place.get("zip"),
        country=place.get("country", "US"),
        captured_at=told.start.astimezone(UTC),
        source=LocationSource.PROVIDER,
        reaffirmed_by=f"{told.provider['first_name']} {told.provider['last_name']}",
    )


def _notes(told: Told) -> Iterator[NoteRow]:
    """The note as the book has it; else one that was signed two hours after the end."""
    if told.status in MISSED or told.entry.get("kind") == "consult":
        return
    end = (told.actual[1] if told.actual else told.end).astimezone(UTC)
    usual = {"mode": "template_manual", "signed_at": end + SIGNED_AFTER}
    note = told.entry.get("note", usual)
    mode, signed_at = NoteMode(note["mode"]), note.get("signed_at")
    is_upload = mode == NoteMode.UPLOAD
    source = SignatureSource.ATTESTED if is_upload else SignatureSource.SYSTEM
    yield NoteRow(
        note_id=f"N-{told.sub_ref}-1",
        session_id=told.ref,
        mode=mode,
        drafted_at=min(end + timedelta(hours=1), signed_at or end + timedelta(hours=1)),
        signed_at=signed_at,
        signature_source=source if signed_at else None,
        late_reason=None,
        is_discarded=False,
    )


def _claim(told: Told, claim: Entry) -> ClaimRow:
    return ClaimRow(
        claim_id=f"CM-{told.sub_ref}-1",
        session_id=told.ref,
        seq=1,
        frequency=1,
        replaces_claim_id=None,
        coverage_id=f"V-{told.client['id'][2:]}-{told.entry.get('coverage', 1)}",
        status=ClaimStatus(claim["status"]),
        submitted_at=claim.get("submitted_at"),
        own_control_number=f"SD{told.sub_ref}",
        payer_control_number=f"ICN{told.sub_ref}" if "submitted_at" in claim else None,
        billed_cents=claim["cents"],
        paid_cents=claim.get("paid_cents", 0),
        adjudicated_at=claim.get("adjudicated_at"),
        void_requested_at=None,
        void_accepted_at=None,
        recouped_cents=0,
    )


def _car(told: Told, car: Entry) -> CarReportRow:
    return CarReportRow(
        car_report_id=f"CAR-{told.sub_ref}",
        session_id=told.ref,
        outcome=CarOutcome(car["outcome"]),
        completed_at=car["completed_at"],
        entered_on=car["entered_on"],
        reference=f"SDS-BOOK-{told.sub_ref}",
    )
