"""A desk with a mail server beside it, and a clock that tests move."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from core.db import outbox
from core.models.outbox import OutboxMessage
from core.requests.replies import SendReply, send_reply
from core.rules.requests.corrections import Line
from core.settings import settings
from core.worker import loop
from core.worker import mail as worker_mail
from core.worker.sending import send_due
from tests.support import correction
from tests.support.correction import Desk
from tests.support.make import NOW
from tests.support.smtp import Peer, peer

SENDER = "support@desk.example"
_numbers = count(10)


@dataclass
class Clock:
    """Stands still until it is moved; an hour after the desk did its work."""

    at: datetime = NOW + timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.at

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mail() -> Iterator[Peer]:
    with peer() as server:
        yield server


@pytest.fixture
def desk(engine: Engine, mail: Peer, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose messages go to the mail server of the test, which need not wait for long."""
    use_mail(monkeypatch, mail.url)
    monkeypatch.setattr(worker_mail, "PATIENCE_SECONDS", 0.3)
    return correction.desk(engine)


def use_mail(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    changed = settings().model_copy(update={"smtp_url": SecretStr(url), "mail_from": SENDER})
    for module in (outbox, worker_mail, loop):
        monkeypatch.setattr(module, "settings", lambda: changed)


def told_by_email(desk: Desk, text: str = "It is done.", **given: Any) -> str:
    """A request that is closed with an e-mail to its requester; says its reference."""
    desk.now += timedelta(seconds=1)
    phone = f"212-555-01{next(_numbers) % 100:02d}"
    ref = desk.taken(Line("phone", "", phone), **given)
    desk.apply(ref)
    command = SendReply(ref, desk.request(ref).version, False, text, by_email=True)
    desk.do(send_reply, command)
    return ref


def message(desk: Desk) -> OutboxMessage:
    (row,) = desk.rows(OutboxMessage)
    found: OutboxMessage = row
    return found


def send(desk: Desk, clock: Clock) -> int:
    return send_due(desk.engine, clock, lambda: True)
