"""Due instants written anew, as after a changed policy, coverage line or holiday."""

from dataclasses import dataclass

from sqlmodel import col, select

from core.access import ADMINISTERING, guard
from core.db.transaction import WriteContext
from core.facts.due_instants import rewrite_sessions
from core.facts.policies import policy_book
from core.models.care import CareSession

AT_ONCE = 2000
"""Sessions a transaction: others write in between, and memory stays flat."""


@dataclass(frozen=True)
class Recomputed:
    """One stretch of sessions: its last id, None at the end; how many there were and differed."""

    last_id: int | None
    looked_at: int
    changed: int


@guard(ADMINISTERING)
def recompute_deadlines(context: WriteContext, after_id: int) -> Recomputed:
    """Write the due instants of the next sessions after `after_id` where they differ."""
    keys = col(CareSession.id)
    statement = select(keys).where(keys > after_id).order_by(keys).limit(AT_ONCE)
    ids = [key for key in context.db.scalars(statement) if key is not None]
    changed = rewrite_sessions(context.db, ids, policy_book(context))
    for key in changed:
        context.record("session.deadlines_recomputed", "care_session", key)
    return Recomputed(ids[-1] if ids else None, len(ids), len(changed))
