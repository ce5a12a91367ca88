"""The one way by which the demo's staff act, and the clock they share."""

from collections.abc import Callable, Generator, Iterable
from datetime import UTC, date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from typing import Any, TypeVar, get_type_hints

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.access import Actor
from core.db import looking
from core.db.transaction import Receipt, WriteContext, transaction
from core.demo.period import CALENDAR, PLATFORM
from core.demo.replay.plan import FIRST_DAY
from core.models.people import Staff
from core.models.requests import SupportRequest

Steps = Generator[datetime, None, None]
Action = Callable[[WriteContext, Any], Receipt]
T = TypeVar("T")
OPENS, CLOSES = time(9), time(17, 30)
TICK = timedelta(seconds=1)  # no two things share an instant


class DemoDesk:
    """Where fictional staff work, from the morning before the first request on, to `until`."""

    def __init__(self, engine: Engine, operator: Actor, until: datetime) -> None:
        self.engine, self.operator, self.until = engine, operator, until
        self.now = self.at(FIRST_DAY + 1, 9)
        people = select(Staff).where(col(Staff.is_fictional))
        found = self.load(lambda db: list(db.scalars(people)))
        actors = [Actor(one.name, one.role, one.key, one.zone) for one in found]
        self.staff = {one.name.split()[0]: one for one in actors}
        self.workers: dict[str, str] = {}
        """Who is assigned to a request, by its reference."""

    def act(self, who: str, action: Action, **given: object) -> str:
        """Perform `action` as the person of this first name; returns the receipt's reference."""
        self.now += TICK
        with transaction(self.engine, self.staff[who], self.now) as context:
            return action(context, command_of(action)(**given)).ref

    def act_on(self, ref: str, action: Action, *, who: str = "", **given: object) -> None:
        """Perform the next step of the request `ref`, by default as who is assigned to it."""
        version = select(col(SupportRequest.version)).where(col(SupportRequest.ref) == ref)
        seen = self.load(lambda db: db.scalars(version).one())
        self.act(who or self.workers[ref], action, ref=ref, version=seen, **given)

    def load(self, question: Callable[[Session], T]) -> T:
        """What the database answers now."""
        with looking(self.engine) as db:
            return question(db)

    def rows(self, statement: Select[Any]) -> list[Any]:
        """What a statement finds now."""
        return self.load(lambda db: [tuple(row) for row in db.execute(statement)])

    def business_day(self, ago: int) -> date:
        """The business day `ago` before today, or after it if negative; 0 is today or the next."""
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
