"""Making a demo: never over somebody's records, never half of one taken for a whole one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine

from core.access import Actor
from core.administration.policies import load_policy_baseline
from core.db.migrations import upgrade
from core.db.transaction import transaction
from core.demo.crises import date_crises
from core.demo.generate import write_extracts
from core.demo.period import Period
from core.demo.replacement import replacement
from core.demo.replay.desk import DemoDesk
from core.demo.replay.run import replay_requests
from core.demo.status import DemoStatus, add_fictional_staff, demo_status, mark_demo, mark_whole
from core.errors import DeskError, InvalidInput
from core.exchange.import_console import import_with_progress
from core.exchange.importer import ImportSummary
from core.rules.time.formats import day_text
from core.settings import LOCAL

EARLIEST = date(2022, 1, 1)  # there is a policy for each day of the two years before
FOLDER = LOCAL / "demo"
NO_DEMO = "This database holds records that are not a demo. Set DATABASE_URL to an empty database."
EXISTS = (
    "This database holds a demo, which ends on {}. To replace it, run `session-desk demo --fresh`."
)
LOST = "Requests filed in it will be lost."
RENEW = "To renew it, run `session-desk demo --fresh`."
ANEW = "For a new one, set DATABASE_URL to an empty database and run `session-desk demo`."
Ask = Callable[[str], bool]
Importer = Callable[[Engine, Actor, datetime, Path], ImportSummary]


@dataclass(frozen=True)
class DemoOrder:
    """A demo that ends on `today`, with its extracts in `folder`; `scale` 1 is the usual size.
    Raises InvalidInput for a day too early."""

    today: date
    is_fresh: bool = False
    scale: float = 1.0
    folder: Path = FOLDER
    with_requests: bool = True

    def __post_init__(self) -> None:
        if self.today < EARLIEST:
            raise InvalidInput({"today": f"Choose {day_text(EARLIEST)}, or a later day."})


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
    records that are no demo, or a whole demo and the order is not fresh; nothing is changed then.
    """
    status = demo_status(engine, order.today)
    _refuse(status, order)
    if not order.is_fresh:
        order = replace(order, today=status.ends_on or order.today)

    def fill(database: Engine) -> DemoMade:
        """The mark of a demo first, and last that it is whole: an interrupted one is not."""
        say(f"Making a demo that ends on {day_text(order.today)}. Everyone in it is made up.")
        period = Period(order.today, now)
        rows = write_extracts(order.folder, period, order.scale)
        with transaction(database, actor, now) as context:
            mark_demo(context, order.today)
        summary = importer(database, actor, period.imported_at, order.folder)
        with transaction(database, actor, now) as context:
            date_crises(context)
        opens_at = DemoDesk(database, actor, period.until).now
        with transaction(database, actor, opens_at) as context:
            add_fictional_staff(context)
        requests = 0
        if order.with_requests:
            say("Filing and working on the requests of the last four months.")
            requests = replay_requests(database, actor, period.until, order.scale, order.folder)
        with transaction(database, actor, now) as context:
            mark_whole(context, requests)
        return DemoMade(order.today, rows, sum(one.rejected for one in summary.files), requests)

    if not status.is_demo or not (order.is_fresh or status.is_beyond_mending):
        return fill(engine)
    with replacement(engine) as new:
        upgrade(new)
        with transaction(new, actor, now) as context:
            load_policy_baseline(context)
        return fill(new)


def _refuse(status: DemoStatus, order: DemoOrder) -> None:
    if status.has_records and not status.is_demo:
        raise DeskError(NO_DEMO)
    if status.is_finished and not order.is_fresh and status.ends_on:
        raise DeskError(EXISTS.format(day_text(status.ends_on)))


def make_demo_watched(
    engine: Engine, actor: Actor, now: datetime, order: DemoOrder, console: Console
) -> None:
    """Make the demo and show the progress; ends with one line that says what there is now."""

    def importer(engine: Engine, actor: Actor, now: datetime, folder: Path) -> ImportSummary:
        return import_with_progress(engine, actor, now, folder, console)

    made = make_demo(engine, actor, now, order, importer, console.print)
    console.print(made.text, markup=False, soft_wrap=True)


def make_demo_if_empty(
    engine: Engine, actor: Actor, now: datetime, order: DemoOrder, console: Console, ask: Ask | None
) -> None:
    """Make the demo where there is nothing yet or half a demo; offer to renew an old one.

    `ask` is None where nobody can answer: then one line says which command renews it. Real
    records are left alone without a word.
    """
    status = demo_status(engine, order.today)
    if status.is_empty or (status.is_demo and not status.is_finished):
        make_demo_watched(engine, actor, now, order, console)
    elif status.is_stale:
        is_file = engine.dialect.name == "sqlite"
        if ask is None or not is_file:
            advice = f"{RENEW} {LOST}" if is_file else ANEW
            console.print(f"{_age(status)} {advice}", markup=False, soft_wrap=True)
        elif ask(f"{_age(status)} Replace it with one that ends today? {LOST}"):
            make_demo_watched(engine, actor, now, replace(order, is_fresh=True), console)


def _age(status: DemoStatus) -> str:
    ends_on = day_text(status.ends_on) if status.ends_on else ""
    return f"The demo ends on {ends_on}, {status.days_old} days ago."
