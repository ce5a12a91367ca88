"""Where a session was: the room, or the place the client sat in, as far as it was asked."""

from dataclasses import replace
from datetime import UTC

from core.demo.dice import Dice
from core.demo.rhythm import Appointment
from core.demo.rows.care import SessionPlaceRow
from core.demo.rows.people import ClientLocationRow, PracticeLocationRow
from core.vocabulary.care import Modality, PayerKind, SessionKind
from core.vocabulary.people import LocationKind, LocationSource

NOT_ASKED, TWO_PLACES, ELSEWHERE = 0.015, 0.005, 0.5


def modality_of(dice: Dice, appointment: Appointment) -> tuple[Modality, str | None]:
    """In person with the room's id, by video or by phone."""
    care = appointment.care
    if appointment.kind == SessionKind.CONSULT:
        return dice.choice([Modality.PHONE, Modality.VIDEO]), None
    if appointment.payer_kind == PayerKind.MOS:
        return Modality.VIDEO, None
    room = _room(care.practice.rooms)
    is_near = care.person.state.code == room.state_code and not appointment.is_crisis
    if is_near and dice.hits(care.practice.habits.in_person):
        return Modality.IN_PERSON, room.practice_location_id
    return (Modality.PHONE if dice.hits(0.08) else Modality.VIDEO), None


def place_of(dice: Dice, appointment: Appointment) -> ClientLocationRow | None:
    """Where the client of a telehealth session was; None where nobody asked."""
    person, day = appointment.care.person, appointment.start.date()
    if dice.hits(NOT_ASKED) and not appointment.is_crisis:
        return None
    places = (one for one in person.other_places if one.kind != LocationKind.CRISIS)
    for other in places:
        is_there = other.from_on is None or other.from_on <= day
        is_left = other.to_on is not None and other.to_on < day
        chance = 0.15 if other.kind == LocationKind.WORK else ELSEWHERE
        if is_there and not is_left and dice.hits(chance):
            return other
    return person.home


def place_rows(
    dice: Dice, session_id: str, appointment: Appointment, place: ClientLocationRow
) -> list[SessionPlaceRow]:
    """The places captured for a session: one, and a second where the client moved on."""
    first = SessionPlaceRow(
        session_place_id=f"SP-{session_id[2:]}-1",
        session_id=session_id,
        ordinal=1,
        line1=place.line1,
        city=place.city,
        state_code=place.state_code,
        zip=place.zip,
        country=place.country,
        captured_at=appointment.start.astimezone(UTC),
        source=dice.choice([LocationSource.PROVIDER, LocationSource.CLIENT]),
        reaffirmed_by=appointment.care.practice.row.name,
    )
    if not dice.hits(TWO_PLACES):
        return [first]
    next_state = appointment.care.person.state.neighbors[0]
    second = replace(
        first,
        session_place_id=f"SP-{session_id[2:]}-2",
        ordinal=2,
        line1=None,
        city=None,
        zip=None,
        state_code=next_state,
        country="US",
    )
    return [first, second]


def place_of_service(modality: Modality, place: ClientLocationRow | None) -> str:
    """11 for a room, 10 for the client's home, 02 for telehealth elsewhere."""
    if modality == Modality.IN_PERSON:
        return "11"
    return "02" if place and place.kind != LocationKind.HOME else "10"


def _room(rooms: tuple[PracticeLocationRow, ...]) -> PracticeLocationRow:
    return next(room for room in rooms if room.is_active)
