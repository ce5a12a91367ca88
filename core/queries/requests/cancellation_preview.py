"""What canceling a session would do, shown before a cancellation is filed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from core.access import LOOKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts import cancellations as record
from core.models.care import CareSession
from core.models.people import Client, Provider
from core.rules.requests import cancellation
from core.rules.requests.cancellation_facts import CancellationFacts
from core.rules.requests.cancellation_steps import CancellationStep
from core.vocabulary.administration import ReadingAction
from core.vocabulary.care import PayerKind, SessionStage
from core.vocabulary.reasons import Reason


@dataclass(frozen=True)
class SessionHead:
    """Which session it is, without client data."""

    ref: str
    stage: SessionStage
    payer_kind: PayerKind
    starts_at: datetime
    zone: str
    date_of_service: date
    provider: str
    client_ref: str


@dataclass(frozen=True)
class CancellationPreview:
    """The session, what blocks its cancellation, and what follows for each thing on it.
    `record_version` goes up with each change of any of them."""

    session: SessionHead
    record_version: int
    refusal: Reason | None
    steps: tuple[CancellationStep, ...]
    needs_approval: bool


@guard(LOOKING)
def cancellation_preview(context: ReadContext, ref: str) -> CancellationPreview:
    """The preview for this session; raises NotFound for an unknown one. Viewing it is logged."""
    wanted = ref.strip()
    known = select(CareSession).where(col(CareSession.ref) == wanted)
    session = context.db.scalar(known) if wanted.isprintable() else None
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
        needs_approval=refusal is None and cancellation.needs_approval(facts),
    )


def session_head(
    context: ReadContext, session: CareSession, facts: CancellationFacts
) -> SessionHead:
    """Which session `session` is, at its current stage."""
    columns: tuple[Any, ...] = (col(Provider.first_name), col(Provider.last_name))
    named = context.db.execute(select(*columns).where(col(Provider.id) == session.provider_id))
    client = select(col(Client.ref)).where(col(Client.id) == session.client_id)
    return SessionHead(
        ref=session.ref,
        stage=facts.stage,
        payer_kind=session.payer_kind,
        starts_at=session.actual_start_at or session.scheduled_start_at,
        zone=session.zone,
        date_of_service=session.date_of_service,
        provider=" ".join(named.one()),
        client_ref=context.db.scalar(client) or "",
    )
