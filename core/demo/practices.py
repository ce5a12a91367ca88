"""Providers with their licenses and rooms, and the habits that make their sessions differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from core.demo.book import State, book
from core.demo.dice import Dice
from core.demo.refs import ref
from core.demo.rows.people import LicenseRow, PracticeLocationRow, ProviderRow
from core.demo.timeline import Timeline
from core.rules.requests.npi import check_digit
from core.vocabulary.people import FirstContact, LicenseKind, LicenseStatus, ProviderStatus

LATE_SIGNERS = {2, 11, 23}
FORGETFUL = {4, 19}
MOS_EVERY = 4
"""By number in the roster: late signers, forgetful ones; each fourth takes MOS clients."""
BOOK_NPIS = 99_999_000
"""What follows the first digit of an NPI, from here on, is kept for the scenario book."""


@dataclass(frozen=True)
class Habits:
    """What a provider tends to: shares of sessions, 0 to 1."""

    late_notes: float
    forgotten: float
    uploads: float
    in_person: float


@dataclass(frozen=True)
class Practice:
    """A provider with all that hangs on it."""

    number: int
    row: ProviderRow
    state: State
    habits: Habits
    licenses: tuple[LicenseRow, ...]
    rooms: tuple[PracticeLocationRow, ...]

    @cached_property
    def tz(self) -> ZoneInfo:
        """The zone of the provider's calendar."""
        return ZoneInfo(self.row.calendar_zone)

    @property
    def takes_mos(self) -> bool:
        """Whether the provider was ever enrolled with Military OneSource."""
        return self.row.mos_enrolled_from is not None

    def is_licensed_in(self, state_code: str) -> bool:
        """Whether there is a license of any kind and date for the state."""
        return any(one.state_code == state_code for one in self.licenses)


def make_practices(timeline: Timeline, count: int) -> list[Practice]:
    """The first `count` providers of the roster, which starts again when it is used up."""
    roster = book().roster
    return [_practice(number, roster[number % len(roster)], timeline) for number in range(count)]


def _practice(number: int, state_code: str, timeline: Timeline) -> Practice:
    dice, state = Dice(f"provider {number}"), book().states[state_code]
    row = _provider(dice, number, state, timeline)
    return Practice(
        number=number,
        row=row,
        state=state,
        habits=_habits(dice, number),
        licenses=tuple(_licenses(dice, number, row, state, timeline)),
        rooms=tuple(_rooms(dice, number, row, state)),
    )


def _provider(dice: Dice, number: int, state: State, timeline: Timeline) -> ProviderRow:
    names, has_mos = book().names, number % MOS_EVERY == 0
    first = dice.choice(dice.choice([names["female"], names["female"], names["male"]]))
    nine = f"2{dice.randrange(BOOK_NPIS):08d}"
    has_left = number % 29 == 28
    enrolled = timeline.begins_on - timedelta(days=dice.randint(30, 900))
    return ProviderRow(
        provider_id=ref("P", 5, number),
        npi=nine + check_digit(nine),
        first_name=first,
        last_name=dice.choice(names["last"]),
        suffix=dice.choice(book().text["suffixes"]),
        calendar_zone=state.zone,
        taxonomy=dice.choice(book().text["taxonomies"]),
        email=f"provider{number + 1:02d}@practice.example",
        mos_enrolled_from=enrolled if has_mos else None,
        mos_enrolled_to=timeline.today - timedelta(days=60) if has_mos and has_left else None,
        is_accepting_mos=has_mos and number % 12 != 8,
        mos_training_on=enrolled + timedelta(days=9) if has_mos and dice.hits(0.8) else None,
        first_contact=FirstContact.CALL if dice.hits(0.35) else FirstContact.SESSION,
        status=ProviderStatus.INACTIVE if has_left else ProviderStatus.ACTIVE,
    )


def _habits(dice: Dice, number: int) -> Habits:
    return Habits(
        late_notes=0.42 if number in LATE_SIGNERS else dice.uniform(0.01, 0.05),
        forgotten=0.07 if number in FORGETFUL else 0.012,
        uploads=dice.choice([0.05, 0.05, 0.15, 0.5]),
        in_person=dice.choice([0, 0, 0.2, 0.5]),
    )


def _licenses(
    dice: Dice, number: int, row: ProviderRow, state: State, timeline: Timeline
) -> Iterator[LicenseRow]:
    """A license at home, often more next door; some lapse, some come late, one is suspended."""
    count = dice.choice([0, 0, 1, 1, 2])
    others = dice.sample(state.neighbors, min(count, len(state.neighbors)))
    for place, state_code in enumerate([state.code, *others]):
        number_at_board = f"{state_code}{dice.randrange(10**6):06d}"
        for from_on, to_on, status in _terms(dice, number, place, timeline):
            yield LicenseRow(
                license_id=f"LI-{number + 1:03d}-{place + 1}-{from_on.year}",
                provider_id=row.provider_id,
                state_code=state_code,
                number=number_at_board,
                kind=_license_kind(number, place),
                from_on=from_on,
                to_on=to_on,
                status=status,
            )


def _terms(
    dice: Dice, number: int, place: int, timeline: Timeline
) -> Iterator[tuple[date, date | None, LicenseStatus]]:
    from_on = timeline.begins_on - timedelta(days=dice.randint(400, 3000))
    lapse_on = timeline.today - timedelta(days=dice.randint(100, 200))
    if number % 20 == 13:
        yield from_on, lapse_on, LicenseStatus.ENDED
        yield lapse_on + timedelta(days=11), lapse_on + timedelta(days=740), LicenseStatus.ACTIVE
    elif place and number % 10 == 7:
        yield from_on, lapse_on, LicenseStatus.ENDED
    elif place and number % 10 == 5:
        yield timeline.today - timedelta(days=20), None, LicenseStatus.PENDING
    else:
        is_out = bool(place) and number % 30 == 9
        to_on = timeline.today + timedelta(days=dice.randint(5, 700))
        yield from_on, to_on, LicenseStatus.SUSPENDED if is_out else LicenseStatus.ACTIVE


def _license_kind(number: int, place: int) -> LicenseKind:
    is_compact = place == 2 and number % 3 == 0
    return LicenseKind.COMPACT_PRIVILEGE if is_compact else LicenseKind.LICENSE


def _rooms(
    dice: Dice, number: int, row: ProviderRow, state: State
) -> Iterator[PracticeLocationRow]:
    for place, (city, postal) in enumerate(dice.sample(state.cities, dice.choice([1, 1, 2]))):
        yield PracticeLocationRow(
            practice_location_id=f"PL-{number + 1:03d}-{place + 1}",
            provider_id=row.provider_id,
            line1=f"{dice.randint(1, 990)} {dice.choice(book().names['streets'])}",
            city=city,
            state_code=state.code,
            zip=postal,
            zone=state.zone,
            is_active=place == 0 or dice.hits(0.7),
        )
