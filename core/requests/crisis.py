"""A manager decides whether a crisis is an exception to where a session may be billed (R28)."""

from dataclasses import dataclass

from sqlmodel import col

from core.access import DECIDING, guard
from core.db.edits import count_edit
from core.db.transaction import Receipt, WriteContext
from core.errors import NotFound, Refused, refuse_problems
from core.facts.policies import policy_book
from core.facts.reference import load_reference
from core.facts.references import find_by_ref
from core.facts.session_bundles import session_bundles
from core.models.care import CareSession
from core.rules.eligibility import billing
from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.eligibility.verdict import Answer
from core.rules.reasons import reason
from core.rules.texts import text_problem
from core.vocabulary.reasons import Weight


@dataclass(frozen=True)
class DecideCrisis:
    """Yes or no to the exception, and why; `version` is that of the session that was seen."""

    session_ref: str
    version: int
    is_approved: bool
    reason: str


@guard(DECIDING)
def decide_crisis(context: WriteContext, command: DecideCrisis) -> Receipt:
    """Approve the exception in the actor's name, or decline it; a later decision may approve it.

    Raises InvalidInput without a reason, NotFound, Conflict when the session changed meanwhile,
    and Refused where one of the four items is missing or there is nothing to decide.
    """
    refuse_problems(
        {"reason": text_problem(command.reason, "Enter a reason. Auditors of the session read it.")}
    )
    known = find_by_ref(context.db, CareSession, command.session_ref)
    if known is None:
        raise NotFound(f"There is no session {command.session_ref}.")
    session = context.lock(CareSession, known.key, command.version)
    _must_wait(_billed(context, session.key))
    name = "approved" if command.is_approved else "not_approved"
    if command.is_approved:
        session.exception_approved_by_id = context.staff_id
        session.exception_approved_at = context.now
    count_edit(session)
    context.record(f"session.crisis_{name}", "care_session", session.key, reason=command.reason)
    words = "approved" if command.is_approved else "declined"
    return Receipt(session.ref, f"Crisis exception {words}.")


def _billed(context: WriteContext, session_id: int) -> Answer:
    bundle = session_bundles(context.db, col(CareSession.id) == session_id)[session_id]
    asked = SessionQuestion(bundle.case, context.now, policy_book(context), load_reference(context))
    return billing.of_session(asked)


def _must_wait(billed: Answer) -> None:
    """The exception is asked for and everything else is there."""
    if "crisis_unapproved" not in billed.codes:
        raise Refused([reason("nothing_to_decide")])
    missing = [one for one in billed.reasons if one.weight == Weight.BLOCK]
    if missing:
        raise Refused(missing)
