"""What canceling a session would do, shown before a cancellation is filed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from core.access import LOOKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts import cancellations as record
from core.facts.references import find_by_ref
from core.models.care import CareSession
from core.models.coverage import Coverage, Payer, Plan
from core.models.people import Client, Provider
from core.rules.requests import cancellation
from core.rules.requests.cancellation_facts import CancellationFacts
from core.rules.requests.cancellation_steps import CancellationStep
from core.vocabulary.administration import ReadingAction
from core.vocabulary.care import SessionStage
from core.vocabulary.reasons import Reason
from core.vocabulary.words import label


@dataclass(frozen=True)
class SessionHead:
    """Which session it is, without client data."""

    ref: str
    stage: SessionStage
    starts_at: datetime
    zone: str
    provider: str
    client_ref: str
    payer: str
    note_signed_at: datetime | None


@dataclass(frozen=True)
class CancellationPreview:
    """The session, what blocks its cancellation, and what follows for each thing on it.
    `record_version` goes up with each change of any of them."""

    session: SessionHead
    record_version: int
    refusal: Reason | None
    steps: tuple[CancellationStep, ...]


@guard(LOOKING)
def cancellation_preview(context: ReadContext, ref: str) -> CancellationPreview:
    """The preview for this session; raises NotFound for an unknown one. Viewing it is logged."""
    session = find_by_ref(context.db, CareSession, ref)
    if session is None:
        raise NotFound(
            "We found no session with this reference. Search for it by provider and day."
        )
    context.log(ReadingAction.VIEW, "care_session", session.key)
    found = record.cancellation_rows(context.db, session)
    facts = record.cancellation_facts(found, context.now)
    refusal = cancellation.refusal(facts)
    return CancellationPreview(
        session=session_head(context, session, facts),
        record_version=found.version,
        refusal=refusal,
        steps=() if refusal else cancellation.plan(facts),
    )


def session_head(
    context: ReadContext, session: CareSession, facts: CancellationFacts
) -> SessionHead:
    """Which session `session` is, at its current stage."""
    columns: tuple[Any, ...] = (
        col(Provider.first_name),
        col(Provider.last_name),
        col(Client.ref),
        col(Payer.name),
    )
    named = (
        select(*columns)
        .select_from(CareSession)
        .join(Provider, col(Provider.id) == col(CareSession.provider_id))
        .join(Client, col(Client.id) == col(CareSession.client_id))
        .outerjoin(Coverage, col(Coverage.id) == col(CareSession.coverage_id))
        .outerjoin(Plan, col(Plan.id) == col(Coverage.plan_id))
        .outerjoin(Payer, col(Payer.id) == col(Plan.payer_id))
    )
    found = context.db.execute(named.where(col(CareSession.id) == session.key))
    first_name, last_name, client_ref, payer = found.one()
    return SessionHead(
        ref=session.ref,
        stage=facts.stage,
        starts_at=session.actual_start_at or session.scheduled_start_at,
        zone=session.zone,
        provider=f"{first_name} {last_name}",
        client_ref=client_ref,
        payer=payer or label(session.payer_kind),
        note_signed_at=session.note_signed_at,
    )
