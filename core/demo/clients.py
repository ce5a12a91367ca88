"""Client records and their addresses, and how long and how often each person is in care."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from core.demo.book import State, book
from core.demo.dice import Dice
from core.demo.identities import Identity, age, email_of, identity, phone_of
from core.demo.practices import Practice
from core.demo.refs import ref
from core.demo.rows.people import ClientLocationRow, ClientRow
from core.demo.timeline import PLATFORM, Timeline
from core.vocabulary.people import LocationKind, LocationSource
from core.vocabulary.states import OUTSIDE


@dataclass(frozen=True)
class Person:
    """A client with what the rest of the demo needs of one."""

    number: int
    row: ClientRow
    identity: Identity
    state: State
    home: ClientLocationRow
    other_places: tuple[ClientLocationRow, ...]
    starts_on: date
    ends_on: date
    every_weeks: int
    is_in_care: bool

    @property
    def is_night(self) -> bool:
        """Whether sessions begin shortly before midnight."""
        return self.identity.character is not None and self.identity.character.night

    @property
    def wish(self) -> str | None:
        """Who pays, where the book says so: mos, eap, self_pay or a plan's id."""
        return self.identity.character.payer if self.identity.character else None

    def age(self, day: date) -> int:
        """Full years on `day`."""
        return age(self.identity, day)


def make_people(timeline: Timeline, practices: list[Practice], count: int) -> list[Person]:
    """`count` clients, who live where the practices are licensed; the characters come first."""
    return _merged([_person(number, timeline, practices) for number in range(count)])


def _person(number: int, timeline: Timeline, practices: list[Practice]) -> Person:
    dice, who = Dice(f"client {number}"), identity(number, timeline)
    state = _state(dice, who, practices)
    starts_on = timeline.begins_on + timedelta(days=dice.randint(-280, 735))
    row = _record(dice, number, who, state, starts_on, timeline)
    home = _address(dice, row, state, LocationKind.HOME, 1)
    return Person(
        number=number,
        row=row,
        identity=who,
        state=state,
        home=home if dice.hits(0.98) else replace(home, line1=None, city=None, zip=None),
        other_places=tuple(_other_places(dice, row, state, starts_on)),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=max(4, min(130, round(dice.expovariate(1 / 60))))),
        every_weeks=dice.weighted({1: 58, 2: 33, 4: 9}),
        is_in_care=not (who.character and who.character.merged_into),
    )


def _state(dice: Dice, who: Identity, practices: list[Practice]) -> State:
    if who.character and who.character.state:
        return book().states[who.character.state]
    practice = dice.choice(practices)
    away = dice.choice(practice.licenses).state_code if dice.hits(0.25) else practice.state.code
    return book().states[away]


def _record(
    dice: Dice, number: int, who: Identity, state: State, starts_on: date, timeline: Timeline
) -> ClientRow:
    signed_up = datetime.combine(starts_on, time(9), PLATFORM) - dice.hours(30, 300)
    is_ready = starts_on < timeline.today - timedelta(days=40) or dice.hits(0.85)
    return ClientRow(
        client_id=ref("C", 6, number),
        first_name=who.first_name,
        last_name=who.last_name,
        preferred_name=who.preferred_name,
        date_of_birth=who.date_of_birth,
        sex=who.sex,
        email=email_of(who, number, dice),
        phone=phone_of(who, state, dice),
        payment_method_at=timeline.event(signed_up) if is_ready else None,
        forms_acknowledged_at=timeline.event(signed_up + dice.minutes(5, 900)),
        merged_into_id=None,
        zone=state.zone if dice.hits(0.7) else None,
    )


def _address(
    dice: Dice, row: ClientRow, state: State, kind: LocationKind, number: int
) -> ClientLocationRow:
    city, postal = dice.choice(state.cities)
    return ClientLocationRow(
        client_location_id=f"CL-{row.client_id[2:]}-{number}",
        client_id=row.client_id,
        kind=kind,
        line1=f"{dice.randint(1, 2400)} {dice.choice(book().names['streets'])}",
        city=city,
        state_code=state.code,
        zip=postal,
        country="US",
        source=dice.choice([LocationSource.CLIENT, LocationSource.PROVIDER]),
        from_on=None,
        to_on=None,
        temp_practice_evidence=None,
    )


def _other_places(
    dice: Dice, row: ClientRow, state: State, starts_on: date
) -> Iterator[ClientLocationRow]:
    """A desk at work, a holiday next door, a move, a refuge in a crisis, a stay abroad."""
    next_door = book().states[dice.choice(state.neighbors)]
    since = starts_on + timedelta(days=dice.randint(20, 200))
    if dice.hits(0.15):
        yield _address(dice, row, state, LocationKind.WORK, 2)
    if dice.hits(0.08):
        stay = _address(dice, row, next_door, LocationKind.TEMPORARY, 3)
        board = f"{next_door.code} board letter of {since}" if dice.hits(0.2) else None
        yield replace(
            stay, from_on=since, to_on=since + timedelta(days=18), temp_practice_evidence=board
        )
    if dice.hits(0.02):
        yield replace(_address(dice, row, next_door, LocationKind.PERMANENT_NEW, 4), from_on=since)
    if dice.hits(0.01):
        yield replace(_address(dice, row, state, LocationKind.CRISIS, 6), from_on=since)
    if dice.hits(0.01):
        away = _address(dice, row, state, LocationKind.TEMPORARY, 5)
        yield replace(
            away, city="Toronto", state_code=OUTSIDE, zip=None, country="CA", from_on=since
        )


def _merged(people: list[Person]) -> list[Person]:
    """Second records of a character, pointed at the first."""
    ids = {f"{one.row.first_name} {one.row.last_name}": one.row.client_id for one in people}
    return [
        replace(one, row=replace(one.row, merged_into_id=ids[one.identity.character.merged_into]))
        if one.identity.character and one.identity.character.merged_into
        else one
        for one in people
    ]
