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
from core.errors import InvalidInput, NotFound, refuse_problems
from core.facts.clients import (
    COVERAGES,
    LOCATIONS,
    ClientCoverage,
    addresses_on,
    client_fact,
)
from core.facts.gather import gather
from core.facts.merged_clients import merged_text, survivor_of
from core.facts.plans import Plans, all_plans
from core.facts.providers import PRACTICES, PROVIDER_KINDS, provider_fact
from core.facts.references import as_written, find_by_ref
from core.models.coverage import MosCase, Plan
from core.models.people import Client, Provider
from core.queries.sessions.billing_question import BillingQuestion
from core.rules.eligibility.billing import StateVerdict, matrix, of_place
from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.practice_facts import BillingFacts, PlanFact, ProviderPractice
from core.rules.eligibility.session_facts import ClientFact
from core.rules.time.instants import covers, local_date
from core.vocabulary.administration import ReadingAction
from core.vocabulary.care import PayerKind
from core.vocabulary.coverage import LineOfBusiness
from core.vocabulary.states import OUTSIDE, StateCode

PAID_BY = {LineOfBusiness.MOS: PayerKind.MOS, LineOfBusiness.EAP: PayerKind.EAP}
"""Who pays under a plan of these lines; any other is insurance."""


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
    """The answers, the first coverage first; none for a client without a coverage that day.
    `client_ref` is the record that is kept, `merged` says so where another one was asked for."""

    provider_ref: str
    provider: str
    client_ref: str | None
    merged: str | None
    on: date
    answers: tuple[PlanAnswer, ...]


@dataclass(frozen=True)
class KeptClient:
    """The reference of the client record that is kept; `merged` says so where another one was asked
    for."""

    ref: str
    merged: str | None


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
    merged: str | None
    practice: ProviderPractice
    ready: ClientFact
    coverages: tuple[ClientCoverage, ...]
    plans: Plans
    places: frozenset[PlaceFact]
    practices: frozenset[PlaceFact]
    today: date


@guard(LOOKING)
def plan_choices(context: ReadContext) -> tuple[PlanChoice, ...]:
    """Every plan by name."""
    rows = context.db.execute(select(col(Plan.ref), col(Plan.name)).order_by(col(Plan.name)))
    return tuple(PlanChoice(ref, name) for ref, name in rows)


@guard(EVERYONE)
def kept_client(context: ReadContext, ref: str) -> KeptClient:
    """The client to check under the reference `ref`. Raises InvalidInput on "client" for an unknown
    one."""
    try:
        client, merged = _client(context, ref)
    except NotFound as problem:
        raise InvalidInput({"client": str(problem)}) from problem
    return KeptClient(client.ref if client else "", merged)


@guard(EVERYONE)
def billing_check(context: ReadContext, question: BillingQuestion) -> BillingCheck:
    """The answers to `question`; viewing a client's coverages is logged.

    Raises InvalidInput by field, and NotFound for an unknown provider, client or plan.
    """
    refuse_problems(question.problems())
    asked = _gather(context, question)
    if asked.client is not None:
        context.log(ReadingAction.VIEW, "client", asked.client.key, field="coverage")
    provider = asked.provider
    return BillingCheck(
        provider_ref=provider.ref,
        provider=f"{provider.first_name} {provider.last_name}",
        client_ref=asked.client.ref if asked.client else None,
        merged=asked.merged,
        on=question.on,
        answers=tuple(_answers(context, asked)),
    )


def _gather(context: ReadContext, question: BillingQuestion) -> _Asked:
    provider = _provider(context, question.provider)
    client, merged = _client(context, question.client)
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
        merged=merged,
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


def _client(context: ReadContext, text: str) -> tuple[Client | None, str | None]:
    """The record that is kept, and a sentence where the one asked for was merged into it."""
    if not text.strip():
        return None, None
    known = find_by_ref(context.db, Client, text)
    if known is None:
        raise NotFound(f"We found no client {text.strip()}. Check the reference.")
    kept = survivor_of(context.db, known)
    return kept, merged_text(known.ref, kept.ref) if kept is not known else None


def _answers(context: ReadContext, asked: _Asked) -> Iterator[PlanAnswer]:
    question, client = asked.question, asked.client
    if client is None or question.plan:
        yield _answer(asked, _named(asked, question.plan), None)
        return
    for one in asked.coverages:
        if one.fact.covers(question.on):
            yield _answer(asked, asked.plans.by_id[one.plan_id], one.rank)
    if _has_mos_case(context, asked):
        yield _answer(asked, None, None)


def _named(asked: _Asked, ref: str) -> PlanFact:
    plan = as_written({one.ref: one for one in asked.plans.by_id.values()}, ref.strip())
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
        plans=asked.plans.blue,
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
        return frozenset(PlaceFact(state, zip=question.zip) for state in question.zip_states)
    if not question.state:
        return asked.places
    known = frozenset(place for place in asked.places if place.state == question.state)
    if question.zip or not known:
        return frozenset({PlaceFact(question.state, zip=question.zip or None)})
    return known
