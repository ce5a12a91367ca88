"""Client records and their addresses, and how long and how often each client is in care."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from core.demo.catalog import Identity, State, catalog, demo_list
from core.demo.chance import Chance, ref
from core.demo.period import PLATFORM, Period
from core.demo.providers import Practice, address
from core.exchange.people_rows import ClientLocationRow, ClientRow
from core.vocabulary.people import Sex
from core.vocabulary.states import OUTSIDE

REGULARS, REGULARS_SINCE = 44, timedelta(weeks=20)
"""Clients seen weekly, half of them on Medicaid: small demos, too, have notes of both classes."""
REGULAR_PAYERS = ("L-13", "L-01", "L-14", "L-04")
PAYERS = {"": 76, "mos": 15, "self_pay": 5, "eap": 4}
SEXES = {Sex.FEMALE: 58, Sex.MALE: 37, Sex.OTHER: 3, Sex.UNKNOWN: 2}
AGES = {(14, 17): 3, (18, 34): 45, (35, 49): 27, (50, 64): 13, (65, 84): 12}
DOMAINS = ("mail.example", "mail.example", "post.example", "inbox.example")
KEPT = {"first_name", "last_name", "preferred_name", "date_of_birth", "sex"}
PHONES = ("{}-555-01{:02d}",) * 8 + ("({}) 555-01{:02d}", "{}55501{:02d}")


@dataclass(frozen=True)
class Person:
    """A client. `payer` is mos, eap, self_pay or a plan's id; "" for a plan that is drawn later."""

    number: int
    row: ClientRow
    state: State
    payer: str
    is_night: bool
    places: tuple[ClientLocationRow, ...]
    starts_on: date
    ends_on: date
    every_weeks: int


def make_people(period: Period, practices: list[Practice], count: int) -> list[Person]:
    """`count` clients, who live where the practices are licensed; the characters come first."""
    characters = catalog().characters
    drawn = (_identity(number, period) for number in range(len(characters), count))
    everyone = enumerate([*characters, *drawn])
    return [_person(number, who, period, practices) for number, who in everyone]


def _identity(number: int, period: Period) -> Identity:
    chance, names = Chance(f"identity {number}"), demo_list("names")
    sex, (low, high) = chance.weighted(SEXES), chance.weighted(AGES)
    own = "either" if chance.hits(0.15) else sex.value
    return Identity(
        first_name=chance.choice(names.get(own, names["either"])),
        last_name=chance.choice(names["last"]),
        date_of_birth=period.today - timedelta(days=chance.randint(low * 366, high * 365)),
        sex=sex,
        preferred_name=chance.choice(names["either"]) if chance.hits(0.06) else None,
    )


def _person(number: int, who: Identity, period: Period, practices: list[Practice]) -> Person:
    chance, regular = Chance(f"client {number}"), number - len(catalog().characters)
    practice, away = chance.choice(practices), chance.hits(0.25)
    near = chance.choice(practice.licenses).state_code if away else practice.state.code
    state = catalog().states[who.state or near]
    starts_on = period.begins_on + timedelta(days=chance.randint(-280, 735))
    weeks = max(4, min(130, round(chance.expovariate(1 / 60))))
    every_weeks, drawn = chance.weighted({1: 58, 2: 33, 4: 9}), chance.weighted(PAYERS)
    payer = who.payer or drawn
    if 0 <= regular < REGULARS:
        starts_on = period.today - REGULARS_SINCE + timedelta(days=regular % 7)
        weeks, every_weeks, payer = 30, 1, REGULAR_PAYERS[regular % len(REGULAR_PAYERS)]
    ends_on = starts_on + timedelta(weeks=weeks)
    signed_up = datetime.combine(starts_on, time(9), PLATFORM) - chance.hours(30, 300)
    is_ready = starts_on < period.today - timedelta(days=40) or chance.hits(0.85)
    names = [f"{one.first_name} {one.last_name}" for one in catalog().characters]
    row = ClientRow(
        **who.model_dump(include=KEPT),
        **_contact(chance, number, who, state, payer == "mos"),
        payment_method_at=period.happened(signed_up) if is_ready else None,
        forms_acknowledged_at=period.happened(signed_up + chance.minutes(5, 900)),
        ref=ref("C", 6, number),
        merged_into_id=ref("C", 6, names.index(who.merged_into)) if who.merged_into else None,
        zone=state.zone if chance.hits(0.7) else None,
    )
    places = tuple(_places(chance, row, state, starts_on))
    return Person(number, row, state, payer, who.is_night, places, starts_on, ends_on, every_weeks)


def _contact(
    chance: Chance, number: int, who: Identity, state: State, is_mos: bool
) -> dict[str, str | None]:
    """Military OneSource clients have both e-mail and phone, a few others have not."""
    name = f"{_plain(who.first_name)}.{_plain(who.last_name)}{number}"
    email = f"{name}@{chance.choice(DOMAINS)}" if not chance.hits(0.03) or is_mos else ""
    area, last = chance.choice(state.area_codes), chance.randint(0, 99)
    phone = chance.choice(PHONES).format(area, last) if not chance.hits(0.05) or is_mos else ""
    found = {"email": who.email, "phone": who.phone}
    drawn = {"email": email, "phone": phone}
    return {key: (drawn[key] if known is None else known) or None for key, known in found.items()}


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "".join(letter for letter in folded if letter.isalpha())


def _places(
    chance: Chance, row: ClientRow, state: State, starts_on: date
) -> Iterator[ClientLocationRow]:
    """Home, a desk at work, a vacation next door, a move, a refuge in a crisis, a stay abroad."""
    next_door = catalog().states[chance.choice(state.neighbors)]
    since = starts_on + timedelta(days=chance.randint(20, 200))
    whole = {} if chance.hits(0.98) else {"line1": None, "city": None, "zip": None}
    yield _place(chance, row, state, "home", 1, whole)
    if chance.hits(0.15):
        yield _place(chance, row, state, "work", 2, {})
    if chance.hits(0.08):
        letter = f"{next_door.code} board letter of {since}" if chance.hits(0.2) else None
        stay: dict[str, Any] = {"from_on": since, "to_on": since + timedelta(days=18)}
        stay |= {"temp_practice_evidence": letter}
        yield _place(chance, row, next_door, "temporary", 3, stay)
    if chance.hits(0.02):
        yield _place(chance, row, next_door, "permanent_new", 4, {"from_on": since})
    if chance.hits(0.01):
        yield _place(chance, row, state, "crisis", 6, {"from_on": since})
    if chance.hits(0.01):
        abroad = {"city": "Toronto", "state_code": OUTSIDE, "zip": None, "country": "CA"}
        yield _place(chance, row, state, "temporary", 5, {"from_on": since, **abroad})


def _place(
    chance: Chance, row: ClientRow, state: State, kind: str, number: int, given: dict[str, Any]
) -> ClientLocationRow:
    own = {"ref": f"CL-{row.ref[2:]}-{number}", "client_id": row.ref, "kind": kind}
    place = address(chance, *chance.choice(state.cities), state.code)
    source = chance.choice(["client", "provider"])
    return ClientLocationRow(**own | place | {"source": source} | given)
