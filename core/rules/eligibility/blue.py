"""Blue plans work by area: at home, by BlueCard, by a virtual network (R23-R25, A40, A41)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.practice_facts import BillingFacts, PlanFact
from core.rules.reasons import reason
from core.rules.time.formats import date_text
from core.vocabulary.reasons import Reason, Weight
from core.vocabulary.verdicts import Path


@dataclass(frozen=True)
class Ways:
    """The ways to bill a plan at a location, and the reasons against others."""

    paths: tuple[Path, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it can be billed, be it after a person has looked."""
        return bool(self.paths)

    @property
    def is_sure(self) -> bool:
        """Whether it can be billed without anybody's looking."""
        return self.is_open and not any(one.decides for one in self.reasons)


def direct(facts: BillingFacts, plan: PlanFact, place: PlaceFact) -> Ways:
    """By a credential with that very plan in that very state (R17, R18)."""
    if facts.provider.is_credentialed(plan.ref, place.state, facts.day):
        return Ways((Path.DIRECT,))
    named = {"plan": plan.name, "state": place.state, "on": facts.day_text}
    return Ways(reasons=(reason("no_credential", **named),))


def claims(plan: PlanFact, place: PlaceFact) -> bool | None:
    """Whether the place is within the plan's area; None where its ZIP code would decide, or where
    a part of the state is only known by a name."""
    areas = [area for area in plan.areas if area.state == place.state]
    if any(area.is_whole for area in areas):
        return True
    if place.zip3 and any(area.zip3 == place.zip3 for area in areas):
        return True
    is_told = not areas or (place.zip3 and all(area.zip3 for area in areas))
    return False if is_told else None


def is_home(facts: BillingFacts, plan: PlanFact, place: PlaceFact) -> bool | None:
    """Whether the place is in the plan's usual area (R23); None where nobody can tell.

    That is so for a plan without areas, and where another licensee claims the place as well and
    this plan's area is only known by state.
    """
    if not plan.areas:
        return None
    own = claims(plan, place)
    by_state = any(area.state == place.state and area.is_whole for area in plan.areas)
    rivals = (one for one in facts.plans if one.is_bcbs and one.payer != plan.payer)
    if by_state and any(claims(one, place) is not False for one in rivals):
        return None
    return own


def ways(facts: BillingFacts, plan: PlanFact, place: PlaceFact) -> Ways:
    """How a Blue plan can be billed for a client at `place` (R23-R25)."""
    home = is_home(facts, plan, place)
    if home is not None:
        return _at_home(facts, plan, place) if home else _away(facts, plan, place)
    both = (_at_home(facts, plan, place), _away(facts, plan, place))
    paths = tuple(path for one in both for path in one.paths)
    if not paths:
        return Ways(reasons=tuple(one for way in both for one in way.reasons))
    unclear = reason("blue_area_unclear", plan=plan.name, state=place.state, as_of=_as_of(plan))
    doubts = _as_information(one for way in both for one in way.reasons)
    return Ways(paths, (unclear, *doubts))


def _at_home(facts: BillingFacts, plan: PlanFact, place: PlaceFact) -> Ways:
    """At home a credential with that very plan counts, and no other (R23)."""
    own = direct(facts, plan, place)
    if own.is_open:
        return own
    no_own = reason("no_own_blue_credential", plan=plan.name, as_of=_as_of(plan))
    return Ways(reasons=(*own.reasons, no_own))


def _away(facts: BillingFacts, plan: PlanFact, place: PlaceFact) -> Ways:
    """Away from home: the virtual network by an opt-in, beside it or alone BlueCard (R24, R25)."""
    card = _bluecard(facts, plan, place)
    if facts.provider.has_opted_in(plan.ref, place.state, facts.day):
        paths = (Path.VIRTUAL_NETWORK, *card.paths) if card.is_sure else (Path.VIRTUAL_NETWORK,)
        return Ways(paths, tuple(_as_information(card.reasons)))
    if card.is_open:
        return card
    return Ways(
        reasons=(
            *direct(facts, plan, place).reasons,
            *card.reasons,
            *_without_opt_in(facts, plan, place),
        )
    )


def _bluecard(facts: BillingFacts, plan: PlanFact, place: PlaceFact) -> Ways:
    """BlueCard (R24): any Blue plan away from home, by a credential with the local one."""
    named = {"plan": plan.name, "state": place.state}
    stops = []
    if plan.bluecard_eligible is False:
        stops.append(reason("bluecard_excluded", plan=plan.name))
    local = _has_local_credential(facts, plan, place)
    if local is False:
        stops.append(reason("no_local_blue_credential", as_of=_as_of(plan), **named))
    if stops:
        return Ways(reasons=tuple(stops))
    doubts = []
    if local is None:
        doubts.append(reason("local_blue_unclear", state=place.state))
    if plan.bluecard_eligible is None and plan.is_government:
        doubts.append(reason("bluecard_unknown", plan=plan.name))
    return Ways((Path.BLUECARD,), tuple(doubts))


def _has_local_credential(facts: BillingFacts, plan: PlanFact, place: PlaceFact) -> bool | None:
    """Whether a Blue plan that covers the place has credentialed the provider there (A41)."""
    answers = [
        claims(one, place)
        for one in facts.plans
        if one.is_bcbs
        and one.ref != plan.ref
        and facts.provider.is_credentialed(one.ref, place.state, facts.day)
    ]
    if True in answers:
        return True
    return None if None in answers else False


def _without_opt_in(facts: BillingFacts, plan: PlanFact, place: PlaceFact) -> tuple[Reason, ...]:
    named = {"plan": plan.name, "state": place.state}
    no_opt_in = reason("no_opt_in", **named)
    if facts.provider.is_credentialed(plan.ref, place.state, facts.day):
        return (no_opt_in, reason("credential_outside_area", **named))
    return (no_opt_in,)


def _as_of(plan: PlanFact) -> str:
    """As of when its areas are known, to follow its name."""
    return f" (as of {date_text(plan.areas_as_of)})" if plan.areas_as_of else ""


def _as_information(reasons: Iterable[Reason]) -> list[Reason]:
    """What would stop another way, beside one that is open."""
    return [replace(one, weight=Weight.INFO) for one in reasons]
