"""Sessions whose deadlines an import changed elsewhere, recalculated in pieces.

A changed plan or coverage only notes its clients, in the transaction that changes it. What is noted
is done right after the file; an import that was cut off leaves it to the next one.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update
from sqlmodel import col

from core import db
from core.db.transaction import WriteContext
from core.exchange.running_import import RunningImport
from core.facts.due_instants import rewrite_sessions
from core.facts.policies import policy_book
from core.models.care import CareSession
from core.models.coverage import Coverage
from core.models.exchange import ImportBatch, StaleClient

CLIENTS_AT_ONCE = 10
"""Clients a transaction; each has some dozens of sessions."""


def note_clients(context: WriteContext, client_ids: Iterable[int]) -> None:
    """Note the clients among these who have sessions."""
    _note(context, select(col(CareSession.client_id)).where(_client.in_(sorted(client_ids))))


def note_clients_on(context: WriteContext, plan_ids: Iterable[int]) -> None:
    """Note the clients with sessions who have ever had a coverage of these plans."""
    covered = select(col(Coverage.client_id)).where(col(Coverage.plan_id).in_(list(plan_ids)))
    _note(context, select(_client).where(_client.in_(covered)))


_client = col(CareSession.client_id)


def _note(context: WriteContext, found: Select[Any]) -> None:
    noted = select(col(StaleClient.client_id)).where(col(StaleClient.client_id) == _client)
    fresh = found.where(~noted.correlate(CareSession).exists()).distinct()
    context.db.execute(insert(StaleClient).from_select(["client_id"], fresh))


def recalculate_stale_sessions(
    batch: RunningImport, on_progress: Callable[[int, int], None]
) -> None:
    """Recalculate the sessions of all noted clients; `on_progress` gets how many are done, of how
    many. Both counts of the import are saved with each piece."""
    with batch.context() as context:
        waiting = _waiting(context)
        if not waiting:
            return
        _count(context, batch, sessions_to_recalculate=waiting)
    done = 0
    while (piece := _recalculate_next(batch)) is not None:
        done += piece
        on_progress(done, max(done, waiting))


def _waiting(context: WriteContext) -> int:
    """The sessions of noted clients; a client without any does not stay noted."""
    stale = select(col(StaleClient.client_id))
    return context.db.scalar(select(func.count()).where(_client.in_(stale))) or 0


def _recalculate_next(batch: RunningImport) -> int | None:
    """Recalculate the next clients in a transaction; None when none is left."""
    with db.yielding(batch.engine), batch.context() as context:
        context.queue("stale clients")
        key = col(StaleClient.client_id)
        clients = context.db.scalars(select(key).order_by(key).limit(CLIENTS_AT_ONCE)).all()
        if not clients:
            return None
        sessions = context.db.scalars(select(col(CareSession.id)).where(_client.in_(clients))).all()
        rewrite_sessions(context.db, [one for one in sessions if one], policy_book(context))
        context.db.execute(delete(StaleClient).where(key.in_(clients)))
        _count(context, batch, sessions_recalculated=len(sessions))
        return len(sessions)


def _count(context: WriteContext, batch: RunningImport, **more: int) -> None:
    counted = {name: getattr(ImportBatch, name) + number for name, number in more.items()}
    context.db.execute(update(ImportBatch).where(col(ImportBatch.id) == batch.id).values(counted))
