"""E-mails to requesters and on-call contacts: stored with their cause, sent after its commit.

A text carries references, never client data.
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from core.models.outbox import OutboxMessage
from core.settings import settings
from core.vocabulary.administration import MessageStatus


def alert_subject(ref: str) -> str:
    """The subject of the e-mail to an on-call contact; it tells the e-mail from a reply."""
    return f"Act now: request {ref}"


def can_send(contact: str | None) -> bool:
    """Whether the worker can e-mail `contact`: there is a mail server, and it is an address."""
    return bool(contact) and settings().sends_mail and _is_address(contact or "")


def send(
    db: Session, request_id: int, recipient: str, subject: str, body: str, now: datetime
) -> OutboxMessage:
    """Store an e-mail that the worker sends after this transaction commits."""
    message = _message(request_id, recipient, subject, body, now)
    message.status, message.next_try_at = MessageStatus.WAITING, now
    db.add(message)
    return message


def told_by_hand(
    db: Session, request_id: int, recipient: str, subject: str, body: str, now: datetime
) -> OutboxMessage:
    """Store the words of a reply that a person sent another way, for the request's timeline."""
    message = _message(request_id, recipient, subject, body, now)
    message.status, message.sent_at = MessageStatus.TOLD_BY_HAND, now
    db.add(message)
    return message


def _message(
    request_id: int, recipient: str, subject: str, body: str, now: datetime
) -> OutboxMessage:
    values: dict[str, Any] = {"created_at": now, "updated_at": now}
    return OutboxMessage(
        **values,
        message_id=f"{uuid4().hex}@session-desk",
        request_id=request_id,
        recipient=recipient,
        subject=subject,
        body=body,
        status=MessageStatus.WAITING,
    )


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True
