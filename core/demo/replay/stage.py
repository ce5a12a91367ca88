"""The stage: the clock that all stories share, and the one way by which they act."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.access import Actor
from core.db import looking
from core.db.transaction import Receipt, WriteContext, transaction
from core.demo.replay.hours import Hours, later
from core.models.people import Staff
from core.models.requests import SupportRequest

Story = Generator[datetime, None, None]
Command = TypeVar("Command")
T = TypeVar("T")
TICK = timedelta(seconds=1)
"""Between two things that happen: no two share an instant."""


@dataclass
class Stage:
    """Where stories act: as one of the fictional staff, at the instant that it is."""

    engine: Engine
    operator: Actor
    hours: Hours
    now: datetime
    staff: dict[str, Actor] = field(default_factory=dict)
    workers: dict[str, str] = field(default_factory=dict)
    """Who has a request, by its reference."""

    def do(
        self,
        who: str,
        action: Callable[[WriteContext, Command], Receipt],
        command: Callable[..., Command],
        **given: object,
    ) -> str:
        """Perform `action` as the person of this first name; returns the receipt's reference."""
        self.now += TICK
        with transaction(self.engine, self.staff[who], self.now) as change:
            return action(change, command(**given)).ref

    def step(
        self,
        who: str,
        action: Callable[[WriteContext, Command], Receipt],
        command: Callable[..., Command],
        ref: str,
        **given: object,
    ) -> None:
        """The same for the next step of the request `ref`, at the version it has by now."""
        self.now += TICK
        version = select(col(SupportRequest.version)).where(col(SupportRequest.ref) == ref)
        with transaction(self.engine, self.staff[who], self.now) as change:
            seen = change.db.scalars(version).one()
            action(change, command(ref=ref, version=seen, **given))

    def look(self, question: Callable[[Session], T]) -> T:
        """What the database answers now."""
        with looking(self.engine) as db:
            return question(db)

    def later(self, hours: float) -> datetime:
        """The instant after so many hours of working time."""
        return later(self.now, hours)


def set_stage(engine: Engine, operator: Actor, until: datetime, begins_at: datetime) -> Stage:
    """A stage with the fictional staff on it, by first name."""
    stage = Stage(engine, operator, Hours(until), begins_at)
    found = stage.look(lambda db: list(db.scalars(select(Staff).where(col(Staff.is_fictional)))))
    stage.staff = {
        one.name.split()[0]: Actor(one.name, one.role, one.key, one.zone) for one in found
    }
    return stage


def play(stage: Stage, stories: Iterable[Story]) -> None:
    """Run the stories in the order of time, up to the stage's end."""
    queue = [(next(story), number, story) for number, story in enumerate(stories)]
    heapify(queue)
    while queue and queue[0][0] <= stage.hours.until:
        at, number, story = heappop(queue)
        stage.now = max(at, stage.now)
        following = next(story, None)
        if following is not None:
            heappush(queue, (following, number, story))
