"""One appointment made into its records: the session, its places, notes and CAR report."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.demo import notes, outcomes, places
from core.demo.book import book
from core.demo.car import car_report
from core.demo.dice import Dice
from core.demo.outcomes import Fate
from core.demo.refs import ref
from core.demo.rhythm import Appointment
from core.demo.rows.care import CarReportRow, NoteRow, SessionPlaceRow, SessionRow
from core.demo.timeline import Timeline
from core.vocabulary.care import CarOutcome, Modality, PayerKind, SessionKind

ON_THE_DOT = 0.55
CODED_AHEAD = 0.4


@dataclass(frozen=True)
class Story:
    """A session and the papers that hang on it."""

    appointment: Appointment
    session: SessionRow
    places: list[SessionPlaceRow]
    notes: list[NoteRow]
    car: CarReportRow | None


def tell(number: int, appointment: Appointment, timeline: Timeline) -> Story:
    """What is on record by now about the `number`-th appointment."""
    dice = Dice(f"session {appointment.care.person.number} {appointment.start.isoformat()}")
    booked = outcomes.booking(dice, appointment, timeline)
    fate = outcomes.showing_up(dice, appointment, booked, timeline)
    session = _booked(dice, number, appointment, booked)
    if fate.is_held and appointment.end <= timeline.as_of:
        return _held(dice, session, appointment, timeline)
    session = _told(session, fate)
    car = car_report(dice, session, appointment, timeline)
    return Story(appointment, session, [], [], car)


def _booked(dice: Dice, number: int, appointment: Appointment, booked: datetime) -> SessionRow:
    """The session as it stands in the calendar."""
    care, kind = appointment.care, appointment.payer_kind
    coverage = care.membership.on(appointment.start.date())
    is_covered = kind in (PayerKind.INSURANCE, PayerKind.EAP)
    modality, room = places.modality_of(dice, appointment)
    return SessionRow(
        session_id=ref("S", 7, number),
        provider_id=care.practice.row.provider_id,
        client_id=care.person.row.client_id,
        payer_kind=kind,
        coverage_id=coverage.coverage_id if coverage and is_covered else None,
        mos_case_id=care.case.mos_case_id if care.case and kind == PayerKind.MOS else None,
        kind=appointment.kind,
        modality=modality,
        booked_at=booked,
        scheduled_start=appointment.start,
        scheduled_end=appointment.end,
        zone=care.practice.row.calendar_zone,
        practice_location_id=room,
        is_crisis=appointment.is_crisis,
    )


def _held(dice: Dice, session: SessionRow, appointment: Appointment, timeline: Timeline) -> Story:
    """The records of a session that took place."""
    session = _timed(dice, session, appointment, timeline)
    is_near = session.practice_location_id is not None
    place = None if is_near else places.place_of(dice, appointment)
    captured = places.place_rows(dice, session.session_id, appointment, place) if place else []
    if session.kind == SessionKind.CONSULT:
        return Story(appointment, session, [], [], None)
    written = notes.document(
        dice,
        session.session_id,
        session.actual_end or session.scheduled_end,
        outcomes.limit_hours(appointment),
        appointment.care.practice.habits,
        timeline,
    )
    car = car_report(dice, session, appointment, timeline)
    free_from = _after_car(session, car, written.free_from)
    fate = outcomes.confirmation(dice, session, appointment, free_from, timeline)
    code = places.place_of_service(session.modality, place)
    session = _told(_coded(dice, session, appointment, code), fate)
    if fate.confirmed_at is None and dice.hits(0.6):
        return Story(appointment, _undetailed(session), [], written.notes, car)
    return Story(appointment, session, captured, written.notes, car)


def _timed(
    dice: Dice, session: SessionRow, appointment: Appointment, timeline: Timeline
) -> SessionRow:
    """With the times it really began and ended: the scheduled ones, or some minutes off."""
    start, end = appointment.start, appointment.end
    if not dice.hits(ON_THE_DOT) and not appointment.is_crisis and start.date() == end.date():
        start, end = start + dice.minutes(0, 6), end + dice.minutes(-3, 8)
    if end > timeline.as_of or start.date() != appointment.start.date():
        return session
    return replace(session, actual_start=start, actual_end=end)


def _coded(dice: Dice, session: SessionRow, appointment: Appointment, pos: str) -> SessionRow:
    """With codes and diagnoses, and a crisis with its story; nothing of it for other payers' sake:
    Military OneSource has neither."""
    if appointment.service is None:
        return session
    is_crisis, minutes = appointment.is_crisis, appointment.minutes
    diagnoses = dice.sample(book().text["diagnoses"], dice.choice([1, 1, 1, 2, 2, 3]))
    return replace(
        session,
        cpt=appointment.service.cpt,
        cpt_addon="90840" if is_crisis and minutes >= 75 else None,
        place_of_service=pos,
        modifier={Modality.VIDEO: "95", Modality.PHONE: "93"}.get(session.modality),
        diagnoses=";".join(diagnoses),
        has_crisis_narrative=is_crisis and dice.hits(0.9),
        has_crisis_resolution=is_crisis and dice.hits(0.8),
    )


def _undetailed(session: SessionRow) -> SessionRow:
    """A session whose details nobody has filled in yet."""
    return replace(
        session,
        actual_start=None,
        actual_end=None,
        cpt=None,
        cpt_addon=None,
        place_of_service=None,
        modifier=None,
        diagnoses="",
    )


def _after_car(
    session: SessionRow, car: CarReportRow | None, free_from: datetime | None
) -> datetime | None:
    """A Military OneSource session is confirmed after its CAR only, and not against it: of those
    the scenario book has one."""
    if session.payer_kind != PayerKind.MOS:
        return free_from
    if (
        car is None
        or car.outcome != CarOutcome.TOOK_PLACE
        or car.completed_at is None
        or free_from is None
    ):
        return None
    return max(free_from, car.completed_at)


def _told(session: SessionRow, fate: Fate) -> SessionRow:
    is_attested = session.payer_kind == PayerKind.MOS and fate.confirmed_at is not None
    return replace(
        session,
        status=fate.status,
        confirmed_at=fate.confirmed_at,
        confirmed_by="provider" if fate.confirmed_at else None,
        attested_at=fate.confirmed_at if is_attested else None,
        cancelled_at=fate.cancelled_at,
        cancel_reason=fate.cancel_reason,
        cancelled_by_party=fate.cancelled_by,
    )
