"""Making a demo: never on somebody's records, never half of one taken for whole."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from core.access import Actor
from core.administration.policies import load_policy_baseline
from core.db.migrations import upgrade
from core.db.transaction import transaction
from core.demo.extracts import write_extracts
from core.demo.marking import add_fictional_staff, mark_demo, mark_whole
from core.demo.replacing import replacement
from core.demo.replay.run import begins_at, replay
from core.demo.status import DemoStatus, demo_status
from core.demo.timeline import Timeline
from core.errors import DeskError, InvalidInput
from core.exchange.importer import ImportSummary
from core.settings import LOCAL

EARLIEST = date(2022, 1, 1)
"""Two years of sessions before it still have a policy for each day."""

FOLDER = LOCAL / "demo"
ANNOUNCED = "Making a demo up to {}. Everybody in it is made up."
WORKED = "Requests of the last four months: each is filed and worked on, step by step."
Importer = Callable[[Engine, Actor, datetime, Path], ImportSummary]


@dataclass(frozen=True)
class DemoOrder:
    """A demo up to `today`, its extracts in `folder`; `scale` 1 is the usual size. Without
    requests its desk is empty."""

    today: date
    is_fresh: bool = False
    scale: float = 1.0
    folder: Path = FOLDER
    with_requests: bool = True

    def until(self, now: datetime) -> datetime:
        """When the demo ends: noon of its day, and nothing that is still to come at `now`."""
        return min(Timeline(self.today).as_of, now)


@dataclass(frozen=True)
class DemoMade:
    """What has been made: the rows of each file, those that the importer did not take, and the
    requests that were filed and worked on."""

    ends_on: date
    rows: dict[str, int]
    rejected: int
    requests: int = 0

    @property
    def text(self) -> str:
        """The one line a person reads at the end."""
        providers, clients, sessions = (
            f"{self.rows[f'{name}.csv']:,} {name}" for name in ("providers", "clients", "sessions")
        )
        rejected = f" {self.rejected:,} rows were rejected." if self.rejected else ""
        records = f"{providers}, {clients}, {sessions}, {self.requests:,} requests"
        return f"The demo ends on {self.ends_on}: {records}.{rejected}"


def make_demo(
    engine: Engine,
    actor: Actor,
    now: datetime,
    order: DemoOrder,
    importer: Importer,
    say: Callable[[str], None],
) -> DemoMade:
    """Write the extracts and bring them in with `importer`; `engine` is on a migrated database.

    A demo that was cut short goes on, up to the day it was begun for; cut short among its
    requests, it is made anew. `say` hears what is being made. Raises DeskError where there are
    records that are no demo, or a whole demo and the order is not fresh, and InvalidInput for a
    day too early; nothing is changed then.
    """
    status = demo_status(engine, order.today)
    _refuse(status, order)
    if not order.is_fresh:
        order = replace(order, today=status.ends_on or order.today)
    if not status.is_demo or not (order.is_fresh or status.is_beyond_mending):
        say(ANNOUNCED.format(order.today))
        return _fill(engine, actor, now, order, importer, say)
    with replacement(engine) as new:
        say(ANNOUNCED.format(order.today))
        upgrade(new)
        with transaction(new, actor, now) as change:
            load_policy_baseline(change)
        return _fill(new, actor, now, order, importer, say)


def _refuse(status: DemoStatus, order: DemoOrder) -> None:
    if order.today < EARLIEST:
        raise InvalidInput({"today": f"Choose a day from {EARLIEST} on."})
    if status.has_records and not status.is_demo:
        raise DeskError("This database holds records that are no demo. Nothing was changed.")
    if status.is_finished and not order.is_fresh:
        raise DeskError(
            f"There is a demo already, up to {status.ends_on}. `session-desk demo --fresh` makes "
            "it anew; the requests filed in it are lost."
        )


def _fill(
    engine: Engine,
    actor: Actor,
    now: datetime,
    order: DemoOrder,
    importer: Importer,
    say: Callable[[str], None],
) -> DemoMade:
    """The mark first, and last of all that it is whole: what stops between is not taken for it."""
    rows = write_extracts(order.folder, order.today, order.scale)
    with transaction(engine, actor, now) as change:
        mark_demo(change, order.today)
    summary = importer(engine, actor, now, order.folder)
    with transaction(engine, actor, begins_at(order.until(now))) as change:
        add_fictional_staff(change)
    requests = _replay(engine, actor, now, order, say) if order.with_requests else 0
    with transaction(engine, actor, now) as change:
        mark_whole(change, requests)
    return DemoMade(order.today, rows, sum(one.rejected for one in summary.files), requests)


def _replay(
    engine: Engine, actor: Actor, now: datetime, order: DemoOrder, say: Callable[[str], None]
) -> int:
    say(WORKED)
    return replay(engine, actor, order.until(now), order.scale, order.folder)
