"""Who sees whom: each client in care with a provider who can mostly bill the client's plan."""

from dataclasses import dataclass

from core.demo.book import book
from core.demo.clients import Person
from core.demo.dice import Dice
from core.demo.memberships import Membership, make_membership, mos_case
from core.demo.networks import Networks
from core.demo.practices import Practice
from core.demo.rows.coverage import MosCaseRow
from core.demo.timeline import Timeline
from core.vocabulary.care import PayerKind

MISFITS = 0.03
"""The share of clients who see a provider without regard to the plan."""


@dataclass(frozen=True)
class Care:
    """A client, the provider, and how it is paid."""

    person: Person
    practice: Practice
    membership: Membership
    case: MosCaseRow | None


def make_care(
    people: list[Person], practices: list[Practice], networks: Networks, timeline: Timeline
) -> list[Care]:
    """A provider for each person in care."""
    return [_care(person, practices, networks, timeline) for person in people if person.is_in_care]


def _care(
    person: Person, practices: list[Practice], networks: Networks, timeline: Timeline
) -> Care:
    membership = make_membership(person, timeline)
    dice = Dice(f"care {person.number}")
    licensed = [one for one in practices if one.is_licensed_in(person.state.code)]
    wanted = licensed if dice.hits(MISFITS) else _fitting(person, membership, licensed, networks)
    if membership.kind == PayerKind.MOS:
        wanted = [one for one in licensed if one.takes_mos] or [
            one for one in practices if one.takes_mos
        ]
    practice = dice.choice(wanted or licensed or practices)
    is_mos = membership.kind == PayerKind.MOS
    case = mos_case(person, practice.row.provider_id, timeline) if is_mos else None
    return Care(person, practice, membership, case)


def _fitting(
    person: Person, membership: Membership, licensed: list[Practice], networks: Networks
) -> list[Practice]:
    """Who can bill the plan in the client's state: directly, by an opt-in, or by BlueCard."""
    if not membership.coverages:
        return licensed
    plan, state_code = book().plans[membership.coverages[0].plan_id], person.state.code
    able = networks.providers_of(plan.id, state_code)
    if plan.is_bcbs and not plan.offered_in(state_code):
        for local in book().plans.values():
            if local.is_bcbs and local.offered_in(state_code):
                able |= networks.providers_of(local.id, state_code)
    return [one for one in licensed if one.row.provider_id in able]
