"""The outbox: e-mails to requesters that were sent, are queued, or could not be sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Subquery, func, literal, select, union_all
from sqlmodel import col

from core.access import ADMINISTERING, LOOKING, guard
from core.db import outbox
from core.db.transaction import ReadContext
from core.models.outbox import OutboxMessage
from core.models.requests import SupportRequest
from core.queries.requests.page import find_request
from core.settings import settings
from core.vocabulary.administration import MessageStatus

MOST = 100
BY_EMAIL = (MessageStatus.FAILED, MessageStatus.WAITING, MessageStatus.SENT)


@dataclass(frozen=True)
class OutboxRow:
    """One e-mail, without its text. `domain` is what follows the @ of its address; `last_error`
    is the kind of the last failure and the mail server's number for it."""

    message_id: int
    version: int
    request_ref: str | None
    domain: str
    status: MessageStatus
    attempts: int
    written_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    last_error: str | None


@dataclass(frozen=True)
class OutboxPage:
    """The newest 100 e-mails: failed ones first, then queued ones. The counts cover all of them."""

    rows: tuple[OutboxRow, ...]
    counts: dict[MessageStatus, int]
    sends_mail: bool


@dataclass(frozen=True)
class ReplyState:
    """Whether a request's reply can be e-mailed, and the status of its last e-mail (None without
    one)."""

    can_email: bool
    status: MessageStatus | None
    sent_at: datetime | None


@guard(ADMINISTERING)
def list_outbox(context: ReadContext) -> OutboxPage:
    """The e-mails, with only what an admin needs to get them delivered."""
    status, count = col(OutboxMessage.status), func.count()
    counted = select(status, count).where(status.in_(BY_EMAIL)).group_by(status)
    counts = dict.fromkeys(BY_EMAIL, 0) | {row[0]: row[1] for row in context.db.execute(counted)}
    newest = _newest()
    found = context.db.execute(
        select(OutboxMessage, col(SupportRequest.ref))
        .join(newest, newest.c.id == col(OutboxMessage.id))
        .outerjoin(SupportRequest, col(SupportRequest.id) == col(OutboxMessage.request_id))
        .order_by(newest.c.place, newest.c.id.desc())
        .limit(MOST)
    )
    rows = tuple(_row(message, ref) for message, ref in found)
    return OutboxPage(rows, counts, settings().sends_mail)


def _newest() -> Subquery:
    """The ids of the newest of each status, with the place of that status on the page."""
    key = col(OutboxMessage.id)
    each = [
        select(key.label("id"), literal(place).label("place"))
        .where(col(OutboxMessage.status) == status)
        .order_by(key.desc())
        .limit(MOST)
        .subquery()
        for place, status in enumerate(BY_EMAIL)
    ]
    return union_all(*map(select, each)).subquery()


def _row(message: OutboxMessage, request_ref: str | None) -> OutboxRow:
    return OutboxRow(
        message_id=message.key,
        version=message.version,
        request_ref=request_ref,
        domain=message.recipient.rpartition("@")[2],
        status=message.status,
        attempts=message.attempts,
        written_at=message.created_at,
        next_try_at=message.next_try_at,
        sent_at=message.sent_at,
        last_error=message.last_error,
    )


@guard(LOOKING)
def reply_state(context: ReadContext, ref: str) -> ReplyState:
    """The reply state of request `ref`; raises NotFound for an unknown one."""
    request = find_request(context, ref)
    message = context.db.scalars(
        select(OutboxMessage)
        .where(col(OutboxMessage.request_id) == request.key)
        .where(col(OutboxMessage.status).in_(BY_EMAIL))
        .where(col(OutboxMessage.subject) != outbox.alert_subject(request.ref))
        .order_by(col(OutboxMessage.id).desc())
    ).first()
    return ReplyState(
        can_email=outbox.can_send(request.requester_contact),
        status=message.status if message else None,
        sent_at=message.sent_at if message else None,
    )
