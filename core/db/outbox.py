"""E-mails to requesters and on-call contacts: stored with their cause, sent after its commit.

A text carries references, never client data.
"""

from uuid import uuid4

from core.db.transaction import WriteContext
from core.models.outbox import OutboxMessage
from core.rules.contacts import email_problem
from core.settings import settings
from core.vocabulary.administration import MessageStatus


def alert_subject(ref: str) -> str:
    """The subject of the e-mail to an on-call contact; it tells the e-mail from a reply."""
    return f"Act now: request {ref}"


def can_send(contact: str | None) -> bool:
    """Whether the worker can e-mail `contact`: there is a mail server, and it is an address."""
    return bool(contact) and settings().sends_mail and not email_problem(contact or "")


def send(
    context: WriteContext,
    request_id: int,
    recipient: str,
    subject: str,
    body: str,
    *,
    by_hand: bool = False,
) -> None:
    """Store an e-mail for the worker, which sends it after this transaction commits; or, `by_hand`,
    the words that a person sent another way, for the request's timeline."""
    now = context.now
    message = OutboxMessage(
        created_at=now,
        updated_at=now,
        message_id=f"{uuid4().hex}@session-desk",
        request_id=request_id,
        recipient=recipient,
        subject=subject,
        body=body,
        status=MessageStatus.TOLD_BY_HAND if by_hand else MessageStatus.WAITING,
        next_try_at=None if by_hand else now,
        sent_at=now if by_hand else None,
    )
    context.db.add(message)
