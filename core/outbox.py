"""Messages to requesters: written with the change that causes them, sent after it.

A text carries references, never client data.
"""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from core.models.ledger import OutboxMessage
from core.vocabulary.ledgers import MessageStatus


def told_by_hand(
    db: Session, request_id: int, recipient: str, subject: str, body: str, now: datetime
) -> OutboxMessage:
    """Keep the words a person sent by other means, so that the request shows what was said."""
    message = OutboxMessage(
        created_at=now,
        updated_at=now,
        message_id=f"{uuid4().hex}@session-desk",
        request_id=request_id,
        recipient=recipient,
        subject=subject,
        body=body,
        status=MessageStatus.TOLD_BY_HAND,
        sent_at=now,
    )
    db.add(message)
    return message
