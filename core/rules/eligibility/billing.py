"""Where a session may be billed: state by state, by which way, and what is missing (R17-R30)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.rules.eligibility import crisis, moves, places, took_place
from core.rules.eligibility.blue import Ways, direct
from core.rules.eligibility.blue import ways as blue_ways
from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.practice_facts import BillingFacts
from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.eligibility.verdict import Answer, answer
from core.rules.reasons import reason
from core.vocabulary.care import PayerKind, SessionKind
from core.vocabulary.people import LicenseKind, LocationKind
from core.vocabulary.reasons import Reason
from core.vocabulary.verdicts import Path


@dataclass(frozen=True)
class StateVerdict:
    """What holds in one state."""

    state: str
    answer: Answer


def of_session(asked: SessionQuestion) -> Answer:
    """Where the client was, and whether the session may be billed there.

    Every place of the session must pass (A29); a crisis has its own conditions (R28).
    """
    case = asked.case
    if case.session.kind == SessionKind.CONSULT:
        return answer([reason("consult")])
    never = list(took_place.never_billed(asked))
    if never:
        return answer(never)
    unknown = list(places.location(asked))
    answers = [of_place(asked.billing, place) for place in case.places_of_care]
    reasons = [*unknown, *(one for each in answers for one in each.reasons)]
    paths = [path for one in answers for path in one.paths]
    if case.crisis is not None:
        reasons, paths = crisis.judged(asked, reasons, paths)
    return answer(reasons, paths)


def of_place(facts: BillingFacts, place: PlaceFact) -> Answer:
    """Whether `facts` may be billed for a client at `place`, and by which ways (R17). Neither
    the client's home nor the provider's whereabouts are asked for (R26)."""
    is_mos = facts.payer_kind == PayerKind.MOS
    if not place.is_in_a_state and not is_mos:
        return answer([reason("outside_us_states")])
    open_ways = _ways(facts, place)
    if not place.is_in_a_state:
        abroad = reason("outside_us_states_mos")
        return answer([abroad, *open_ways.reasons], open_ways.paths)
    reasons = [*_license(facts, place), *open_ways.reasons, *moves.remarks(facts, place)]
    return answer(reasons, open_ways.paths)


def matrix(facts: BillingFacts, around: Iterable[PlaceFact]) -> tuple[StateVerdict, ...]:
    """One box for every state that matters: practice locations and client locations (R22).

    Two places of one state share a box unless the ZIP codes of a Blue area tell them apart.
    """
    boxes = {StateVerdict(place.state, of_place(facts, place)) for place in around}
    return tuple(sorted(boxes, key=lambda box: (box.state, box.answer.verdict, box.answer.paths)))


def _ways(facts: BillingFacts, place: PlaceFact) -> Ways:
    if facts.payer_kind == PayerKind.SELF_PAY:
        return Ways((Path.SELF_PAY,))
    if facts.payer_kind == PayerKind.MOS:
        if facts.provider.is_enrolled_on(facts.day):
            return Ways((Path.MOS,))
        return Ways(reasons=(reason("mos_not_enrolled", on=facts.day_text),))
    if facts.plan is None:
        return Ways(reasons=(reason("plan_missing"),))
    if facts.plan.is_bcbs:
        return blue_ways(facts, facts.plan, place)
    return direct(facts, facts.plan, place)


def _license(facts: BillingFacts, place: PlaceFact) -> Iterator[Reason]:
    """A license in force in the client's state; what may count as one goes to a person
    (R17, R27)."""
    held = [one for one in facts.provider.licenses if one.state == place.state]
    kinds = {one.kind for one in held if one.holds_on(facts.day)}
    if LicenseKind.LICENSE in kinds:
        return
    if LicenseKind.COMPACT_PRIVILEGE in kinds:
        yield reason("compact_privilege", state=place.state)
    elif _has_word_of_the_board(facts, place):
        yield reason("temporary_practice", state=place.state)
    else:
        yield reason("no_license", state=place.state, on=facts.day_text)
        yield from _idle_credential(facts, place)


def _has_word_of_the_board(facts: BillingFacts, place: PlaceFact) -> bool:
    """Evidence of temporary practice for a stay in this state on that day (R27)."""
    return any(
        one.kind == LocationKind.TEMPORARY
        and one.has_evidence
        and one.state == place.state
        and one.holds_on(facts.day)
        for one in facts.locations
    )


def _idle_credential(facts: BillingFacts, place: PlaceFact) -> Iterator[Reason]:
    """A credential that the license behind it has left alone (R30)."""
    plan = facts.plan
    if plan and facts.provider.is_credentialed(plan.ref, place.state, facts.day):
        yield reason("credential_without_license", detail=f"{plan.name} in {place.state}")
