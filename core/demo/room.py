"""Making a demo: never on somebody's records, never half of one taken for whole."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from core.access import Actor
from core.actions.policies import load_policy_baseline
from core.demo.extracts import write_extracts
from core.demo.marking import add_fictional_staff, mark_demo
from core.demo.replacing import replacement
from core.demo.status import DemoStatus, demo_status
from core.errors import DeskError, InvalidInput
from core.intake.importer import ImportSummary
from core.migrations import upgrade
from core.settings import LOCAL
from core.transaction import transaction

EARLIEST = date(2022, 1, 1)
"""Two years of sessions before it still have a policy for each day."""

FOLDER = LOCAL / "demo"
ANNOUNCED = "Making a demo up to {}. Everybody in it is made up."
Importer = Callable[[Engine, Actor, datetime, Path], ImportSummary]


@dataclass(frozen=True)
class DemoOrder:
    """A demo up to `today`, its extracts in `folder`; `scale` 1 is the usual size."""

    today: date
    is_fresh: bool = False
    scale: float = 1.0
    folder: Path = FOLDER


@dataclass(frozen=True)
class DemoMade:
    """What has been made: the rows of each file, and those that the importer did not take."""

    ends_on: date
    rows: dict[str, int]
    rejected: int

    @property
    def text(self) -> str:
        """The one line a person reads at the end."""
        providers, clients, sessions = (
            f"{self.rows[f'{name}.csv']:,} {name}" for name in ("providers", "clients", "sessions")
        )
        rejected = f" {self.rejected:,} rows were rejected." if self.rejected else ""
        return f"The demo ends on {self.ends_on}: {providers}, {clients}, {sessions}.{rejected}"


def make_demo(
    engine: Engine,
    actor: Actor,
    now: datetime,
    order: DemoOrder,
    importer: Importer,
    say: Callable[[str], None],
) -> DemoMade:
    """Write the extracts and bring them in with `importer`; `engine` is on a migrated database.

    A demo that was cut short goes on, up to the day it was begun for. `say` hears what is being
    made. Raises DeskError where there are records that are no demo, or a whole demo and the
    order is not fresh, and InvalidInput for a day too early; nothing is changed then.
    """
    status = demo_status(engine, order.today)
    _refuse(status, order)
    if not (status.is_demo and order.is_fresh):
        ends_on = status.ends_on or order.today
        say(ANNOUNCED.format(ends_on))
        return _fill(engine, actor, now, replace(order, today=ends_on), importer)
    with replacement(engine) as new:
        say(ANNOUNCED.format(order.today))
        upgrade(new)
        with transaction(new, actor, now) as change:
            load_policy_baseline(change)
        return _fill(new, actor, now, order, importer)


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
    engine: Engine, actor: Actor, now: datetime, order: DemoOrder, importer: Importer
) -> DemoMade:
    """The mark first and the staff last: what stops between them is a demo and not a whole one."""
    rows = write_extracts(order.folder, order.today, order.scale)
    with transaction(engine, actor, now) as change:
        mark_demo(change, order.today)
    summary = importer(engine, actor, now, order.folder)
    with transaction(engine, actor, now) as change:
        add_fictional_staff(change)
    return DemoMade(order.today, rows, sum(one.rejected for one in summary.files))
