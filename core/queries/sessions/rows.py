"""The rows of the session list, each client masked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from core.db.transaction import ReadContext
from core.facts.session_deadlines import SessionDeadlines, load_session_deadlines
from core.models.care import CareSession
from core.models.coverage import Coverage, Payer, Plan
from core.models.people import Client, Provider
from core.rules.sessions.masking import initials
from core.rules.sessions.notes import NoteProgress
from core.rules.sessions.stage import stage
from core.rules.time.deadline_status import DeadlineRow
from core.vocabulary.care import Modality, PayerKind, SessionKind, SessionStage
from core.vocabulary.deadlines import DeadlineKind


@dataclass(frozen=True)
class ListedSession:
    """One session of a list. `note_due` and `confirm_by` are None when there is no such deadline,
    `payer` is None when no coverage pays."""

    ref: str
    provider_ref: str
    provider: str
    client_ref: str
    client: str
    starts_at: datetime
    zone: str
    date_of_service: date
    kind: SessionKind
    modality: Modality
    stage: SessionStage
    payer: str | None
    payer_kind: PayerKind
    note: NoteProgress
    note_due: DeadlineRow | None
    confirm_by: DeadlineRow | None


def session_rows(context: ReadContext, session_ids: Sequence[int]) -> tuple[ListedSession, ...]:
    """The rows of these sessions, in the order of the ids."""
    if not session_ids:
        return ()
    known = load_session_deadlines(context, session_ids)
    found = {row.id: row for row in context.db.execute(_columns(session_ids))}
    return tuple(_row(found[key], known[key], context.now) for key in session_ids)


def _columns(session_ids: Sequence[int]) -> Select[Any]:
    columns: tuple[Any, ...] = (
        col(CareSession.id),
        col(CareSession.ref),
        col(CareSession.zone),
        col(CareSession.date_of_service),
        col(CareSession.kind),
        col(CareSession.modality),
        col(CareSession.payer_kind),
        col(CareSession.confirm_blocked_from),
        col(Provider.ref).label("provider_ref"),
        col(Provider.first_name).label("provider_first"),
        col(Provider.last_name).label("provider_last"),
        col(Client.ref).label("client_ref"),
        col(Client.first_name).label("client_first"),
        col(Client.last_name).label("client_last"),
        col(Payer.name).label("payer"),
    )
    return (
        select(*columns)
        .join(Provider, col(Provider.id) == col(CareSession.provider_id))
        .join(Client, col(Client.id) == col(CareSession.client_id))
        .outerjoin(Coverage, col(Coverage.id) == col(CareSession.coverage_id))
        .outerjoin(Plan, col(Plan.id) == col(Coverage.plan_id))
        .outerjoin(Payer, col(Payer.id) == col(Plan.payer_id))
        .where(col(CareSession.id).in_(session_ids))
    )


def _row(row: Any, known: SessionDeadlines, now: datetime) -> ListedSession:
    return ListedSession(
        ref=row.ref,
        provider_ref=row.provider_ref,
        provider=f"{row.provider_first} {row.provider_last}",
        client_ref=row.client_ref,
        client=initials(row.client_first, row.client_last),
        starts_at=known.facts.start_at,
        zone=row.zone,
        date_of_service=row.date_of_service,
        kind=row.kind,
        modality=row.modality,
        stage=stage(known.facts, row.confirm_blocked_from, now),
        payer=row.payer,
        payer_kind=row.payer_kind,
        note=known.note.progress,
        note_due=known.of(DeadlineKind.NOTE_SIGNATURE),
        confirm_by=known.of(DeadlineKind.CONFIRMATION),
    )
