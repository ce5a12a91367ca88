"""Sending failed e-mails again, once an admin has fixed the cause."""

from dataclasses import dataclass

from core.access import ADMINISTERING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict
from core.models.outbox import OutboxMessage
from core.vocabulary.administration import MessageStatus


@dataclass(frozen=True)
class RetryMessage:
    """Send a failed e-mail again; `version` is that of the row the person saw."""

    message_id: int
    version: int


@guard(ADMINISTERING)
def retry_message(context: WriteContext, command: RetryMessage) -> Receipt:
    """Queue a failed e-mail again under the same Message-ID, with its attempts at 0; Conflict for
    one that is no longer failed."""
    message = context.lock(OutboxMessage, command.message_id, command.version)
    if message.status != MessageStatus.FAILED:
        raise Conflict("This e-mail is no longer marked as failed. Load the page again.")
    message.status, message.attempts = MessageStatus.WAITING, 0
    message.next_try_at, message.last_error = context.now, None
    context.record("message.retried", "outbox_message", message.key, request_id=message.request_id)
    return Receipt(message.subject, "We will try again in a moment.")
