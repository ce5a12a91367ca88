"""The one way by which the demo's staff act, and the clock they share."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from typing import Any, TypeVar, get_type_hints

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.access import Actor
from core.db import looking
from core.db.transaction import Receipt, WriteContext, transaction
from core.demo.period import CALENDAR, PLATFORM
from core.models.people import Staff
from core.models.requests import SupportRequest

Steps = Generator[datetime, None, None]
Action = Callable[[WriteContext, Any], Receipt]
T = TypeVar("T")
OPENS, CLOSES = time(9), time(17, 30)
TICK = timedelta(seconds=1)
"""Between two things that happen: no two share an instant."""


@dataclass
class DemoDesk:
    """Where requests are worked on: by fictional staff, at `now`, and nothing after `until`."""

    engine: Engine
    operator: Actor
    until: datetime
    now: datetime
    staff: dict[str, Actor] = field(default_factory=dict)
    """By first name."""
    workers: dict[str, str] = field(default_factory=dict)
    """Who is assigned to a request, by its reference."""

    def act(self, who: str, action: Action, **given: object) -> str:
        """Perform `action` as the person of this first name; returns the receipt's reference."""
        self.now += TICK
        with transaction(self.engine, self.staff[who], self.now) as context:
            return action(context, command_of(action)(**given)).ref

    def act_on(self, ref: str, action: Action, *, who: str = "", **given: object) -> None:
        """Perform the next step of the request `ref`, by default as who is assigned to it."""
        version = select(col(SupportRequest.version)).where(col(SupportRequest.ref) == ref)
        seen = self.look(lambda db: db.scalars(version).one())
        self.act(who or self.workers[ref], action, ref=ref, version=seen, **given)

    def look(self, question: Callable[[Session], T]) -> T:
        """What the database answers now."""
        with looking(self.engine) as db:
            return question(db)

    def business_day(self, ago: int) -> date:
        """The business day `ago` business days before today, or after it if negative; 0 is today,
        or on a day off the next business day, when nothing has come in yet."""
        day = _next_open(self.until.astimezone(PLATFORM).date(), 1)
        step = 1 if ago < 0 else -1
        for _ in range(abs(ago)):
            day = _next_open(day + timedelta(days=step), step)
        return day

    def at(self, ago: int, hour: float) -> datetime:
        """The instant of that business day at `hour`, 9 to 17.5."""
        return _at(self.business_day(ago), hour)

    def later(self, hours: float) -> datetime:
        """The instant after so many hours of working time."""
        local = self.now.astimezone(PLATFORM)
        now, left = _opening(local), timedelta(hours=hours)
        while now + left > (end := datetime.combine(now.date(), CLOSES, PLATFORM)):
            left -= end - now
            now = _opening(datetime.combine(now.date() + timedelta(days=1), OPENS, PLATFORM))
        return (now + left).astimezone(UTC)

    def days_later(self, days: int, hour: float) -> datetime:
        """`hour` o'clock on the business day that is the `days`-th after today."""
        return _at(CALENDAR.after(self.now.astimezone(PLATFORM).date(), days).day, hour)


def command_of(action: Action) -> type[Any]:
    """The class of the command that an action takes."""
    hints = [kind for name, kind in get_type_hints(action).items() if name != "return"]
    command: type[Any] = hints[1]
    return command


def open_desk(engine: Engine, operator: Actor, until: datetime, first_day: int) -> DemoDesk:
    """A desk with the fictional staff, on the morning before the business day `first_day`."""
    desk = DemoDesk(engine, operator, until, until)
    desk.now = desk.at(first_day + 1, 9)
    found = desk.look(lambda db: list(db.scalars(select(Staff).where(col(Staff.is_fictional)))))
    desk.staff = {
        one.name.split()[0]: Actor(one.name, one.role, one.key, one.zone) for one in found
    }
    return desk


def run_in_order(desk: DemoDesk, requests: Iterable[Steps]) -> None:
    """Run the steps of all requests in the order of time, up to the desk's end."""
    queue = [(next(steps), number, steps) for number, steps in enumerate(requests)]
    heapify(queue)
    while queue and queue[0][0] <= desk.until:
        at, number, steps = heappop(queue)
        desk.now = max(at, desk.now)
        following = next(steps, None)
        if following is not None:
            heappush(queue, (following, number, steps))


def _next_open(day: date, step: int) -> date:
    """`day`, or the next business day in the direction of `step`."""
    while not CALENDAR.is_business_day(day):
        day += timedelta(days=step)
    return day


def _opening(local: datetime) -> datetime:
    """`local` itself in working time, else the next opening."""
    day = local.date()
    if CALENDAR.is_business_day(day) and local.timetz().replace(tzinfo=None) < CLOSES:
        return max(local, datetime.combine(day, OPENS, PLATFORM))
    return datetime.combine(CALENDAR.after(day, 1).day, OPENS, PLATFORM)


def _at(day: date, hour: float) -> datetime:
    start = datetime.combine(day, time(0), PLATFORM)
    return (start + timedelta(minutes=round(hour * 60))).astimezone(UTC)
