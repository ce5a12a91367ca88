"""Making a demo: never over somebody's records, never half of one taken for a whole one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from core.access import Actor
from core.administration.policies import load_policy_baseline
from core.db.migrations import upgrade
from core.db.transaction import transaction
from core.demo.generate import write_extracts
from core.demo.marks import add_fictional_staff, mark_demo, mark_whole
from core.demo.period import Period
from core.demo.replacement import replacement
from core.demo.replay.desk import open_desk
from core.demo.replay.plan import FIRST_DAY
from core.demo.replay.run import replay_requests
from core.demo.status import DemoStatus, demo_status
from core.errors import DeskError, InvalidInput
from core.exchange.importer import ImportSummary
from core.rules.time.formats import day_text
from core.settings import LOCAL

EARLIEST = date(2022, 1, 1)
"""Two years of sessions before it still have a policy for each day."""
FOLDER = LOCAL / "demo"
STARTED = "Making a demo that ends on {}. Everyone in it is made up."
REPLAYING = "Filing and working on the requests of the last four months."
NO_DEMO = (
    "This database holds records that are not a demo. Nothing was changed. "
    "Set DATABASE_URL to an empty database."
)
EXISTS = (
    "This database already holds a demo, which ends on {}. To replace it, run "
    "`session-desk demo --fresh`. Requests filed in it will be lost."
)
Importer = Callable[[Engine, Actor, datetime, Path], ImportSummary]


@dataclass(frozen=True)
class DemoOrder:
    """A demo that ends on `today`, with its extracts in `folder`; `scale` 1 is the usual size.
    Without requests its desk is empty."""

    today: date
    is_fresh: bool = False
    scale: float = 1.0
    folder: Path = FOLDER
    with_requests: bool = True


@dataclass(frozen=True)
class DemoMade:
    """What was made: the rows of each file, those that were rejected, and the requests."""

    ends_on: date
    rows: dict[str, int]
    rejected: int
    requests: int = 0

    @property
    def text(self) -> str:
        """The one line that a person reads at the end."""
        names = ("providers", "clients", "sessions")
        parts = [f"{self.rows[f'{name}.csv']:,} {name}" for name in names]
        rejected = f" {self.rejected:,} rows were rejected." if self.rejected else ""
        records = ", ".join([*parts, f"{self.requests:,} requests"])
        return f"The demo is ready. It ends on {day_text(self.ends_on)}: {records}.{rejected}"


def make_demo(
    engine: Engine,
    actor: Actor,
    now: datetime,
    order: DemoOrder,
    importer: Importer,
    say: Callable[[str], None],
) -> DemoMade:
    """Write the extracts and import them with `importer`; `engine` is on a migrated database.

    A demo that was interrupted goes on, up to the day it was begun for; interrupted among its
    requests, it is made again. `say` hears what is being made. Raises DeskError where there are
    records that are no demo, or a whole demo and the order is not fresh, and InvalidInput for a
    day too early; nothing is changed then.
    """
    status = demo_status(engine, order.today)
    _refuse(status, order)
    if not order.is_fresh:
        order = replace(order, today=status.ends_on or order.today)
    fill = partial(_fill, actor=actor, now=now, order=order, importer=importer, say=say)
    if not status.is_demo or not (order.is_fresh or status.is_beyond_mending):
        return fill(engine)
    with replacement(engine) as new:
        upgrade(new)
        with transaction(new, actor, now) as context:
            load_policy_baseline(context)
        return fill(new)


def _refuse(status: DemoStatus, order: DemoOrder) -> None:
    if order.today < EARLIEST:
        raise InvalidInput({"today": f"Choose {day_text(EARLIEST)}, or a later day."})
    if status.has_records and not status.is_demo:
        raise DeskError(NO_DEMO)
    if status.is_finished and not order.is_fresh and status.ends_on:
        raise DeskError(EXISTS.format(day_text(status.ends_on)))


def _fill(
    engine: Engine,
    actor: Actor,
    now: datetime,
    order: DemoOrder,
    importer: Importer,
    say: Callable[[str], None],
) -> DemoMade:
    """The mark of a demo first, and last that it is whole: an interrupted one is not."""
    say(STARTED.format(day_text(order.today)))
    until = Period(order.today, now).until
    rows = write_extracts(order.folder, order.today, order.scale, now)
    with transaction(engine, actor, now) as context:
        mark_demo(context, order.today)
    summary = importer(engine, actor, now, order.folder)
    with transaction(engine, actor, open_desk(engine, actor, until, FIRST_DAY).now) as context:
        add_fictional_staff(context)
    requests = 0
    if order.with_requests:
        say(REPLAYING)
        requests = replay_requests(engine, actor, until, order.scale, order.folder)
    with transaction(engine, actor, now) as context:
        mark_whole(context, requests)
    return DemoMade(order.today, rows, sum(one.rejected for one in summary.files), requests)
