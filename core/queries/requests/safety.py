"""Whom to reach when words in a request suggest self-harm (R53)."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from core.access import LOOKING, guard
from core.db import outbox
from core.db.transaction import ReadContext
from core.models.care import CareSession
from core.models.outbox import OutboxMessage
from core.models.people import Client, Provider
from core.models.requests import SupportRequest
from core.queries.requests.page import find_request
from core.vocabulary.administration import MessageStatus


@dataclass(frozen=True)
class SafetyContacts:
    """The provider, the client's reference, and the alert to the on-call contact; each None where
    there is none."""

    provider: str | None
    provider_phone: str | None
    client_ref: str | None
    alert: MessageStatus | None
    alerted_at: datetime | None


@guard(LOOKING)
def safety_contacts(context: ReadContext, ref: str) -> SafetyContacts:
    """The contacts of request `ref`; raises NotFound for an unknown one. The provider is the
    request's own, else that of its session, else that of the client's latest session."""
    request = find_request(context, ref)
    session = _session(context, request)
    provider_id = request.provider_id or (session.provider_id if session else None)
    client_id = request.client_id or (session.client_id if session else None)
    provider = context.db.get(Provider, provider_id) if provider_id else None
    client = context.db.get(Client, client_id) if client_id else None
    alert = _alert(context, request)
    return SafetyContacts(
        provider=f"{provider.first_name} {provider.last_name} · NPI {provider.npi}"
        if provider
        else None,
        provider_phone=provider.phone if provider else None,
        client_ref=client.ref if client else None,
        alert=alert.status if alert else None,
        alerted_at=alert.sent_at if alert else None,
    )


def _session(context: ReadContext, request: SupportRequest) -> CareSession | None:
    if request.session_id is not None:
        return context.db.get(CareSession, request.session_id)
    if request.client_id is None:
        return None
    of_client = select(CareSession).where(col(CareSession.client_id) == request.client_id)
    latest = of_client.order_by(col(CareSession.scheduled_start_at).desc()).limit(1)
    return context.db.scalars(latest).first()


def _alert(context: ReadContext, request: SupportRequest) -> OutboxMessage | None:
    alerts = select(OutboxMessage).where(
        col(OutboxMessage.request_id) == request.key,
        col(OutboxMessage.subject) == outbox.alert_subject(request.ref),
    )
    return context.db.scalars(alerts.order_by(col(OutboxMessage.id).desc()).limit(1)).first()
