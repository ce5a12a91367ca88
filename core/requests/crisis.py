"""A manager decides whether a crisis is an exception to where a session may be billed (R28)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, and_, select, update
from sqlmodel import col

from core.access import ADMINISTERING, DECIDING, Actor, guard
from core.db.edits import count_edit
from core.db.pieces import write_in_pieces
from core.db.transaction import Context, ReadContext, Receipt, WriteContext, reading
from core.errors import NotFound, Refused, refuse_problems
from core.facts.crises import approval_text, is_open_crisis
from core.facts.policies import policy_book
from core.facts.reference import load_reference
from core.facts.references import find_by_ref
from core.facts.session_bundles import session_bundles
from core.models.all_tables import metadata
from core.models.care import CareSession
from core.rules.eligibility import billing, crisis
from core.rules.eligibility.session_facts import SessionCase, SessionQuestion
from core.rules.reasons import reason
from core.rules.texts import text_problem
from core.vocabulary.care import ApprovalEnd

NO_STREET = (
    "Enter why there is no street address, for example a park or a highway. A hotel or a house has "
    "one: the provider adds street and number."
)

AT_ONCE = 500
"""Crises that are judged together."""
WRITTEN_AT_ONCE = 20
"""Crises a transaction, which judges them anew."""

KEY: Any = col(CareSession.id)

STILL = "A manager may still approve it before the last day to confirm."


@dataclass(frozen=True)
class DecideCrisis:
    """Yes or no to the exception, and why; `version` is that of the session that was seen.
    `no_street`: why there is no street address, such as of a park or a highway."""

    session_ref: str
    version: int
    is_approved: bool
    reason: str
    no_street: str = ""


@guard(DECIDING)
def decide_crisis(context: WriteContext, command: DecideCrisis) -> Receipt:
    """Approve the exception in the actor's name and for the places and the code of now, or decline
    it; a later decision may approve it.

    Raises InvalidInput without a reason, or without one for a missing street address; NotFound,
    Conflict when the session changed meanwhile, and Refused where one of the four items is missing
    or there is nothing to decide.
    """
    refuse_problems(
        {"reason": text_problem(command.reason, "Enter a reason. Auditors of the session read it.")}
    )
    known = find_by_ref(context.db, CareSession, command.session_ref)
    if known is None:
        raise NotFound(f"There is no session {command.session_ref}.")
    session = context.lock(CareSession, known.key, command.version)
    case = _must_wait(context, session.key, command)
    if command.is_approved:
        session.exception_approved_by_id = context.staff_id
        session.exception_approved_at = context.now
        session.exception_approved_for = approval_text(case, command.no_street.strip())
        session.exception_declined_at = session.exception_ended_at = None
        session.exception_ended_by = None
    else:
        session.exception_declined_at = context.now
    count_edit(session)
    name = "approved" if command.is_approved else "not_approved"
    context.record(
        f"session.crisis_{name}",
        "care_session",
        session.key,
        after=_approved(case, command.no_street.strip()) if command.is_approved else None,
        reason=command.reason.strip(),
    )
    words = "approved." if command.is_approved else f"declined. {STILL}"
    return Receipt(session.ref, f"Crisis exception {words}")


def _approved(case: SessionCase, no_street: str) -> dict[str, object]:
    """What an audit entry says of an approval: no address, which the session keeps."""
    return {
        "states": sorted({place.state for place in case.places_of_care}),
        "cpt": " + ".join(code for code in (case.cpt, case.cpt_addon) if code),
        "no_street": no_street or None,
    }


def _must_wait(context: WriteContext, session_id: int, command: DecideCrisis) -> SessionCase:
    """The session, if an exception is needed and everything else is there."""
    bundle = session_bundles(context.db, col(CareSession.id) == session_id)[session_id]
    case = bundle.case
    asked = SessionQuestion(case, context.now, policy_book(context), load_reference(context))
    billed = billing.of_session(asked)
    if not crisis.awaits_decision(case, billed):
        raise Refused([reason("nothing_to_decide")])
    if crisis.lacks_only_street(case) and command.is_approved:
        problem = text_problem(command.no_street, NO_STREET)
        refuse_problems({"no_street": problem})
    if missing := crisis.stops_decision(case, billed):
        raise Refused(missing)
    return case


def follow_crises(engine: Engine, actor: Actor, now: datetime) -> None:
    """After an import: keep when an exception is first needed, and end the approvals whose place,
    code or documentation has changed. A second run changes nothing (A46, A47)."""
    with reading(engine, actor, now) as context:
        keys = differing_crises(context)
    for _ in write_in_pieces(engine, actor, now, follow_these_crises, keys, WRITTEN_AT_ONCE):
        pass


@guard(ADMINISTERING)
def differing_crises(context: ReadContext) -> list[int]:
    """The ids of the crisis sessions still open of which something else is to be kept."""
    is_recent = col(CareSession.confirm_blocked_from) > context.now
    keys = context.db.scalars(select(KEY).where(col(CareSession.is_crisis), is_recent)).all()
    starts = range(0, len(keys), AT_ONCE)
    return [
        session.key
        for start in starts
        for session, _ in _changes(context, keys[start : start + AT_ONCE])
    ]


@guard(ADMINISTERING)
def follow_these_crises(context: WriteContext, session_ids: Sequence[int]) -> None:
    """Keep what is to be kept of these sessions now."""
    context.queue("crisis exceptions")
    found = list(_changes(context, session_ids))
    for session, change in found:
        if isinstance(change, ApprovalEnd):
            row = context.lock(CareSession, session.key, session.version)
            _end_approval(context, row, change)
    _write_needed(context, [one.key for one, change in found if change], context.now)
    _write_needed(context, [one.key for one, change in found if not change], None)


def _changes(
    context: Context, session_ids: Sequence[int]
) -> Iterator[tuple[Any, ApprovalEnd | bool]]:
    """What ended the approval of a session, or whether an exception is needed from now on, of those
    where it is not kept yet."""
    book, reference = policy_book(context), load_reference(context)
    where = and_(KEY.in_(session_ids), is_open_crisis(context.now))
    for bundle in session_bundles(context.db, where).values():
        session, end = bundle.session, crisis.approval_end(bundle.case)
        if end and session.exception_ended_at is None:
            yield session, end
            continue
        asked = SessionQuestion(bundle.case, context.now, book, reference)
        is_needed = crisis.awaits_decision(bundle.case, billing.of_session(asked))
        if is_needed and session.exception_needed_at is None:
            yield session, True
        elif not is_needed and _is_idle(session):
            yield session, False


def _is_idle(session: Any) -> bool:
    """Whether it keeps the start of a need that is gone; an approved one keeps it."""
    return session.exception_needed_at is not None and session.exception_approved_at is None


def _end_approval(context: WriteContext, session: CareSession, end: ApprovalEnd) -> None:
    session.exception_ended_at, session.exception_ended_by = context.now, end
    context.db.flush()
    after = {"changed": end}
    context.record("session.crisis_approval_ended", "care_session", session.key, after=after)


def _write_needed(context: WriteContext, keys: Sequence[int], at: datetime | None) -> None:
    if not keys:
        return
    table = metadata.tables["care_session"]
    context.db.execute(update(table).where(table.c.id.in_(keys)).values(exception_needed_at=at))
