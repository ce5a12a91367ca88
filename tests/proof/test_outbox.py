"""kill -9 of the worker between claiming, sending and marking: nothing lost, and what goes twice
goes under one Message-ID. The worker runs the real command, beside a mail server on loopback."""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core import clock
from core.cli import app
from core.settings import settings
from core.vocabulary.administration import MessageStatus
from core.worker import lease
from core.worker.loop import Worker
from core.worker.sending import CLAIM
from tests.proof.forking import forked, killed
from tests.support.correction import Desk
from tests.support.server import serving
from tests.support.smtp import Peer
from tests.worker.conftest import SENDER, Clock, desk, mail, message, told_by_email

__all__ = ["desk", "mail"]
PATIENCE_SECONDS = 60


def given(database_url: str, mail_url: str) -> dict[str, str]:
    """The settings of a worker."""
    return {
        "DATABASE_URL": database_url,
        "SESSION_DESK_SMTP_URL": mail_url,
        "SESSION_DESK_MAIL_FROM": SENDER,
    }


def work(environment: dict[str, str], log: Path) -> None:
    """The command, in a process of its own."""
    os.environ.update(environment)
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT), sys.stderr.fileno())
    settings.cache_clear()
    app(["work"])


@pytest.mark.parametrize(("step", "letters"), [("MAIL", 1), (".", 2)])
def test_a_worker_killed_at_the_mail_server_loses_nothing(
    desk: Desk, mail: Peer, database_url: str, tmp_path: Path, step: str, letters: int
) -> None:
    told_by_email(desk)
    mail.hangs = {step}
    process = forked(work, given(database_url, mail.url), tmp_path / "log")
    assert mail.reached.wait(PATIENCE_SECONDS)
    killed(process)
    mail.hangs.clear()
    mail.let_go.set()
    assert message(desk).status == MessageStatus.WAITING

    hands = Clock(clock.now())
    next_one = Worker(desk.engine, clock=hands, holder="next")
    next_one.turn()
    assert message(desk).attempts == 1  # the lease of the one that was killed still holds
    hands.at += CLAIM + timedelta(seconds=5)
    next_one.turn()
    assert message(desk).status == MessageStatus.SENT
    assert len(mail.letters) == letters
    assert set(mail.message_ids) == {f"<{message(desk).message_id}>"}


def test_the_command_sends_and_stops_when_told(
    desk: Desk, mail: Peer, database_url: str, engine: Engine, tmp_path: Path
) -> None:
    told_by_email(desk)
    process = forked(work, given(database_url, mail.url), tmp_path / "log")
    _until_sent(desk)
    process.terminate()
    process.join(PATIENCE_SECONDS)
    assert process.exitcode == 0
    log = (tmp_path / "log").read_text()
    assert lease.take(engine, "next", clock.now())
    assert [word for word in ("dana@", "Rivera", "It is done") if word in log] == []


def test_the_server_sends_by_itself_where_nothing_else_works(
    desk: Desk, mail: Peer, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_by_email(desk)
    monkeypatch.setenv("SESSION_DESK_SMTP_URL", mail.url)
    monkeypatch.setenv("SESSION_DESK_MAIL_FROM", SENDER)
    with serving(database_url) as served:
        _until_sent(desk)
        log = served.log.read_text()
    assert len(mail.letters) == 1
    assert "dana@" not in log


def _until_sent(desk: Desk) -> None:
    until = clock.now() + timedelta(seconds=PATIENCE_SECONDS)
    while message(desk).status != MessageStatus.SENT:
        assert clock.now() < until
        time.sleep(0.1)
