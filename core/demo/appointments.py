"""Who sees whom and when: a slot in the week, kept for months, with holidays, moves and nights."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import count

from core.demo.catalog import Service, catalog, demo_list
from core.demo.chance import Chance
from core.demo.clients import Person
from core.demo.coverages import Membership, make_membership, make_mos_case
from core.demo.credentials import Networks
from core.demo.period import Period
from core.demo.providers import Practice, client_weight
from core.exchange.coverage_rows import MosCaseRow
from core.vocabulary.care import PayerKind, SessionKind
from core.vocabulary.people import FirstContact, ProviderStatus

MISFITS = 0.03
"""The share of clients who see a provider that may not bill their plan."""
MOS_LIMIT, MOS_MINUTES, CONSULT_MINUTES = 12, 45, 15
CRISES = 0.0012
"""Crisis sessions for each ordinary one."""


@dataclass(frozen=True)
class Care:
    """A client, the provider, and how it is paid."""

    person: Person
    practice: Practice
    membership: Membership
    case: MosCaseRow | None


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


def make_care(
    people: list[Person], practices: list[Practice], networks: Networks, period: Period
) -> list[Care]:
    """A provider for each client who is no second record of another."""
    found: list[Care] = []
    case_numbers = count()
    for person in people:
        if person.row.merged_into_id is None:
            membership = make_membership(person, period)
            practice = _practice_for(person, membership, practices, networks)
            number = next(case_numbers) if membership.kind == PayerKind.MOS else None
            case = (
                None if number is None else make_mos_case(person, practice.row.ref, number, period)
            )
            found.append(Care(person, practice, membership, case))
    return found


def _practice_for(
    person: Person, membership: Membership, practices: list[Practice], networks: Networks
) -> Practice:
    """Mostly one who may bill the plan; of Military OneSource one who takes its clients."""
    chance = Chance(f"care {person.number}")
    licensed = [one for one in practices if one.is_licensed_in(person.state.code)]
    is_misfit = chance.hits(MISFITS)
    if membership.kind == PayerKind.MOS:
        able = [one for one in practices if one.takes_mos]
        wanted = [one for one in able if one in licensed] or able
    else:
        wanted = licensed if is_misfit else _fitting(person, membership, licensed, networks)
    pool = wanted or licensed or practices
    weights = [client_weight(one, len(practices)) for one in pool]
    return chance.choices(pool, weights)[0]


def _fitting(
    person: Person, membership: Membership, licensed: list[Practice], networks: Networks
) -> list[Practice]:
    """Who can bill the plan in the client's state: directly, by an opt-in, or by BlueCard."""
    if not membership.coverages:
        return licensed
    plans, state_code = catalog().plans, person.state.code
    plan = plans[membership.coverages[0].plan_id]
    wanted = [plan.id]
    if plan.is_bcbs and not plan.offered_in(state_code):
        wanted += [one.id for one in plans.values() if one.is_bcbs and one.offered_in(state_code)]
    able = {ref for plan_id in wanted for ref in networks.providers_of(plan_id, state_code)}
    return [one for one in licensed if one.row.ref in able]


def make_appointments(cares: list[Care], period: Period) -> list[Appointment]:
    """Every appointment by its start. A provider's begin at the same minute of different hours, so
    no two of them overlap."""
    taken: set[tuple[int, datetime]] = set()
    seated: list[Appointment] = []
    for asked in (one for care in cares for one in _of_care(care, period)):
        for later in range(4):  # who finds the time taken gets one of the next hours, or none
            one = replace(asked, start=asked.start + timedelta(hours=later)) if later else asked
            key = one.care.practice.number, one.start.astimezone(UTC)
            if one.start.date() == asked.start.date() and key not in taken:
                taken.add(key)
                seated.append(one)
                break
    return sorted(seated, key=lambda one: (one.start.astimezone(UTC), one.care.person.number))


def _of_care(care: Care, period: Period) -> Iterator[Appointment]:
    """The first contact, then the usual sessions; Military OneSource pays for the first twelve of
    its case."""
    chance = Chance(f"rhythm {care.person.number}")
    service = chance.weighted(catalog().services)
    for place, start in enumerate(_starts(chance, care, period)):
        one_off = service if chance.hits(0.9) else chance.weighted(catalog().services)
        is_crisis = chance.hits(CRISES) and not care.case
        if place == 0 and care.person.starts_on >= period.begins_on:
            yield _first_contact(care, start)
        elif care.case and place < MOS_LIMIT and start.date() <= (care.case.to_on or date.max):
            yield _appointment(care, start, None, PayerKind.MOS)
        elif not care.case or care.membership.coverages:
            kind = PayerKind.INSURANCE if care.case else care.membership.kind
            yield _appointment(care, start, one_off, kind)
        if is_crisis and start.date() < period.today:
            usual = _appointment(care, start, catalog().crisis, care.membership.kind)
            yield replace(usual, start=start.replace(hour=21), is_crisis=True)


def _appointment(
    care: Care, start: datetime, service: Service | None, kind: PayerKind
) -> Appointment:
    minutes = service.minutes if service else MOS_MINUTES
    return Appointment(care, start, minutes, SessionKind.SESSION, kind, service)


def _first_contact(care: Care, start: datetime) -> Appointment:
    """A short call first where the provider begins so; else the intake session."""
    kind = care.membership.kind
    if care.practice.row.first_contact == FirstContact.CALL:
        return Appointment(care, start, CONSULT_MINUTES, SessionKind.CONSULT, kind, None)
    return _appointment(care, start, None if care.case else catalog().intake, kind)


def _starts(chance: Chance, care: Care, period: Period) -> Iterator[datetime]:
    """The slot every one, two or four weeks, now and then on another day or hour."""
    person, tz = care.person, care.practice.tz
    slot = _slot(chance, care)
    first, last = max(person.starts_on, period.begins_on), _last_day(care, period)
    day = first + timedelta(days=(_weekday(chance) - first.weekday()) % 7)
    while day <= last:
        if not chance.hits(period.skipped(day)):
            moved = day + timedelta(days=chance.choice([-1, 1])) if chance.hits(0.06) else day
            hour = _slot(chance, care) if chance.hits(0.06) else slot
            if first <= moved <= last:
                yield datetime.combine(moved, hour, tz)
        day += timedelta(weeks=person.every_weeks)


def _slot(chance: Chance, care: Care) -> time:
    hours = {int(hour): weight for hour, weight in demo_list("care")["hours"].items()}
    hour = chance.weighted(hours)
    return time(23, 30) if care.person.is_night else time(hour, care.practice.minute)


def _last_day(care: Care, period: Period) -> date:
    has_left = care.practice.row.status == ProviderStatus.INACTIVE
    end = period.today - timedelta(days=60) if has_left else period.ends_on
    return min(care.person.ends_on, end)


def _weekday(chance: Chance) -> int:
    return int(chance.weighted(demo_list("care")["weekdays"]))
