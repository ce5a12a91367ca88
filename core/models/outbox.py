"""E-mails to requesters."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from core.models.base import EditedRow, instant, link, word
from core.vocabulary.administration import MessageStatus


class OutboxMessage(EditedRow, table=True):
    """A message written with the change that causes it and sent after it."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_status", "status", "id"),)
    message_id: str = Field(max_length=120, unique=True)
    request_id: int | None = link("support_request.id", null=True)
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    body: str
    status: MessageStatus = word(MessageStatus, "status")
    attempts: int = 0
    next_try_at: datetime | None = instant(null=True)
    sent_at: datetime | None = instant(null=True)
    last_error: str | None = Field(default=None, max_length=400)
