"""Where a provider's session can be billed on a day, for a client or for any member of a plan, also
before a booking (R17-R30, R31)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from core.access import EVERYONE, LOOKING, guard
from core.db.transaction import ReadContext
from core.errors import InvalidInput, NotFound
from core.facts.clients import (
    COVERAGES,
    LOCATIONS,
    ClientCoverage,
    addresses_on,
    client_fact,
)
from core.facts.gather import gather
from core.facts.plans import all_plans, blue_plans
from core.facts.providers import PRACTICES, PROVIDER_KINDS, provider_fact
from core.facts.reference import packaged_reference
from core.facts.references import as_written, find_by_ref
from core.models.coverage import MosCase, Plan
from core.models.people import Client, Provider
from core.rules.eligibility.billing import StateVerdict, matrix, of_place
from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.practice_facts import BillingFacts, PlanFact, ProviderPractice
from core.rules.eligibility.session_facts import ClientFact
from core.rules.time.instants import covers, local_date
from core.vocabulary.administration import ReadingAction
from core.vocabulary.care import PayerKind
from core.vocabulary.coverage import LineOfBusiness
from core.vocabulary.states import OUTSIDE, STATE_NAMES, StateCode

PAID_BY = {LineOfBusiness.MOS: PayerKind.MOS, LineOfBusiness.EAP: PayerKind.EAP}
"""Who pays under a plan of these lines; any other is insurance."""


@dataclass(frozen=True)
class BillingQuestion:
    """Whom, by reference or NPI; for which client or which plan, by reference; on which date of
    service. `state` narrows the answer to one of the 56, or OUTSIDE; `zip` to a place in it, and
    alone to its state. The two must agree."""

    provider: str
    on: date
    client: str = ""
    plan: str = ""
    state: str = ""
    zip: str = ""


@dataclass(frozen=True)
class PlanAnswer:
    """What holds under one plan, or through Military OneSource. `rank` is the coverage's, None
    without a client. `boxes`: the states that matter, or the one asked for; `addresses`: what each
    box is about; `everywhere`: all states."""

    payer_kind: PayerKind
    plan_ref: str
    plan: str
    rank: int | None
    boxes: tuple[StateVerdict, ...]
    addresses: tuple[tuple[str, ...], ...]
    everywhere: tuple[StateVerdict, ...]


@dataclass(frozen=True)
class BillingCheck:
    """The answers, the first coverage first; none for a client without a coverage that day."""

    provider_ref: str
    provider: str
    client_ref: str | None
    on: date
    answers: tuple[PlanAnswer, ...]


@dataclass(frozen=True)
class PlanChoice:
    """A plan to choose, by its reference."""

    ref: str
    name: str


@dataclass(frozen=True)
class _Asked:
    """The question with its records."""

    question: BillingQuestion
    provider: Provider
    client: Client | None
    practice: ProviderPractice
    ready: ClientFact
    coverages: tuple[ClientCoverage, ...]
    plans: dict[int, PlanFact]
    places: frozenset[PlaceFact]
    practices: frozenset[PlaceFact]
    today: date


@guard(LOOKING)
def plan_choices(context: ReadContext) -> tuple[PlanChoice, ...]:
    """Every plan by name."""
    rows = context.db.execute(select(col(Plan.ref), col(Plan.name)).order_by(col(Plan.name)))
    return tuple(PlanChoice(ref, name) for ref, name in rows)


@guard(EVERYONE)
def billing_check(context: ReadContext, question: BillingQuestion) -> BillingCheck:
    """The answers to `question`; viewing a client's coverages is logged.

    Raises InvalidInput by field (neither client nor plan, an unknown state or ZIP code, or two that
    do not agree) and NotFound for an unknown provider, client or plan.
    """
    _check(question)
    asked = _gather(context, question)
    if asked.client is not None:
        context.log(ReadingAction.VIEW, "client", asked.client.key, field="coverage")
    provider = asked.provider
    return BillingCheck(
        provider_ref=provider.ref,
        provider=f"{provider.first_name} {provider.last_name}",
        client_ref=asked.client.ref if asked.client else None,
        on=question.on,
        answers=tuple(_answers(context, asked)),
    )


def _check(question: BillingQuestion) -> None:
    problems = {}
    if not question.provider.strip():
        problems["provider"] = "Enter a provider's reference or NPI."
    if not question.client and not question.plan:
        problems["plan"] = "Enter a plan, or a client to check all of their plans."
    if question.state and question.state not in {*StateCode.__members__, OUTSIDE}:
        problems["state"] = (
            f"{question.state} is not one of the 56 states and territories. Sessions outside them "
            f"cannot be billed; enter {OUTSIDE} to see why."
        )
    elif question.zip:
        problems |= _zip_problem(question)
    if problems:
        raise InvalidInput(problems)


def _zip_problem(question: BillingQuestion) -> dict[str, str]:
    """What is wrong with the ZIP code, or with the state beside it: a few ZIP codes share their
    first three digits across a border."""
    code, states = question.zip.strip(), sorted(_states_of(question.zip))
    names = " or ".join(STATE_NAMES[state] for state in states)
    if not PlaceFact(OUTSIDE, zip=code).has_zip:
        return {"zip": "Enter a US ZIP code of 5 digits."}
    if not states:
        return {"zip": f"No state or territory has ZIP codes that begin with {code[:3]}. Check it."}
    if question.state and question.state not in states:
        said = STATE_NAMES.get(question.state)
        other = f"in {said}" if said else "outside the US"
        return {"state": f"{code} lies in {names}, not {other}. Correct the state or the ZIP code."}
    if not question.state and len(states) > 1:
        return {"state": f"{code} could be in {names}. Choose the state."}
    return {}


def _states_of(zip_code: str) -> frozenset[str]:
    """The states of a ZIP code; none for a broken one and for digits that are not in use."""
    digits = PlaceFact(OUTSIDE, zip=zip_code).zip3
    return packaged_reference().zip_states.get(digits or "", frozenset())


def _gather(context: ReadContext, question: BillingQuestion) -> _Asked:
    provider, client = _provider(context, question.provider), _client(context, question.client)
    clients = [client.key] if client else []
    found = gather(context.db, ([provider.key], PROVIDER_KINDS), (clients, (COVERAGES, LOCATIONS)))
    practices = frozenset(found[PRACTICES][provider.key])
    places = set(practices)
    ready = ClientFact()
    if client is not None:
        ready = client_fact(client, found[LOCATIONS][client.key])
        places |= addresses_on(found[LOCATIONS][client.key], question.on)
    return _Asked(
        question=question,
        provider=provider,
        client=client,
        practice=provider_fact(provider, found),
        ready=ready,
        coverages=found[COVERAGES][client.key] if client else (),
        plans=all_plans(context.db),
        places=frozenset(places),
        practices=practices,
        today=local_date(context.now, context.actor.tz),
    )


def _provider(context: ReadContext, text: str) -> Provider:
    known = find_by_ref(context.db, Provider, text)
    if known is None and text.isprintable():
        known = context.db.scalar(select(Provider).where(col(Provider.npi) == text.strip()))
    if known is None:
        raise NotFound(f"We found no provider {text.strip()}. Check the reference or NPI.")
    return known


def _client(context: ReadContext, text: str) -> Client | None:
    if not text.strip():
        return None
    known = find_by_ref(context.db, Client, text)
    if known is None:
        raise NotFound(f"We found no client {text.strip()}. Check the reference.")
    return known


def _answers(context: ReadContext, asked: _Asked) -> Iterator[PlanAnswer]:
    question, client = asked.question, asked.client
    if client is None or question.plan:
        yield _answer(asked, _named(asked, question.plan), None)
        return
    for one in asked.coverages:
        if one.fact.covers(question.on):
            yield _answer(asked, asked.plans[one.plan_id], one.rank)
    if _has_mos_case(context, asked):
        yield _answer(asked, None, None)


def _named(asked: _Asked, ref: str) -> PlanFact:
    plan = as_written({one.ref: one for one in asked.plans.values()}, ref.strip())
    if plan is not None:
        return plan
    raise NotFound(f"We found no plan {ref.strip()}. Check the reference.")


def _has_mos_case(context: ReadContext, asked: _Asked) -> bool:
    """Whether a case of Military OneSource with this provider runs on the day."""
    columns: tuple[Any, ...] = (col(MosCase.from_on), col(MosCase.to_on))
    rows = context.db.execute(
        select(*columns)
        .where(col(MosCase.client_id) == (asked.client.key if asked.client else None))
        .where(col(MosCase.provider_id) == asked.provider.key)
    )
    return any(covers(from_on, to_on, asked.question.on) for from_on, to_on in rows)


def _answer(asked: _Asked, plan: PlanFact | None, rank: int | None) -> PlanAnswer:
    """Under `plan`, or through Military OneSource for None."""
    question = asked.question
    kind = PAID_BY.get(plan.line, PayerKind.INSURANCE) if plan else PayerKind.MOS
    billed = BillingFacts(
        day=question.on,
        payer_kind=kind,
        provider=asked.practice,
        plan=plan,
        plans=blue_plans(asked.plans),
        locations=asked.ready.locations,
        today=asked.today,
    )
    everywhere = (PlaceFact(state) for state in (*StateCode.__members__, OUTSIDE))
    wanted = _wanted(asked)
    boxes = matrix(billed, wanted)
    named = {place: StateVerdict(place.state, of_place(billed, place)) for place in wanted}
    return PlanAnswer(
        payer_kind=kind,
        plan_ref=plan.ref if plan else "",
        plan=plan.name if plan else "",
        rank=rank,
        boxes=boxes,
        addresses=tuple(
            tuple(sorted({_address(asked, place) for place, of in named.items() if of == box}))
            for box in boxes
        ),
        everywhere=tuple(
            StateVerdict(place.state, of_place(billed, place)) for place in everywhere
        ),
    )


def _address(asked: _Asked, place: PlaceFact) -> str:
    """The address that an answer is about; a client's own is not shown."""
    if asked.question.zip:
        return f"ZIP code {asked.question.zip}"
    if place in asked.practices:
        return f"Practice location, {place.line1}, {place.city}, {place.state} {place.zip}"
    return "Client's address on file" if place in asked.places else "No address on file there"


def _wanted(asked: _Asked) -> frozenset[PlaceFact]:
    question = asked.question
    if not question.state and question.zip:
        return frozenset(PlaceFact(state, zip=question.zip) for state in _states_of(question.zip))
    if not question.state:
        return asked.places
    known = frozenset(place for place in asked.places if place.state == question.state)
    if question.zip or not known:
        return frozenset({PlaceFact(question.state, zip=question.zip or None)})
    return known
