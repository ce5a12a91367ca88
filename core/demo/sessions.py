"""A session and its records as they are at the end of the period."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from core.demo.appointments import Appointment
from core.demo.catalog import demo_list
from core.demo.chance import Chance, Quota, ref
from core.demo.money import BilledSession
from core.demo.notes import make_note
from core.demo.period import Period
from core.exchange.care_rows import CarReportRow, SessionPlaceRow, SessionRow
from core.exchange.extract_row import ExtractRow
from core.exchange.people_rows import ClientLocationRow
from core.rules.time.instants import start_of
from core.vocabulary.care import CarOutcome, Modality, PayerKind, SessionKind, SessionStatus
from core.vocabulary.people import LocationKind

CANCELED, NO_SHOW, ON_THE_DOT, UNDETAILED = 0.09, 0.042, 0.55, 0.6
UNDONE, UNDONE_LATELY = 0.005, 0.025
"""Shares canceled after the confirmation: in all, and of those confirmed in the last 60 days."""
FORGOTTEN, FORGOTTEN_LATELY, LATELY = 0.012, 0.05, range(18, 31)
"""Shares that nobody confirms in time; the second of those whose 30 days are nearly over."""
UNREPORTED, UNREPORTED_DAYS = 0.9, range(8, 31)
"""The share of Military OneSource sessions of the last weeks that still lack their report."""
NO_LOCATION, NO_LOCATION_STATE, NO_LOCATION_DAYS = 0.35, "FL", range(22)
"""The share of telehealth sessions in this state, of the last three weeks, without a location."""
NOT_ASKED, WRONG_DATE, CONTRADICTS = 0.002, 0.03, 0.006
CONFIRMATION_LAGS = {(0.05, 10): 62, (10, 72): 28, (72, 288): 7, (288, 640): 2.4, (690, 725): 0.6}
"""Hours from a session's end to its confirmation, and how often."""
MODIFIERS = {Modality.VIDEO: "95", Modality.PHONE: "93"}
UNDONE_REASONS = ("Confirmed by mistake", "Client was not there", "Wrong client")
ADDRESS = {"line1", "city", "state_code", "zip", "country"}


class SessionMaker:
    """Makes the rows of one appointment after the other."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self.quotas: defaultdict[str, Quota] = defaultdict(Quota)

    def rows(self, number: int, appointment: Appointment) -> Iterator[ExtractRow]:
        """The session and what hangs on it; `values` are those of the session so far."""
        self.one, self.care, self.ref = appointment, appointment.care, ref("S", 7, number)
        start = appointment.start
        self.chance = Chance(f"session {self.care.person.number} {start.isoformat()}")
        self.days_ago = (self.period.today - start.date()).days
        self.is_mos = appointment.payer_kind == PayerKind.MOS
        self.values = self._booked()
        if self._missed() or appointment.end > self.period.until:
            yield SessionRow(**self.values)
            yield from self._report()
        elif appointment.kind == SessionKind.CONSULT:
            yield SessionRow(**self.values | self._times())
        else:
            yield from self._took_place()

    def _took_place(self) -> Iterator[ExtractRow]:
        one, times = self.one, self._times()
        ended = times.get("actual_end_at", one.end)
        notes, free_from = make_note(self.chance, self.ref, ended, one, self.period)
        place, reports = self._place(), list(self._report())
        details = times | self._details(place)
        is_placed = place is not None or self.values["modality"] == Modality.IN_PERSON
        where = (place or self.care.person.places[0]).state_code
        is_billable = is_placed and (one.is_crisis or where in self.care.states)
        needed = [*self._needed(free_from, reports), *([] if is_billable else [None])]
        confirmed_at = self._confirmed_at(ended, needed)
        is_new = self.days_ago <= LATELY[-1] and is_billable
        is_detailed = not (self.chance.hits(UNDETAILED) and is_new)
        self.values |= details if confirmed_at or is_detailed else {}
        self.values |= self._confirmed(confirmed_at) if confirmed_at else {}
        session = SessionRow(**self.values)
        yield from (session, *notes, *reports)
        if place and (confirmed_at or is_detailed):
            yield self._captured(place)
        if confirmed_at:
            yield from BilledSession(self.chance, session, confirmed_at, one, self.period).rows()

    # The booking

    def _booked(self) -> dict[str, Any]:
        one, care = self.one, self.care
        coverage = care.membership.on(one.start.date())
        is_covered = one.payer_kind in (PayerKind.INSURANCE, PayerKind.EAP)
        modality, location = self._modality()
        return {
            "ref": self.ref,
            "provider_id": care.practice.row.ref,
            "client_id": care.person.row.ref,
            "payer_kind": one.payer_kind,
            "coverage_id": coverage.ref if coverage and is_covered else None,
            "mos_case_id": care.case.ref if care.case and self.is_mos else None,
            "kind": one.kind,
            "modality": modality,
            "booked_at": self._booked_at(),
            "scheduled_start_at": one.start,
            "scheduled_end_at": one.end,
            "zone": care.practice.row.calendar_zone,
            "practice_location_id": location,
            "is_crisis": one.is_crisis,
            "status": SessionStatus.SCHEDULED,
        }

    def _booked_at(self) -> datetime:
        """Days ahead, or within the hour for a crisis."""
        one, chance, period = self.one, self.chance, self.period
        if one.is_crisis:
            return one.start - chance.minutes(15, 80)
        booked = min(one.start - chance.hours(20, 290), period.until - chance.hours(1, 200))
        accepted = self.care.case and self.care.case.referral_accepted_at
        return max(booked, accepted) if accepted else booked

    def _modality(self) -> tuple[Modality, str | None]:
        """In person with the location's id, by video or by phone."""
        one, practice = self.one, self.care.practice
        location = next(each for each in practice.locations if each.is_active)
        is_near = self.care.person.state.code == location.state_code and not one.is_crisis
        if one.kind == SessionKind.CONSULT:
            return self.chance.choice([Modality.PHONE, Modality.VIDEO]), None
        if not self.is_mos and is_near and self.chance.hits(practice.in_person):
            return Modality.IN_PERSON, location.ref
        is_phone = not self.is_mos and self.chance.hits(0.08)
        return (Modality.PHONE if is_phone else Modality.VIDEO), None

    # What happened

    def _missed(self) -> bool:
        """Whether the session was canceled ahead or the client did not come."""
        one, luck = self.one, 1.0 if self.one.is_crisis else self.chance.random()
        hours_ahead = min(60, (one.start - self.values["booked_at"]).total_seconds() / 3600)
        if luck < CANCELED and hours_ahead > 0:
            canceled_at = self.period.happened(one.start - self.chance.hours(0, hours_ahead))
            party = self.chance.weighted({"client": 74, "provider": 26})
            reason = self.chance.choice(demo_list("care")["text"][f"{party}_reasons"])
            if canceled_at:
                self.values |= _canceled(SessionStatus.CANCELLED, canceled_at, party, reason)
        elif CANCELED <= luck < CANCELED + NO_SHOW and one.end <= self.period.until:
            self.values["status"] = SessionStatus.NO_SHOW
        return bool(self.values["status"] != SessionStatus.SCHEDULED)

    def _times(self) -> dict[str, datetime]:
        """When it began and ended: as scheduled, or so few minutes off that none overlap."""
        start, end = self.one.start, self.one.end
        is_plain = not self.one.is_crisis and start.date() == end.date()
        if not self.chance.hits(ON_THE_DOT) and is_plain:
            start, end = start + self.chance.minutes(0, 4), end + self.chance.minutes(-3, 4)
        is_over = end <= self.period.until
        return {"actual_start_at": start, "actual_end_at": end} if is_over else {}

    def _place(self) -> ClientLocationRow | None:
        """Where the client of a telehealth session was; None in person and where nobody asked."""
        person, day = self.care.person, self.one.start.date()
        if self.values["modality"] == Modality.IN_PERSON:
            return None
        is_poor = person.state.code == NO_LOCATION_STATE and self.days_ago in NO_LOCATION_DAYS
        is_unasked = self.quotas["location"].picks(NO_LOCATION if is_poor else NOT_ASKED)
        if is_unasked and not self.one.is_crisis:
            return None
        for other in person.places[1:]:
            begun = other.from_on is None or other.from_on <= day
            is_left = other.to_on is not None and other.to_on < day
            share = {LocationKind.WORK: 0.15, LocationKind.CRISIS: 0.0}.get(other.kind, 0.5)
            is_usual = begun and not is_left and self.chance.hits(share)
            if is_usual and (other.state_code in self.care.states or self.one.is_crisis):
                return other
        return person.places[0]

    def _captured(self, place: ClientLocationRow) -> SessionPlaceRow:
        provider = self.care.practice.row
        return SessionPlaceRow(
            ref=f"SP-{self.ref[2:]}-1",
            session_id=self.ref,
            ordinal=1,
            captured_at=self.one.start,
            source=self.chance.choice(["provider", "client"]),
            reaffirmed_by=f"{provider.first_name} {provider.last_name}",
            **place.model_dump(include=ADDRESS),
        )

    def _report(self) -> Iterator[CarReportRow]:
        """The report of a Military OneSource session, once it is made; without a number, none."""
        case, one = self.care.case, self.one
        if not self.is_mos or one.kind != SessionKind.SESSION:
            return
        is_late = self.days_ago in UNREPORTED_DAYS and self.quotas["report"].picks(UNREPORTED)
        completed_at = self.period.happened(one.end + self.chance.hours(0.2, 44))
        number, has_number = f"SDS{self.chance.randrange(10**8):08d}", self.chance.hits(0.9)
        if completed_at is None or is_late or case is None or case.ecms_case_id is None:
            return
        status: SessionStatus = self.values["status"]
        outcome = "held" if status == SessionStatus.SCHEDULED else status.value
        is_wrong_day = self.quotas["date"].picks(WRONG_DATE)
        yield CarReportRow(
            ref=f"CAR-{self.ref[2:]}",
            session_id=self.ref,
            outcome="no_show" if self.quotas["outcome"].picks(CONTRADICTS) else outcome,
            completed_at=completed_at,
            entered_on=one.start.date() + timedelta(days=0 if is_wrong_day else 1),
            reference=number if has_number else None,
        )

    def _details(self, place: ClientLocationRow | None) -> dict[str, Any]:
        """Codes and diagnoses; Military OneSource has neither."""
        one, modality = self.one, self.values["modality"]
        count = self.chance.choice([1, 1, 1, 2, 2, 3])
        if one.service is None:
            return {}
        at_home = place is None or place.kind == LocationKind.HOME
        in_person = modality == Modality.IN_PERSON
        return {
            "cpt": one.service.cpt,
            "place_of_service": "11" if in_person else "10" if at_home else "02",
            "modifier": MODIFIERS.get(modality),
            "diagnoses": tuple(self.chance.sample(demo_list("care")["text"]["diagnoses"], count)),
            "has_crisis_narrative": one.is_crisis and self.chance.hits(0.9),
            "has_crisis_resolution": one.is_crisis and self.chance.hits(0.8),
        }

    # The confirmation

    def _confirmed_at(self, ended: datetime, needed: list[datetime | None]) -> datetime | None:
        """Once nothing blocks it and the provider remembers, but not after day 30."""
        is_forgotten, lag = self._is_forgotten(), self.chance.weighted(CONFIRMATION_LAGS)
        known = [instant for instant in needed if instant is not None]
        if is_forgotten or len(known) < len(needed):
            return None
        wanted = max(ended + self.chance.hours(*lag), max(known) + self.chance.minutes(2, 25))
        blocked_on = self.one.start.date() + timedelta(days=31)
        is_late = wanted >= start_of(blocked_on, self.care.practice.tz)
        return None if is_late else self.period.happened(wanted)

    def _needed(self, free: datetime | None, reports: list[CarReportRow]) -> list[datetime | None]:
        """When note, forms, coverage, and report or payment method were there; None: not yet."""
        client, coverages = self.care.person.row, self.care.membership.coverages
        needed = [free, client.forms_acknowledged_at]
        needed += [one.verified_at for one in coverages if one.ref == self.values["coverage_id"]]
        if not self.is_mos:
            return [*needed, client.payment_method_at]
        next_day = self.one.start.date() + timedelta(days=1)
        took_place = [one for one in reports if one.outcome == CarOutcome.TOOK_PLACE]
        sound = [one.completed_at for one in took_place if one.entered_on == next_day]
        return needed + (sound or [None])

    def _is_forgotten(self) -> bool:
        """Fewer expire each month; more are open of those whose time is nearly over."""
        if self.days_ago > LATELY[-1]:
            last_on = self.one.start.date() + timedelta(days=30)
            return self.quotas["expired"].picks(self.period.expired_share(last_on))
        is_late = self.days_ago in LATELY and not self.is_mos
        return self.quotas["forgotten"].picks(FORGOTTEN_LATELY if is_late else FORGOTTEN)

    def _confirmed(self, at: datetime) -> dict[str, Any]:
        """Confirmed then, and of a few canceled since."""
        values = {
            "status": SessionStatus.CONFIRMED,
            "confirmed_at": at,
            "confirmed_by": "provider",
            "attested_at": at if self.is_mos else None,
        }
        within = self.chance.choice([(3, 12), (12, 200), (200, 900)])
        undone_at = self.period.happened(at + self.chance.hours(*within))
        reason = self.chance.choice(UNDONE_REASONS)
        is_new = self.period.until - at < timedelta(days=60)
        if self.chance.hits(UNDONE_LATELY if is_new else UNDONE) and undone_at:
            status = SessionStatus.CANCELLED_AFTER_CONFIRM
            values |= _canceled(status, undone_at, "support", reason)
        return values


def _canceled(status: SessionStatus, at: datetime, party: str, reason: str) -> dict[str, Any]:
    canceled = {"cancelled_at": at, "cancelled_by_party": party, "cancel_reason": reason}
    return {"status": status, **canceled}
