"""What people, imports and the worker do to a desk, drawn from a seed, here or in a process of its
own."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, event, select
from sqlmodel import col

from core import db
from core.access import Actor, operator
from core.administration.business_days import (
    SetBusinessDay,
    recalculate_requests,
    set_business_day,
)
from core.db import make_engine
from core.errors import DeskError
from core.exchange.importer import import_extracts
from core.metrics.keeping import keep_counts
from core.models.care import CareSession
from core.models.people import Client, Provider
from core.models.requests import SupportRequest
from core.requests.assignment import TakeRequest, take_request
from core.requests.crisis import DecideCrisis, decide_crisis
from core.rules.requests.corrections import Line
from core.vocabulary.care import SessionStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import Channel, RequesterType, RequestKind
from core.vocabulary.requests import RequestStatus as S
from tests.proof.extracting import Platform
from tests.support import working
from tests.support.cancelling import Cancelling, Requester
from tests.support.correction import Desk
from tests.support.listing import Listings

OPERATOR = operator("tests")
ACT, IMPORT, KEEP = "act", "import", "keep"
UNDER_WAY = (S.READY, S.IN_PROGRESS, S.SNOOZED)
DAYS = 240
"""The time that passes in a life, however many actions it has."""


@dataclass(frozen=True)
class Given:
    """Where somebody lives: the database, the folder of the platform, and the staff."""

    url: str
    folder: Path
    people: dict[Role, Actor]
    pace: timedelta


@dataclass(frozen=True)
class Said:
    """Something begins, or is over: done or, as rules want it, refused."""

    what: str
    name: str
    now: datetime
    is_over: bool = False
    is_done: bool = False


class Life:
    """One thing after another."""

    def __init__(self, engine: Engine, given: Given, seed: str, now: datetime) -> None:
        self.engine, self.given, self.now = engine, given, now
        self.chance, self.platform = random.Random(seed), Platform(given.folder)
        self.was_done = True

    def choose(self) -> tuple[str, Callable[["Life"], None]]:
        """What comes next; after what was done, some time has passed."""
        if self.was_done:
            self.now += self.given.pace * self.chance.uniform(0, 2)
        which = self.chance.random()
        if which < 0.04:
            return IMPORT, _import
        if which < 0.10:
            return KEEP, _keep
        return ACT, self.chance.choice(ACTIONS)

    def done(self, action: Callable[["Life"], None]) -> bool:
        """Whether it could be done."""
        self.was_done = True
        try:
            action(self)
        except DeskError:
            self.was_done = False
        return self.was_done

    def live(self, count: int) -> None:
        """Do so many things."""
        while count:
            count -= self.done(self.choose()[1])

    def row(self, model: Any, *where: Any) -> Any:
        """One of these, or nothing can be done."""
        with db.looking(self.engine) as look:
            keys = look.scalars(select(model.id).where(*where).order_by(model.id)).all()
            if not keys:
                raise DeskError
            return look.get(model, self.chance.choice(keys))

    def at(self, desk: type, **given: Any) -> Any:
        """A desk at this hour."""
        return desk(self.engine, self.given.people, now=self.now, **given)

    def key(self) -> str:
        return UUID(int=self.chance.getrandbits(128)).hex


def live_apart(said: Connection, given: Given, seed: str, now: datetime, count: int) -> None:
    """Do so many things and tell of each, while the worker keeps counts beside."""
    engine = make_engine(given.url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_waiting_for_the_disk)
    life = Life(engine, given, seed, now)
    threading.Thread(target=_keep_beside, args=(life, random.Random(seed)), daemon=True).start()
    while count:
        what, action = life.choose()
        name = action.__name__.strip("_")
        said.send(Said(what, name, life.now))
        is_done = life.done(action)
        said.send(Said(what, name, life.now, True, is_done))
        count -= is_done


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    """What a process wrote stays after it is killed; only the machine must not stop."""
    connection.execute("PRAGMA synchronous = OFF")


def _keep_beside(life: Life, chance: random.Random) -> None:
    while True:
        threading.Event().wait(chance.uniform(0, 2))
        keep_counts(life.engine, lambda: life.now)


def _keep(life: Life) -> None:
    """Sometimes the worker is stopped before it is through."""
    left = iter(range(life.chance.choice((1, 3, 1000))))
    keep_counts(life.engine, lambda: life.now, lambda: next(left, None) is not None)


def _import(life: Life) -> None:
    life.platform.go_on(life.chance, life.now)
    rejects = life.given.folder / "rejects"
    import_extracts(life.engine, OPERATOR, life.now, life.platform.folder, rejects_dir=rejects)


def _asks(life: Life) -> Requester:
    who = (RequesterType.PROVIDER, "Dana Provider", "dana@practice.example", Channel.EMAIL)
    return Requester(*who, life.now - timedelta(hours=life.chance.randrange(30)))


def _file_correction(life: Life) -> None:
    client = life.row(Client)
    desk = life.at(Desk, client_ref=client.ref, client_id=client.key)
    line = Line("phone", "", f"21255{life.chance.randrange(10**5):05d}")
    asked = _asks(life)
    desk.filed(line, named_as="Pat Row", received_at=asked.received_at)


def _file_cancellation(life: Life) -> None:
    session = life.row(CareSession, col(CareSession.status) == SessionStatus.CONFIRMED)
    desk = life.at(Cancelling, session_ref=session.ref, session_id=session.key)
    desk.file(requester=_asks(life))


def _file_listing(life: Life) -> None:
    provider = life.row(Provider)
    desk = life.at(Listings, provider_ref=provider.ref, provider_id=provider.key)
    name = f"{provider.first_name} {provider.last_name}"
    desk.filed(npi=provider.npi, full_name=name, received_at=_asks(life).received_at)


def _go_on(life: Life) -> None:
    """The next step of a request that is open."""
    open_ones = (*UNDER_WAY, S.REPLY_PENDING)
    request = life.row(SupportRequest, col(SupportRequest.status).in_(open_ones))
    desk = life.at(Listings)
    if request.status == S.READY:
        desk.do(take_request, TakeRequest(request.ref, request.version))
    elif request.status == S.SNOOZED:
        working.resume(life.at(Desk), request.ref)
    elif request.status == S.REPLY_PENDING:
        desk.tell(request.ref)
    else:
        WORK[request.kind](life, request)


def _correct(life: Life, request: SupportRequest) -> None:
    life.at(Desk, client_id=request.client_id).apply(request.ref)


def _cancel(life: Life, request: SupportRequest) -> None:
    """One step: an approval, what hangs on the session, or the end."""
    desk = life.at(Cancelling, session_id=request.session_id)
    detail = desk.detail(request.ref)
    open_steps = [one.step for one in detail.steps if one.is_open]
    if detail.needs_approval and not detail.is_approved:
        desk.approve(request.ref)
    elif open_steps:
        step = life.chance.choice(open_steps)
        move = life.chance.choice(step.moves)
        desk.settle(request.ref, step.code, move.to, number="ICN1" if move.needs_number else "")
    else:
        desk.finish(request.ref)


def _list(life: Life, request: SupportRequest) -> None:
    desk = life.at(Listings)
    step = life.chance.random()  # whether it is that one's turn, the product says
    if step < 0.4:
        desk.submit(request.ref, reference=f"EV-{life.key()[:12]}")
    elif step < 0.85:
        desk.look(request.ref, *(life.chance.random() < 0.6 for _ in desk.lines(request.ref)))
    else:
        desk.give_back(request.ref)


WORK: dict[RequestKind, Callable[[Life, SupportRequest], None]] = {
    RequestKind.CLIENT_CORRECTION: _correct,
    RequestKind.SESSION_CANCELLATION: _cancel,
    RequestKind.DIRECTORY_UPDATE: _list,
}


def _end(life: Life) -> None:
    """In another way than by doing what was asked."""
    open_ones = col(SupportRequest.status).in_(UNDER_WAY)
    request, desk = life.row(SupportRequest, open_ones), life.at(Desk)
    if request.kind == RequestKind.SESSION_CANCELLATION:
        life.at(Cancelling).withdraw(request.ref)
        return
    other = life.row(SupportRequest, col(SupportRequest.kind) == request.kind)
    ways: tuple[Callable[[], Any], ...] = (
        lambda: working.reject(desk, request.ref),
        lambda: working.withdraw(desk, request.ref),
        lambda: working.redirect(desk, request.ref),
        lambda: working.duplicate(desk, request.ref, other.ref),
    )
    life.chance.choice(ways)()


def _reopen(life: Life) -> None:
    ended = col(SupportRequest.status).in_([S.CLOSED, S.REJECTED])
    is_listing = col(SupportRequest.kind) == RequestKind.DIRECTORY_UPDATE
    working.reopen(life.at(Desk), life.row(SupportRequest, ended, is_listing).ref)


def _snooze(life: Life) -> None:
    request = life.row(SupportRequest, col(SupportRequest.status) == S.IN_PROGRESS)
    working.put_away(life.at(Desk), request.ref, life.now.date() + timedelta(days=5))


def _decide_crisis(life: Life) -> None:
    session = life.row(CareSession, col(CareSession.exception_needed_at).is_not(None))
    is_approved = life.chance.random() < 0.5
    command = DecideCrisis(session.ref, session.version, is_approved, "There was danger to life.")
    life.at(Desk).do(decide_crisis, command, Role.MANAGER)


def _set_business_day(life: Life) -> None:
    """Rarely: every count is made anew."""
    if life.chance.random() < 0.8:
        raise DeskError
    day = life.now.date() + timedelta(days=life.chance.randrange(-20, 20))
    command = SetBusinessDay(day, life.chance.random() < 0.5, "Snow")
    life.at(Desk).do(set_business_day, command, Role.ADMIN)
    recalculate_requests(life.engine, OPERATOR, life.now)


ACTIONS: tuple[Callable[[Life], None], ...] = (
    *(_file_correction, _file_cancellation, _file_cancellation, _file_listing, _file_listing),
    *([_go_on] * 16),
    *(_end, _end, _reopen, _snooze, _decide_crisis, _set_business_day),
)
