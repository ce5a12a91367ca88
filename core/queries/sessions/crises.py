"""Crisis exceptions that a manager has to decide, or has declined, each with its deadline (R28)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from core.access import OVERSEEING, guard
from core.db.transaction import ReadContext
from core.facts.crises import is_open_crisis
from core.facts.policies import business_calendar, policy_book
from core.facts.reference import load_reference
from core.facts.session_bundles import SessionBundle, session_bundles
from core.rules.eligibility import billing, crisis
from core.rules.eligibility.session_facts import CrisisDecline, SessionQuestion
from core.vocabulary.care import CrisisStage
from core.vocabulary.states import StateCode

MOST = 200


@dataclass(frozen=True)
class CrisisRow:
    """One exception. `missing` says what stops a decision; `due_at` is the first instant too
    late for it."""

    ref: str
    provider_ref: str
    provider: str
    states: tuple[str, ...]
    missing: tuple[str, ...]
    needed_at: datetime
    due_at: datetime
    declined: CrisisDecline | None


@dataclass(frozen=True)
class CrisisList:
    """The first exceptions to fall due, up to 200, and how many there are of each stage in all."""

    rows: tuple[CrisisRow, ...]
    counts: dict[CrisisStage, int]


@guard(OVERSEEING)
def crisis_exceptions(
    context: ReadContext,
    stage: CrisisStage = CrisisStage.WAITING,
    state: StateCode | None = None,
) -> CrisisList:
    """The exceptions of sessions that can still be confirmed, at `stage` and in `state`, the first
    to fall due first. An overdue one is waiting too; one that passed its day 30 is neither."""
    found = sorted(_rows(context), key=lambda row: (row.due_at, row.ref))
    found = [row for row in found if state is None or state.value in row.states]
    at = {each: [row for row in found if _is_at(row, each, context.now)] for each in CrisisStage}
    return CrisisList(tuple(at[stage][:MOST]), {each: len(rows) for each, rows in at.items()})


def _is_at(row: CrisisRow, stage: CrisisStage, now: datetime) -> bool:
    if stage == CrisisStage.DECLINED:
        return row.declined is not None
    return row.declined is None and (stage == CrisisStage.WAITING or row.due_at <= now)


def _rows(context: ReadContext) -> Iterator[CrisisRow]:
    found = session_bundles(context.db, is_open_crisis(context.now))
    if not found:
        return
    book, calendar = policy_book(context), business_calendar(context)
    reference = load_reference(context)
    for bundle in found.values():
        asked = SessionQuestion(bundle.case, context.now, book, reference)
        billed = billing.of_session(asked)
        due_at = crisis.decide_by(asked, calendar)
        if due_at and crisis.awaits_decision(bundle.case, billed):
            missing = tuple(one.text for one in crisis.stops_decision(bundle.case, billed))
            yield _row(bundle, missing, due_at)


def _row(bundle: SessionBundle, missing: tuple[str, ...], due_at: datetime) -> CrisisRow:
    session, provider, case = bundle.session, bundle.provider, bundle.case
    return CrisisRow(
        ref=session.ref,
        provider_ref=provider.ref,
        provider=f"{provider.first_name} {provider.last_name}",
        states=tuple(sorted({place.state for place in case.places_of_care})),
        missing=missing,
        needed_at=session.exception_needed_at or session.created_at,
        due_at=due_at,
        declined=case.crisis.declined if case.crisis else None,
    )
