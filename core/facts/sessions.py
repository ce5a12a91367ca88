"""Sessions as the rules of deadlines see them, with the coverages of their clients."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.models.care import CareSession
from core.models.coverage import Coverage, Plan
from core.models.requests import CancellationCase
from core.rules.sessions.deadline_facts import CoverageFact, SessionFacts
from core.rules.time.instants import zone
from core.vocabulary.care import SessionStatus

SESSION_COLUMNS = (
    col(CareSession.id),
    col(CareSession.client_id),
    col(CareSession.scheduled_start_at),
    col(CareSession.scheduled_end_at),
    col(CareSession.zone),
    col(CareSession.payer_kind),
    col(CareSession.kind),
    col(CareSession.status),
    col(CareSession.actual_start_at),
    col(CareSession.actual_end_at),
    col(CareSession.confirmed_at),
    col(CareSession.cancelled_at),
)


CANCELLING = (SessionStatus.CANCEL_REQUESTED, SessionStatus.CANCELLED_AFTER_CONFIRM)


def session_facts(db: Session, session_ids: Sequence[int]) -> dict[int, SessionFacts]:
    """The facts of these sessions by id, with their clients' coverages; three queries at most."""
    rows = db.execute(select(*SESSION_COLUMNS).where(col(CareSession.id).in_(session_ids))).all()
    coverages = coverage_facts(db, {row.client_id for row in rows})
    asked = _cancel_asked(db, [row.id for row in rows if row.status in CANCELLING])
    return {row.id: _facts(row, coverages[row.client_id], asked.get(row.id)) for row in rows}


def _cancel_asked(db: Session, session_ids: Sequence[int]) -> dict[int, datetime]:
    """When the newest cancellation of each of these was asked for here."""
    if not session_ids:
        return {}
    case = CancellationCase
    rows = db.execute(
        select(col(case.session_id), col(case.created_at))
        .where(col(case.session_id).in_(session_ids))
        .order_by(col(case.id))
    )
    return {row.session_id: row.created_at for row in rows}


def coverage_facts(
    db: Session, client_ids: Iterable[int]
) -> defaultdict[int, tuple[CoverageFact, ...]]:
    """The coverages of these clients, first rank first; an unknown client has none."""
    rows = db.execute(
        select(
            col(Coverage.client_id),
            col(Plan.line),
            col(Coverage.from_on),
            col(Coverage.to_on),
            col(Coverage.known_at),
        )
        .join(Plan, col(Plan.id) == col(Coverage.plan_id))
        .where(col(Coverage.client_id).in_(list(client_ids)))
        .order_by(col(Coverage.client_id), col(Coverage.rank), col(Coverage.from_on))
    )
    found: defaultdict[int, tuple[CoverageFact, ...]] = defaultdict(tuple)
    for client_id, line, from_on, to_on, known_at in rows:
        found[client_id] += (CoverageFact(line, from_on, to_on, known_at),)
    return found


def _facts(
    row: Any, coverages: tuple[CoverageFact, ...], cancel_asked_at: datetime | None
) -> SessionFacts:
    return SessionFacts(
        scheduled_start_at=row.scheduled_start_at,
        scheduled_end_at=row.scheduled_end_at,
        tz=zone(row.zone),
        payer_kind=row.payer_kind,
        kind=row.kind,
        status=row.status,
        actual_start_at=row.actual_start_at,
        actual_end_at=row.actual_end_at,
        confirmed_at=row.confirmed_at,
        cancelled_at=row.cancelled_at,
        cancel_asked_at=cancel_asked_at,
        coverages=coverages,
    )
