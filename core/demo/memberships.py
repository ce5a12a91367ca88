"""Who pays for whom: coverages through the payer change, and Military OneSource cases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from core.demo.book import PlanInfo, book
from core.demo.clients import Person
from core.demo.dice import Dice
from core.demo.rows.coverage import CoverageRow, MosCaseRow
from core.demo.timeline import PLATFORM, Timeline
from core.vocabulary.care import PayerKind
from core.vocabulary.coverage import LineOfBusiness, VerificationStatus

MOS, EAP = "L-16", "L-15"
MEDICAID = "L-13"
OLD = 65
SECONDARY = "L-04"
KINDS = {PayerKind.INSURANCE: 76, PayerKind.MOS: 15, PayerKind.SELF_PAY: 5, PayerKind.EAP: 4}
WISHES = {"mos": PayerKind.MOS, "eap": PayerKind.EAP, "self_pay": PayerKind.SELF_PAY}


@dataclass(frozen=True)
class Membership:
    """How a client's care is paid: who by at first, and every coverage, first rank first."""

    kind: PayerKind
    coverages: tuple[CoverageRow, ...]

    def on(self, day: date) -> CoverageRow | None:
        """The first coverage active on `day`, else the latest one that began before it."""
        active = [one for one in self.coverages if one.covers(day)]
        begun = [one for one in self.coverages if one.from_on <= day and one.rank == 1]
        return active[0] if active else begun[-1] if begun else None


def make_membership(person: Person, timeline: Timeline) -> Membership:
    """The coverages of a client; self-payers have none."""
    dice = Dice(f"membership {person.number}")
    kind = WISHES.get(person.wish or "") or (
        PayerKind.INSURANCE if person.wish else dice.weighted(KINDS)
    )
    if kind == PayerKind.SELF_PAY:
        return Membership(kind, ())
    if kind == PayerKind.EAP:
        return Membership(kind, (_coverage(dice, person, book().plans[EAP], 1, timeline),))
    if kind == PayerKind.MOS and dice.hits(0.6):
        return Membership(kind, ())
    return Membership(kind, tuple(_insurance(dice, person, timeline)))


def _insurance(dice: Dice, person: Person, timeline: Timeline) -> Iterator[CoverageRow]:
    plan = _plan(dice, person, timeline)
    change_on = timeline.payer_change_on
    first = _coverage(dice, person, plan, 1, timeline)
    if plan.moves_to and person.starts_on < change_on <= timeline.today:
        ended = replace(
            first,
            to_on=change_on - timedelta(days=1),
            verification_status=VerificationStatus.ENDED,
        )
        yield replace(ended, from_on=min(ended.from_on, change_on - timedelta(days=1)))
        yield _after_change(dice, person, plan, timeline)
        return
    yield first
    if plan.line == LineOfBusiness.MEDICARE and dice.hits(0.5):
        yield replace(_coverage(dice, person, book().plans[SECONDARY], 2, timeline), rank=2)
    elif plan.line == LineOfBusiness.COMMERCIAL and dice.hits(0.02):
        yield replace(_coverage(dice, person, book().plans[MEDICAID], 2, timeline), rank=2)


def _plan(dice: Dice, person: Person, timeline: Timeline) -> PlanInfo:
    plans, years = book().plans, person.age(timeline.today)
    if person.wish:
        return plans[person.wish]
    if dice.hits(0.03):
        return dice.choice([plan for plan in plans.values() if plan.is_bcbs and not plan.from_age])
    is_on_medicare = years >= OLD and dice.hits(0.85)
    offered = {
        plan: plan.weight
        for plan in plans.values()
        if plan.offered_in(person.state.code)
        and (plan.from_age == OLD if is_on_medicare else not plan.from_age)
        and not (plan.moves_to and person.starts_on >= timeline.payer_change_on)
    }
    return dice.weighted(offered)


def _coverage(
    dice: Dice, person: Person, plan: PlanInfo, number: int, timeline: Timeline
) -> CoverageRow:
    begun = person.starts_on.replace(month=1, day=1) - timedelta(days=dice.choice([0, 0, 365]))
    checked = datetime.combine(person.starts_on, time(10), PLATFORM) - dice.hours(26, 120)
    is_failed = person.starts_on > timeline.today - timedelta(days=40) and dice.hits(0.06)
    verified_at = None if is_failed else timeline.event(checked)
    status = VerificationStatus.VERIFIED if verified_at else VerificationStatus.UNVERIFIED
    return CoverageRow(
        coverage_id=f"V-{person.number + 1:05d}-{number}",
        client_id=person.row.client_id,
        plan_id=plan.id,
        member_id=f"{plan.prefix or 'M'}{dice.randrange(10**9):09d}",
        rank=1,
        from_on=begun,
        to_on=None,
        verified_at=verified_at,
        verification_status=VerificationStatus.FAILED if is_failed else status,
        known_at=None,
    )


def _after_change(dice: Dice, person: Person, plan: PlanInfo, timeline: Timeline) -> CoverageRow:
    """The coverage after a plan ended: most went to its successor, some to Medicaid, which may
    become known weeks later and reach back; a few were never verified."""
    change_on = timeline.payer_change_on
    new = book().plans[MEDICAID if dice.hits(0.16) else plan.moves_to or plan.id]
    known = datetime.combine(change_on, time(9), PLATFORM) + dice.hours(0, 24 * 45)
    is_unknown = dice.hits(0.06)
    return replace(
        _coverage(dice, person, new, 2, timeline),
        from_on=change_on,
        known_at=timeline.event(known),
        verified_at=None if is_unknown else timeline.event(known + dice.hours(1, 72)),
        verification_status=(
            VerificationStatus.UNVERIFIED if is_unknown else VerificationStatus.VERIFIED
        ),
    )


def mos_case(person: Person, provider_id: str, timeline: Timeline) -> MosCaseRow:
    """The referral of a Military OneSource client; a few lack the case's number or the link."""
    dice = Dice(f"mos case {person.number}")
    accepted = datetime.combine(person.starts_on, time(11), PLATFORM) - dice.hours(40, 220)
    number = f"{person.number + 1:06d}"
    return MosCaseRow(
        mos_case_id=f"MC-{number}",
        client_id=person.row.client_id,
        provider_id=provider_id,
        ecms_case_id=None if dice.hits(0.03) else f"ECMS-{dice.randrange(10**4):04d}{number}",
        zoomgov_url=None if dice.hits(0.03) else f"https://zoomgov.example/j/16{number}",
        referral_accepted_at=min(accepted, timeline.as_of).astimezone(timeline.as_of.tzinfo),
        from_on=accepted.date(),
        to_on=accepted.date() + timedelta(days=364),
    )
