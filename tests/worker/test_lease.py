"""One worker at a time: by a lease that is renewed, given back, or runs out."""

import logging
import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from core import db
from core.models.metrics import MetricCount
from core.worker import lease, loop
from core.worker.lease import LASTS
from core.worker.loop import Worker
from core.worker.sending import send_due
from tests.support import make
from tests.support.correction import Desk
from tests.support.make import NOW
from tests.support.smtp import Peer
from tests.worker.conftest import Clock, told_by_email

SOON = LASTS - timedelta(seconds=1)


def test_the_first_takes_it_and_the_second_does_not(engine: Engine) -> None:
    assert lease.take(engine, "one", NOW)
    assert not lease.take(engine, "two", NOW + SOON)


def test_who_holds_it_renews_it(engine: Engine) -> None:
    lease.take(engine, "one", NOW)
    assert lease.take(engine, "one", NOW + SOON)
    assert not lease.take(engine, "two", NOW + LASTS)


def test_the_lease_of_one_that_was_killed_runs_out(engine: Engine) -> None:
    lease.take(engine, "one", NOW)
    assert lease.take(engine, "two", NOW + LASTS)
    assert not lease.take(engine, "one", NOW + LASTS)


def test_given_back_it_is_free_at_once(engine: Engine) -> None:
    lease.take(engine, "one", NOW)
    lease.give_back(engine, "two")
    assert not lease.take(engine, "two", NOW)
    lease.give_back(engine, "one")
    assert lease.take(engine, "two", NOW)


def test_of_many_that_ask_at_once_one_has_it(engine: Engine) -> None:
    taken, start = list[str](), threading.Barrier(8)

    def ask(holder: str) -> None:
        start.wait()
        if lease.take(engine, holder, NOW):
            taken.append(holder)

    threads = [threading.Thread(target=ask, args=(f"w{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1


def _worker(engine: Engine, clock: Clock, done: list[str], name: str) -> Worker:
    return Worker(engine, lambda *_: done.append(name), clock, name)


def test_only_the_holder_works_and_the_next_takes_over(engine: Engine, clock: Clock) -> None:
    done = list[str]()
    one, two = _worker(engine, clock, done, "one"), _worker(engine, clock, done, "two")
    one.turn()
    two.turn()
    assert done == ["one"]
    clock.at += LASTS  # the first was killed meanwhile
    two.turn()
    assert done == ["one", "two"]


def test_a_worker_that_slept_past_its_lease_stops_in_the_middle(
    engine: Engine, clock: Clock
) -> None:
    went_on = list[bool]()

    def sleepy(_engine: object, _clock: object, may_go_on: object) -> None:
        assert callable(may_go_on)
        went_on.append(may_go_on())
        clock.at += LASTS
        lease.take(engine, "other", clock.at)
        went_on.append(may_go_on())

    Worker(engine, sleepy, clock, "one").turn()
    assert went_on == [True, False]


def test_two_workers_at_once_send_nothing_twice(desk: Desk, mail: Peer) -> None:
    for _ in range(5):
        told_by_email(desk)
    clock, start = Clock(), threading.Barrier(3)

    def work() -> None:
        start.wait()
        send_due(desk.engine, clock, lambda: True)  # not even a lease between them

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mail.message_ids) == len(set(mail.message_ids)) == 5


def test_a_database_that_is_gone_for_a_while_finds_the_worker_still_there(
    engine: Engine, clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "TURN_SECONDS", 0.005)
    tries, stop = list[int](), threading.Event()

    def shaky(*_: object) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("SELECT canary", {}, Exception("canary"))
        stop.set()

    with caplog.at_level(logging.WARNING):
        Worker(engine, shaky, clock, "one", stop).work_until_stopped()
    assert len(tries) == 3
    assert caplog.text.count("worker: OperationalError") == 2
    assert "canary" not in caplog.text


def test_a_worker_that_is_stopped_gives_its_lease_back(engine: Engine, clock: Clock) -> None:
    stop = threading.Event()
    Worker(engine, lambda *_: stop.set(), clock, "one", stop).work_until_stopped()
    assert lease.take(engine, "two", clock.at)


def test_without_a_mail_server_the_worker_still_keeps_counts(
    engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing(engine) as session:
        make.care_session(session, make.provider(session), make.client(session))
    clock.later(days=30)
    sent = list[object]()
    monkeypatch.setattr(loop, "send_due", sent.append)
    Worker(engine, clock=clock).turn()
    with db.looking(engine) as look:
        assert look.scalar(select(func.sum(col(MetricCount.count))))
    assert not sent


def test_embedded_it_works_beside_the_server_and_stops_with_it(
    desk: Desk, mail: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = threading.Event()
    monkeypatch.setattr(Worker, "turn", lambda _: sent.set())
    with loop.embedded(desk.engine):
        assert sent.wait(10)
        (thread,) = [one for one in threading.enumerate() if one.name == "worker"]
    assert not thread.is_alive()


def test_a_team_switches_it_off_in_the_server(
    desk: Desk, mail: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = loop.settings().model_copy(update={"worker": False})
    monkeypatch.setattr(loop, "settings", lambda: off)
    with loop.embedded(desk.engine):
        assert not [one for one in threading.enumerate() if one.name == "worker"]
