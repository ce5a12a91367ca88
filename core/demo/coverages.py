"""Who pays for whom: coverages through the payer change, and Military OneSource cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from core.demo.catalog import DemoPlan, catalog
from core.demo.chance import Chance
from core.demo.clients import Person
from core.demo.period import PLATFORM, Period
from core.exchange.coverage_rows import CoverageRow, MosCaseRow
from core.vocabulary.care import PayerKind
from core.vocabulary.coverage import LineOfBusiness

EAP, MEDICAID, SECONDARY = "L-15", "L-13", "L-04"
KINDS = {"mos": PayerKind.MOS, "eap": PayerKind.EAP, "self_pay": PayerKind.SELF_PAY}
CASES_EVERY = 40
"""Of so many Military OneSource cases one lacks its number, and another its link."""


@dataclass(frozen=True)
class Membership:
    """How a client's care is paid: who by at first, and every coverage, first rank first."""

    kind: PayerKind
    coverages: tuple[CoverageRow, ...]

    def on(self, day: date) -> CoverageRow | None:
        """The first coverage active on `day`, else the latest one that began before it."""
        active = [one for one in self.coverages if covers(one, day)]
        begun = [one for one in self.coverages if one.from_on <= day and one.rank == 1]
        return active[0] if active else begun[-1] if begun else None


def covers(coverage: CoverageRow, day: date) -> bool:
    """Whether the coverage is active on `day`, both ends included."""
    return coverage.from_on <= day and (coverage.to_on is None or day <= coverage.to_on)


def make_membership(person: Person, period: Period) -> Membership:
    """The coverages of a client; self-payers have none."""
    chance = Chance(f"membership {person.number}")
    kind = KINDS.get(person.payer, PayerKind.INSURANCE)
    if kind == PayerKind.SELF_PAY or (kind == PayerKind.MOS and chance.hits(0.6)):
        return Membership(kind, ())
    if kind == PayerKind.EAP:
        return Membership(kind, (_coverage(chance, person, catalog().plans[EAP], 1, period),))
    return Membership(kind, tuple(_insurance(chance, person, period)))


def _insurance(chance: Chance, person: Person, period: Period) -> Iterator[CoverageRow]:
    plan = _plan(chance, person, period)
    change_on = period.payer_change_on
    if plan.moves_to and person.starts_on < change_on <= period.today:
        last_on = change_on - timedelta(days=1)
        ended = {"to_on": last_on, "verification_status": "ended"}
        yield _coverage(chance, person, plan, 1, period, **ended)
        # most go to the successor, some to Medicaid; it becomes known within weeks, back to then
        new = catalog().plans[MEDICAID if chance.hits(0.16) else plan.moves_to or plan.id]
        known = datetime.combine(change_on, time(9), PLATFORM) + chance.hours(0, 24 * 10)
        verified = {"verified_at": known + chance.hours(1, 72), "verification_status": "verified"}
        since = {"from_on": change_on, "known_at": known}
        yield _coverage(chance, person, new, 2, period, **since, **verified)
        return
    yield _coverage(chance, person, plan, 1, period)
    if plan.line == LineOfBusiness.MEDICARE and chance.hits(0.5):
        yield _coverage(chance, person, catalog().plans[SECONDARY], 2, period, rank=2)
    elif plan.line == LineOfBusiness.COMMERCIAL and chance.hits(0.02):
        yield _coverage(chance, person, catalog().plans[MEDICAID], 2, period, rank=2)


def _plan(chance: Chance, person: Person, period: Period) -> DemoPlan:
    plans, home = catalog().plans, person.places[0].zip
    if person.payer in plans:
        return plans[person.payer]
    blue = [one for one in plans.values() if one.travels and one.reaches(home)]
    if chance.hits(0.03) and any(one.offered_in(person.state.code) for one in blue):
        return chance.choice(blue)
    born = person.row.date_of_birth or period.today
    is_on_medicare = (period.today - born).days > 65 * 365.25 and chance.hits(0.85)
    offered = {
        plan: plan.weight
        for plan in plans.values()
        if plan.offered_in(person.state.code)
        and plan.reaches(home)
        and (plan.from_age == 65 if is_on_medicare else not plan.from_age)
        and not (plan.moves_to and person.starts_on >= period.payer_change_on)
    }
    return chance.weighted(offered)


def _coverage(
    chance: Chance, person: Person, plan: DemoPlan, number: int, period: Period, **given: Any
) -> CoverageRow:
    begun = person.starts_on.replace(month=1, day=1) - timedelta(days=chance.choice([0, 0, 365]))
    checked = datetime.combine(person.starts_on, time(10), PLATFORM) - chance.hours(26, 120)
    is_failed = person.starts_on > period.today - timedelta(days=40) and chance.hits(0.06)
    verified_at = None if is_failed else period.happened(checked)
    status = "failed" if is_failed else "verified" if verified_at else "unverified"
    values: dict[str, Any] = {
        "ref": f"V-{person.number + 1:05d}-{number}",
        "client_id": person.row.ref,
        "plan_id": plan.id,
        "member_id": f"{plan.member_prefix or 'M'}{chance.randrange(10**9):09d}",
        "from_on": begun,
        "verified_at": verified_at,
        "verification_status": status,
    }
    return CoverageRow(**values | given)


def make_mos_case(person: Person, provider_id: str, number: int, period: Period) -> MosCaseRow:
    """The referral of the `number`-th Military OneSource client, accepted before any booking."""
    chance = Chance(f"mos case {person.number}")
    wanted = datetime.combine(person.starts_on, time(11), PLATFORM) - chance.hours(40, 220)
    accepted = min(wanted, period.until.astimezone(PLATFORM))
    case = f"{person.number + 1:06d}"
    has_number, has_link = number % CASES_EVERY != 11, number % CASES_EVERY != 23
    return MosCaseRow(
        ref=f"MC-{case}",
        client_id=person.row.ref,
        provider_id=provider_id,
        ecms_case_id=f"ECMS-{chance.randrange(10**4):04d}{case}" if has_number else None,
        zoomgov_url=f"https://zoomgov.com/j/demo-{case}" if has_link else None,
        referral_accepted_at=accepted,
        from_on=accepted.date(),
        to_on=accepted.date() + timedelta(days=364),
    )
