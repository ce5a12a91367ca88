"""The worker: holds the lease, does what is due, and survives failures.

It runs as a thread of the server, or in a process of its own by `session-desk work`.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from core.administration.drafts import remove_old_drafts
from core.clock import now
from core.errors import NotStored
from core.settings import settings
from core.worker import lease
from core.worker.sending import send_due

log = logging.getLogger("session_desk")
TURN_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 60.0
GOODBYE_SECONDS = 5.0


def work_once(engine: Engine, clock: Callable[[], datetime], may_go_on: Callable[[], bool]) -> None:
    """Send what is due if there is a mail server, delete old drafts, keep counts of metrics."""
    from core.metrics.keeping import keep_counts  # the sign-in page need not wait for it

    if settings().sends_mail:
        send_due(engine, clock, may_go_on)
    remove_old_drafts(engine, clock())
    keep_counts(engine, clock, may_go_on)


def _holder() -> str:
    return f"{socket.gethostname()[:32]}:{os.getpid()}:{uuid4().hex[:8]}"


@dataclass
class Worker:
    """A worker: it works while it holds the lease, and waits for it otherwise. `work` gets the
    engine, the clock, and a function to ask before each step whether to go on."""

    engine: Engine
    work: Callable[[Engine, Callable[[], datetime], Callable[[], bool]], object] = work_once
    clock: Callable[[], datetime] = now
    holder: str = field(default_factory=_holder)
    stop: threading.Event = field(default_factory=threading.Event)
    _is_ours: bool = False
    _ask_at: datetime | None = None

    def work_until_stopped(self) -> None:
        """Work until stopped. A failure is logged by its type and tried again at growing intervals,
        so that the worker outlives a database that goes away."""
        pause, failures = 0.0, 0
        while not self.stop.wait(pause):
            try:
                self.turn()
                pause, failures = TURN_SECONDS, 0
            except Exception as problem:
                failures += 1
                pause = min(TURN_SECONDS * 2**failures, LONGEST_PAUSE_SECONDS)
                self._ask_at = None
                log.warning("worker: %s, again in %.0f s", type(problem).__name__, pause)
        with suppress(SQLAlchemyError, NotStored):  # it expires by itself
            lease.give_back(self.engine, self.holder)

    def turn(self) -> None:
        """Work once, if the lease is ours."""
        if self._holds():
            self.work(self.engine, self.clock, self._may_go_on)

    def _may_go_on(self) -> bool:
        return not self.stop.is_set() and self._holds()

    def _holds(self) -> bool:
        """Whether the lease is ours. It is renewed after half of its time; while another worker
        holds it, we ask every 10 seconds, so that waiting costs few writes."""
        now = self.clock()
        if self._ask_at is None or now >= self._ask_at:
            self._is_ours = lease.take(self.engine, self.holder, now)
            self._ask_at = now + lease.LASTS / (2 if self._is_ours else 6)
        return self._is_ours


def work_until(engine: Engine, stop: threading.Event) -> None:
    """Work until `stop` is set."""
    Worker(engine, stop=stop).work_until_stopped()


@contextmanager
def embedded(engine: Engine) -> Iterator[None]:
    """Work in a thread beside the block, if the settings say so."""
    if not settings().worker:
        yield
        return
    worker = Worker(engine)
    thread = threading.Thread(target=worker.work_until_stopped, name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.stop.set()
        thread.join(GOODBYE_SECONDS)
