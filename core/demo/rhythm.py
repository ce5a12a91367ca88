"""When sessions are: a slot in the week, kept for months, with holidays, moves and odd nights."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from core.demo.book import Service, book
from core.demo.care import Care
from core.demo.clients import Person
from core.demo.dice import Dice
from core.demo.timeline import Timeline
from core.vocabulary.care import PayerKind, SessionKind
from core.vocabulary.people import FirstContact, ProviderStatus

MOS_LIMIT = 12
MOS_MINUTES, CONSULT_MINUTES = 45, 15
CRISES = 0.012
"""Crisis sessions outside the nights of a clock change, as a share of clients."""

PAUSE = timedelta(minutes=5)
"""Between two sessions of a provider. A few run over it into the next: those are found out."""


@dataclass(frozen=True)
class Appointment:
    """One time in the calendar; `start` is in the provider's zone."""

    care: Care
    start: datetime
    minutes: int
    kind: SessionKind
    payer_kind: PayerKind
    service: Service | None
    is_crisis: bool = False

    @cached_property
    def end(self) -> datetime:
        """The start plus elapsed minutes, in the provider's zone."""
        elapsed = self.start.astimezone(UTC) + timedelta(minutes=self.minutes)
        return elapsed.astimezone(self.start.tzinfo)


def make_appointments(cares: list[Care], timeline: Timeline) -> list[Appointment]:
    """Every appointment by its start; no provider has two at once, or two that begin in the same
    hour."""
    usual = (one for care in cares for one in _of_care(care, timeline))
    wanted = [*_clock_nights(cares, timeline), *usual]
    return sorted(_seated(wanted), key=_order)


def _order(one: Appointment) -> tuple[datetime, int]:
    return one.start.astimezone(UTC), one.care.person.number


def _seated(wanted: Iterable[Appointment]) -> Iterator[Appointment]:
    """Who finds the time taken gets the next free hour of the day, or none."""
    taken: dict[tuple[int, datetime], Appointment] = {}
    for asked in wanted:
        for later in range(5):
            start = asked.start + timedelta(hours=later)
            one = replace(asked, start=start) if later else asked
            if start.date() == asked.start.date() and _is_free(one, taken):
                taken[_hour(one)] = one
                yield one
                break


def _hour(one: Appointment, later: int = 0) -> tuple[int, datetime]:
    begun = one.start.replace(minute=0).astimezone(UTC)
    return one.care.practice.number, begun + timedelta(hours=later)


def _is_free(one: Appointment, taken: Mapping[tuple[int, datetime], Appointment]) -> bool:
    """Whether the provider has nothing at that time; one that lasts longest reaches into the hour
    after the next."""
    near = (taken.get(_hour(one, later)) for later in range(-2, 3))
    others = [other for other in near if other is not None]
    return _hour(one) not in taken and not any(_is_at_once(one, other) for other in others)


def _is_at_once(one: Appointment, other: Appointment) -> bool:
    """In elapsed time: two of one zone would be compared by the clock on the wall."""
    starts, ends = (at.astimezone(UTC) for at in (one.start, one.end))
    return starts < other.end.astimezone(UTC) + PAUSE and other.start.astimezone(UTC) < ends + PAUSE


def _of_care(care: Care, timeline: Timeline) -> Iterator[Appointment]:
    dice = Dice(f"rhythm {care.person.number}")
    service = _service(dice)
    for place, start in enumerate(_starts(dice, care, timeline)):
        if place == 0 and care.person.starts_on >= timeline.begins_on:
            yield from _first(care, start)
        elif place < MOS_LIMIT and care.case:
            yield Appointment(care, start, MOS_MINUTES, SessionKind.SESSION, PayerKind.MOS, None)
        elif not care.case or care.membership.coverages:
            kind = PayerKind.INSURANCE if care.case else care.membership.kind
            one_off = service if dice.hits(0.9) else _service(dice)
            yield Appointment(care, start, one_off.minutes, SessionKind.SESSION, kind, one_off)
        if dice.hits(CRISES / 20) and not care.case:
            yield _crisis(care, start.replace(hour=21, minute=40))


def _first(care: Care, start: datetime) -> Iterator[Appointment]:
    """A short call first where the provider begins so; else the intake session."""
    kind = care.membership.kind
    if care.practice.row.first_contact == FirstContact.CALL:
        yield Appointment(care, start, CONSULT_MINUTES, SessionKind.CONSULT, kind, None)
    elif care.case:
        yield Appointment(care, start, MOS_MINUTES, SessionKind.SESSION, kind, None)
    else:
        intake = book().intake
        yield Appointment(care, start, intake.minutes, SessionKind.SESSION, kind, intake)


def _starts(dice: Dice, care: Care, timeline: Timeline) -> Iterator[datetime]:
    """The slot every one, two or four weeks, now and then on another day or hour."""
    person, tz = care.person, care.practice.tz
    slot = _slot(dice, person)
    first, last = max(person.starts_on, timeline.begins_on), _last_day(care, timeline)
    day = first + timedelta(days=(dice.weighted(book().weekdays) - first.weekday()) % 7)
    while day <= last:
        if not dice.hits(timeline.quiet(day)):
            moved = day + timedelta(days=dice.choice([-1, 1])) if dice.hits(0.06) else day
            hour = _slot(dice, person) if dice.hits(0.06) else slot
            if timeline.begins_on <= moved <= last:
                yield datetime.combine(moved, hour, tz)
        day += timedelta(weeks=person.every_weeks)


def _slot(dice: Dice, person: Person) -> time:
    hour, minute = dice.weighted(book().hours), dice.choice([0, 0, 0, 0, 15, 30])
    return time(23, 30) if person.is_night else time(hour, minute)


def _last_day(care: Care, timeline: Timeline) -> date:
    has_left = care.practice.row.status == ProviderStatus.INACTIVE
    end = timeline.today - timedelta(days=60) if has_left else timeline.ends_on
    return min(care.person.ends_on, end)


def _service(dice: Dice) -> Service:
    return dice.weighted({one: one.weight for one in book().services})


def _crisis(care: Care, start: datetime) -> Appointment:
    service = book().crisis
    kind = care.membership.kind
    return Appointment(
        care, start, service.minutes, SessionKind.SESSION, kind, service, is_crisis=True
    )


def _clock_nights(cares: list[Care], timeline: Timeline) -> Iterator[Appointment]:
    """Crisis sessions that a clock change falls into: at 01:30 on its night, in two zones."""
    for zone in ("America/New_York", "America/Los_Angeles"):
        tz = ZoneInfo(zone)
        for day in timeline.clock_changes(tz):
            at_hand = [one for one in cares if one.practice.tz.key == zone and _is_seen(one, day)]
            for care in at_hand[:1]:
                yield _crisis(care, datetime.combine(day, time(1, 30), tz))
            for care in at_hand[1:3]:
                service = book().services[0]
                start = datetime.combine(day, time(10), tz)
                yield Appointment(
                    care, start, service.minutes, SessionKind.SESSION, care.membership.kind, service
                )


def _is_seen(care: Care, day: date) -> bool:
    person = care.person
    return person.starts_on <= day <= person.ends_on and care.case is None
