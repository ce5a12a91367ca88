"""Providers with their licenses and locations, and the habits that make their sessions differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from core.demo.catalog import State, catalog, demo_list
from core.demo.chance import Chance, ref
from core.demo.period import Period
from core.exchange.people_rows import LicenseRow, PracticeLocationRow, ProviderRow
from core.rules.requests.npi import check_digit
from core.vocabulary.people import LicenseStatus

LATE_SIGNERS = frozenset({1, 3})  # the two providers with most of the late notes
LATE_SHARE, BUSY, MOS_EVERY = 0.6, 12, 4
"""Their share of late notes; among how many providers they see twice as many clients as another;
and every fourth provider takes Military OneSource clients, and one of each state."""
BOOK_NPIS = 99_999_000  # after the first digit of an NPI; from here on they are the book's


@dataclass(frozen=True)
class Practice:
    """A provider with habits: shares of sessions, 0 to 1, and the minute at which they begin."""

    number: int
    row: ProviderRow
    state: State
    late_notes: float
    uploads: float
    in_person: float
    minute: int
    licenses: tuple[LicenseRow, ...]
    locations: tuple[PracticeLocationRow, ...]

    @cached_property
    def tz(self) -> ZoneInfo:
        """The zone of the provider's calendar."""
        return ZoneInfo(self.row.calendar_zone)


def licensed_states(licenses: tuple[LicenseRow, ...]) -> list[str]:
    """The states of licenses that are or were in force, each once."""
    never = (LicenseStatus.PENDING, LicenseStatus.SUSPENDED)
    return list(dict.fromkeys(one.state_code for one in licenses if one.status not in never))


def make_practices(period: Period, count: int) -> list[Practice]:
    """The first `count` providers of the roster, which starts again when it is used up."""
    roster = demo_list("states")["roster"][:count]
    return [_practice(number, roster, period) for number in range(count)]


def _practice(number: int, roster: list[str], period: Period) -> Practice:
    chance, state = Chance(f"provider {number}"), catalog().states[roster[number % len(roster)]]
    row = _provider(chance, number, state, _takes_mos(number, roster), period)
    late_notes, uploads = chance.uniform(0.003, 0.015), chance.choice([0.05, 0.05, 0.15, 0.5])
    if number in LATE_SIGNERS:
        late_notes, uploads = LATE_SHARE, 0.05
    in_person, minute = chance.choice([0, 0, 0.2, 0.5]), chance.choice([0, 0, 0, 15, 30])
    licenses = tuple(_licenses(chance, number, row, state, period))
    locations = tuple(_locations(chance, number, row, state))
    return Practice(number, row, state, late_notes, uploads, in_person, minute, licenses, locations)


def _takes_mos(number: int, roster: list[str]) -> bool:
    """Whether it is one of every four, or the first of a state where nobody else would be."""
    is_first = number == roster.index(roster[number % len(roster)])
    return number % MOS_EVERY == 0 or (is_first and roster[number] not in roster[::MOS_EVERY])


def _provider(
    chance: Chance, number: int, state: State, has_mos: bool, period: Period
) -> ProviderRow:
    has_left, texts = number % 29 == 28, demo_list("care")["text"]
    nine = f"2{chance.randrange(BOOK_NPIS):08d}"
    enrolled = period.begins_on - timedelta(days=chance.randint(30, 900))
    return ProviderRow(
        ref=ref("P", 5, number),
        npi=nine + check_digit(nine),
        first_name=_provider_name("female" if number % 3 else "male", number),
        last_name=_provider_name("last", number),
        suffix=chance.choice(texts["suffixes"]),
        calendar_zone=state.zone,
        taxonomy=chance.choice(texts["taxonomies"]),
        email=f"provider{number + 1:02d}@practice.example",
        phone=f"212-555-{100 + number % 100:04d}",
        mos_enrolled_from=enrolled if has_mos else None,
        mos_enrolled_to=period.today - timedelta(days=60) if has_mos and has_left else None,
        is_accepting_mos=has_mos and number % 12 != 8,
        mos_training_on=enrolled + timedelta(days=9) if has_mos else None,
        first_contact="call" if chance.hits(0.35) else "session",
        status="inactive" if has_left else "active",
    )


def _provider_name(kind: str, number: int) -> str:
    """A name that no other provider has, while there are as many."""
    names = list(demo_list("names")[kind])
    Chance(f"provider names {kind}").shuffle(names)
    return str(names[number % len(names)])


def _licenses(
    chance: Chance, number: int, row: ProviderRow, state: State, period: Period
) -> Iterator[LicenseRow]:
    """A license at home, often more next door; some lapse, some come late, one is suspended."""
    count = chance.choice([0, 0, 1, 1, 2])
    others = chance.sample(state.neighbors, min(count, len(state.neighbors)))
    for place, state_code in enumerate([state.code, *others]):
        board = {"state_code": state_code, "number": f"{state_code}{chance.randrange(10**6):06d}"}
        kind = "compact_privilege" if place == 2 and number % 3 == 0 else "license"
        for from_on, to_on, status in _terms(chance, number, place, period):
            term = {"from_on": from_on, "to_on": to_on, "status": status, "kind": kind}
            key = f"LI-{number + 1:03d}-{place + 1}-{from_on.year}"
            yield LicenseRow(ref=key, provider_id=row.ref, **board, **term)


def _terms(
    chance: Chance, number: int, place: int, period: Period
) -> Iterator[tuple[date, date | None, str]]:
    from_on = period.begins_on - timedelta(days=chance.randint(800, 3000))
    lapse_on = period.today - timedelta(days=chance.randint(100, 200))
    if number % 20 == 13:
        yield from_on, lapse_on, "ended"
        yield lapse_on + timedelta(days=11), lapse_on + timedelta(days=740), "active"
    elif place and number % 10 == 7:
        yield from_on, lapse_on, "ended"
    elif place and number % 10 == 5:
        yield period.today - timedelta(days=20), None, "pending"
    else:
        is_out = bool(place) and number % 10 == 9
        to_on = period.today + timedelta(days=chance.randint(5, 700))
        yield from_on, to_on, "suspended" if is_out else "active"


def _locations(
    chance: Chance, number: int, row: ProviderRow, state: State
) -> Iterator[PracticeLocationRow]:
    for place, (city, postal) in enumerate(chance.sample(state.cities, chance.choice([1, 1, 2]))):
        own = {"ref": f"PL-{number + 1:03d}-{place + 1}", "provider_id": row.ref}
        where = address(chance, city, postal, state.code) | {"zone": state.zone}
        yield PracticeLocationRow(**own, **where, is_active=place == 0 or chance.hits(0.7))


def address(chance: Chance, city: str, postal: str, state_code: str) -> dict[str, Any]:
    """A house number on a street that does not exist, in a city that does."""
    line1 = f"{chance.randint(1, 2400)} {chance.choice(demo_list('names')['streets'])}"
    return {"line1": line1, "city": city, "zip": postal, "state_code": state_code}
