"""Due instants written anew, as after a changed policy, coverage line or holiday."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import col, select

from core.access import ADMINISTERING, Actor, guard
from core.db.pieces import write_in_pieces
from core.db.transaction import ReadContext, WriteContext, reading
from core.facts.due_instants import differing_sessions, rewrite_sessions
from core.facts.policies import policy_book
from core.models.care import CareSession

AT_ONCE = 2000
"""Sessions that are looked at together, so that memory stays flat."""
WRITTEN_AT_ONCE = 100
"""Sessions a transaction: it takes some ten milliseconds."""


@dataclass(frozen=True)
class Stretch:
    """Some sessions by id, and those of them whose stored due instants are others."""

    looked_at: Sequence[int]
    differing: Sequence[int]


@dataclass(frozen=True)
class Recomputed:
    """How many sessions of a stretch there were, and how many were written."""

    looked_at: int
    changed: int


def recompute_all(engine: Engine, actor: Actor, now: datetime) -> Iterator[Recomputed]:
    """Write the due instants of all sessions where they differ, a stretch at a time. Sessions are
    read outside of write transactions, which are small. Raises NotPermitted."""
    last_id = 0
    while True:
        with reading(engine, actor, now) as context:
            found = sessions_to_recompute(context, last_id)
        if not found.looked_at:
            return
        last_id, keys = found.looked_at[-1], found.differing
        written = write_in_pieces(engine, actor, now, recompute_deadlines, keys, WRITTEN_AT_ONCE)
        yield Recomputed(len(found.looked_at), sum(written))


@guard(ADMINISTERING)
def sessions_to_recompute(context: ReadContext, after_id: int) -> Stretch:
    """The next sessions after `after_id`, none at the end."""
    keys = col(CareSession.id)
    statement = select(keys).where(keys > after_id).order_by(keys).limit(AT_ONCE)
    ids = [key for key in context.db.scalars(statement) if key is not None]
    differing = differing_sessions(context.db, ids, policy_book(context))
    return Stretch(ids, [one["key"] for one in differing])


@guard(ADMINISTERING)
def recompute_deadlines(context: WriteContext, session_ids: Sequence[int]) -> int:
    """Write the due instants of these sessions where they differ; returns of how many."""
    changed = rewrite_sessions(context.db, session_ids, policy_book(context))
    for key in changed:
        context.record("session.deadlines_recomputed", "care_session", key)
    return len(changed)
