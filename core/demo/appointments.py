"""Who sees whom and when: a slot in the week, kept for months, with holidays, moves and nights."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import count

from core.demo.catalog import Service, catalog, demo_list
from core.demo.chance import Chance, Quota
from core.demo.clients import Person
from core.demo.coverages import Membership, make_membership, make_mos_case
from core.demo.credentials import credential
from core.demo.period import Period
from core.demo.providers import BUSY, LATE_SIGNERS, Practice
from core.exchange.coverage_rows import CredentialRow, MosCaseRow
from core.vocabulary.care import PayerKind, SessionKind
from core.vocabulary.coverage import CredentialStatus
from core.vocabulary.people import FirstContact, LicenseStatus, ProviderStatus

EARLY, EARLY_DAYS = 0.2, timedelta(days=28)
"""The share of new clients, and how new, whose provider waits for a credential with their plan."""
MOS_LIMIT, MOS_MINUTES, CONSULT_MINUTES = 12, 45, 15
CRISES = 0.0012
"""Crisis sessions for each ordinary one."""


Able = defaultdict[tuple[str, str], set[str]]
"""The providers who may bill a plan in a state."""


@dataclass(frozen=True)
class Care:
    """A client, the provider, how it is paid, and the states where the provider may bill that."""

    person: Person
    practice: Practice
    membership: Membership
    case: MosCaseRow | None
    states: frozenset[str]


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
    people: list[Person],
    practices: list[Practice],
    credentials: list[CredentialRow],
    period: Period,
) -> list[Care]:
    """A provider for each client who is no second record of another."""
    able: Able = defaultdict(set)
    for one in credentials:
        if one.status == CredentialStatus.ACTIVE and one.is_on_headway:
            able[one.plan_id, one.state_code].add(one.provider_id)
    found: list[Care] = []
    case_numbers, quota = count(), Quota()
    for person in (one for one in people if one.row.merged_into_id is None):
        membership, case = make_membership(person, period), None
        is_new = bool(membership.coverages) and person.starts_on > period.today - EARLY_DAYS
        is_early = is_new and membership.kind != PayerKind.MOS and quota.picks(EARLY)
        practice = _practice_for(person, membership, practices, able, is_early)
        if membership.kind == PayerKind.MOS:
            case = make_mos_case(person, practice.row.ref, next(case_numbers), period)
        for plan_id in _unbillable(person, practice, membership, able):
            key = f"CR-{len(credentials) + 1:05d}", practice.row.ref, plan_id, person.state.code
            credentials.append(credential(*key, is_early, period))
            if not is_early:
                able[plan_id, person.state.code].add(practice.row.ref)
        found.append(Care(person, practice, membership, case, _states(practice, membership, able)))
    return found


def _practice_for(
    person: Person,
    membership: Membership,
    practices: list[Practice],
    able: Able,
    is_early: bool,
) -> Practice:
    """One who may bill the plan, or not yet; of Military OneSource one who takes its clients."""
    chance, state_code = Chance(f"care {person.number}"), person.state.code
    licensed = [one for one in practices if state_code in _licensed(one)]
    if membership.kind == PayerKind.MOS:
        enrolled = [one for one in practices if one.row.mos_enrolled_from]
        wanted = [one for one in enrolled if one in licensed] or enrolled
    else:
        billing = [one for one in licensed if state_code in _states(one, membership, able)]
        wanted = [one for one in licensed if one not in billing] if is_early else billing
    pool = wanted or licensed or practices
    more = 1 + len(practices) / BUSY
    weights = [more if one.number in LATE_SIGNERS else 1 for one in pool]
    return chance.choices(pool, weights)[0]


def _licensed(practice: Practice) -> list[str]:
    """The states of the provider's licenses in force, in their order."""
    active = (one for one in practice.licenses if one.status == LicenseStatus.ACTIVE)
    return list(dict.fromkeys(one.state_code for one in active))


def _unbillable(
    person: Person, practice: Practice, membership: Membership, able: Able
) -> Iterator[str]:
    """The plans, or the local Blue plans, that the provider still needs to bill for the client."""
    plans, state_code = catalog().plans, person.state.code
    is_licensed = state_code in _licensed(practice)
    for one in membership.coverages if is_licensed else ():
        if practice.row.ref in _billers(one.plan_id, state_code, able):
            continue
        is_away = plans[one.plan_id].is_bcbs and not plans[one.plan_id].offered_in(state_code)
        local = (each.id for each in plans.values() if each.is_bcbs and each.offered_in(state_code))
        yield next(local, one.plan_id) if is_away else one.plan_id


def _states(practice: Practice, membership: Membership, able: Able) -> frozenset[str]:
    """Where the provider is licensed and may bill every plan that the client has."""
    plans = {one.plan_id for one in membership.coverages}
    return frozenset(
        state_code
        for state_code in _licensed(practice)
        if all(practice.row.ref in _billers(plan_id, state_code, able) for plan_id in plans)
    )


def _billers(plan_id: str, state_code: str, able: Able) -> set[str]:
    """Who can bill the plan in the client's state: directly, or by BlueCard."""
    plans, plan = catalog().plans, catalog().plans[plan_id]
    wanted = [plan_id]
    if plan.is_bcbs and not plan.offered_in(state_code):
        wanted += [one.id for one in plans.values() if one.is_bcbs and one.offered_in(state_code)]
    return {ref for each in wanted for ref in able[each, state_code]}


def make_appointments(cares: list[Care], period: Period) -> list[Appointment]:
    """Every appointment by its start. A provider's begin an hour apart, so none overlap."""
    taken: set[tuple[int, datetime]] = set()
    seated: list[Appointment] = []
    for asked in (one for care in cares for one in _of_care(care, period)):
        for later in range(3):  # who finds the time taken gets one of the next hours, or none
            one = replace(asked, start=asked.start + timedelta(hours=later)) if later else asked
            key = one.care.practice.number, one.start.astimezone(UTC)
            if one.start.date() == asked.start.date() and key not in taken:
                taken.add(key)
                seated.append(one)
                break
    return sorted(seated, key=lambda one: (one.start.astimezone(UTC), one.care.person.number))


def _of_care(care: Care, period: Period) -> Iterator[Appointment]:
    """The first contact, then the usual sessions; Military OneSource pays for twelve."""
    chance = Chance(f"rhythm {care.person.number}")
    service = chance.weighted(catalog().services)
    for place, start in enumerate(_starts(chance, care, period)):
        one_off = service if chance.hits(0.9) else chance.weighted(catalog().services)
        is_crisis = chance.hits(CRISES) and not care.case
        if place == 0 and care.person.starts_on >= period.begins_on:
            if care.practice.row.first_contact == FirstContact.CALL:
                call = SessionKind.CONSULT, care.membership.kind, None
                yield Appointment(care, start, CONSULT_MINUTES, *call)
            else:
                intake = None if care.case else catalog().intake
                yield _appointment(care, start, intake, care.membership.kind)
        elif care.case and place < MOS_LIMIT and start.date() <= (care.case.to_on or date.max):
            yield _appointment(care, start, None, PayerKind.MOS)
        elif not care.case or care.membership.coverages:
            kind = PayerKind.INSURANCE if care.case else care.membership.kind
            yield _appointment(care, start, one_off, kind)
        if is_crisis and start.date() < period.today:
            usual = _appointment(care, start, catalog().crisis, care.membership.kind)
            yield replace(usual, start=start.replace(hour=20), is_crisis=True)


def _appointment(
    care: Care, start: datetime, service: Service | None, kind: PayerKind
) -> Appointment:
    minutes = service.minutes if service else MOS_MINUTES
    return Appointment(care, start, minutes, SessionKind.SESSION, kind, service)


def _starts(chance: Chance, care: Care, period: Period) -> Iterator[datetime]:
    """The slot every one, two or four weeks, now and then on another day or hour."""
    person, tz = care.person, care.practice.tz
    slot = _slot(chance, care)
    has_left = care.practice.row.status == ProviderStatus.INACTIVE
    end = period.today + timedelta(days=-60 if has_left else 14)
    first, last = max(person.starts_on, period.begins_on), min(person.ends_on, end)
    weekday = int(chance.weighted(demo_list("care")["weekdays"]))
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while day <= last:
        if not chance.hits(period.skipped(day)):
            moved = day + timedelta(days=chance.choice([-1, 1])) if chance.hits(0.06) else day
            hour = _slot(chance, care) if chance.hits(0.06) else slot
            if first <= moved <= last:
                yield datetime.combine(moved, hour, tz)
        day += timedelta(weeks=person.every_weeks)


def _slot(chance: Chance, care: Care) -> time:
    hour = int(chance.weighted(demo_list("care")["hours"]))
    return time(23, 30) if care.person.is_night else time(hour, care.practice.minute)
