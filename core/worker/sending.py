"""Sends what waits in the outbox: claims an e-mail, sends it, and marks it.

The claim commits before the sending and the mark after it, so no two workers send the same e-mail.
If a worker is killed in between, the e-mail goes out again under the same Message-ID.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, func, select
from sqlmodel import col

from core import db
from core.access import Actor
from core.db.transaction import transaction
from core.models.outbox import OutboxMessage
from core.vocabulary.administration import MessageStatus
from core.vocabulary.people import Role
from core.worker import mail
from core.worker.mail import Email, NotSent

WORKER = Actor("worker", Role.ADMIN)
CLAIM = timedelta(minutes=10)
"""How long a claimed e-mail is left alone; longer than sending ever takes."""
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]
"""The pause after each try; after one more try the e-mail has failed."""
MOST_TRIES = len(DELAYS) + 1


def send_due(engine: Engine, clock: Callable[[], datetime], may_go_on: Callable[[], bool]) -> int:
    """Send what is due, one by one, while `may_go_on`; returns how many were tried."""
    count = 0
    while _is_due(engine, clock()) and may_go_on():
        claimed = _claim(engine, clock())
        if claimed is None:
            break
        _send(engine, clock, *claimed)
        count += 1
    return count


def _is_due(engine: Engine, now: datetime) -> bool:
    """Whether something is due; takes no lock, since mostly there is nothing."""
    with db.looking(engine) as work:
        counted = select(func.count()).select_from(OutboxMessage).where(*_due(now))
        return bool(work.scalar(counted))


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(OutboxMessage.status) == MessageStatus.WAITING,
        col(OutboxMessage.next_try_at) <= now,
    )


def _claim(engine: Engine, now: datetime) -> tuple[int, int, Email] | None:
    """The next message: its id, its version after the claim, and the e-mail. The claim counts as a
    try, so one that crashes its worker is not tried forever."""
    with transaction(engine, WORKER, now) as change:
        message = change.db.scalars(
            select(OutboxMessage)
            .where(*_due(now))
            .order_by(col(OutboxMessage.next_try_at), col(OutboxMessage.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if message is None:
            return None
        message.attempts += 1
        message.next_try_at = now + CLAIM
        change.db.flush()  # counts the claim, so that `version` is the one it is held by
        email = Email(
            message_id=message.message_id,
            recipient=message.recipient,
            subject=message.subject,
            body=message.body,
            written_at=message.created_at,
        )
        return message.key, message.version, email


def _send(
    engine: Engine, clock: Callable[[], datetime], key: int, version: int, email: Email
) -> None:
    try:
        mail.send(email)
    except NotSent as problem:
        _settle(engine, clock(), key, version, problem)
    else:
        _settle(engine, clock(), key, version, None)


def _settle(engine: Engine, now: datetime, key: int, version: int, problem: NotSent | None) -> None:
    """Mark the result, unless the message was claimed again since."""
    with transaction(engine, WORKER, now) as change:
        message = change.db.get_one(OutboxMessage, key, with_for_update=True)
        if message.version != version:
            return
        if problem is None:
            message.status, message.sent_at = MessageStatus.SENT, now
            message.next_try_at = message.last_error = None
        else:
            _put_off(message, now, problem)
        if message.status != MessageStatus.WAITING:
            change.record(
                f"message.{message.status.value}",
                "outbox_message",
                message.key,
                after={"status": message.status},
                reason=message.last_error,
                request_id=message.request_id,
            )


def _put_off(message: OutboxMessage, now: datetime, problem: NotSent) -> None:
    message.last_error = str(problem)
    if problem.is_final or message.attempts >= MOST_TRIES:
        message.status, message.next_try_at = MessageStatus.FAILED, None
    else:
        message.next_try_at = now + DELAYS[message.attempts - 1]
