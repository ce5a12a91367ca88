"""The demo as the command line makes it and asks about it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine

from core.access import Actor
from core.demo.making import DemoMade, DemoOrder, make_demo
from core.demo.status import DemoStatus, demo_status
from core.exchange.import_console import import_with_progress
from core.exchange.importer import ImportSummary
from core.rules.time.formats import day_text

Ask = Callable[[str], bool]
LOST = "Requests filed in it will be lost."
RENEW = "To renew it, run `session-desk demo --fresh`."
ANEW = "For a new one, set DATABASE_URL to an empty database and run `session-desk demo`."


def make_demo_watched(
    engine: Engine, actor: Actor, now: datetime, order: DemoOrder, console: Console
) -> DemoMade:
    """Make the demo and show the progress; ends with one line that says what there is now."""

    def importer(engine: Engine, actor: Actor, now: datetime, folder: Path) -> ImportSummary:
        return import_with_progress(engine, actor, now, folder, console)

    made = make_demo(engine, actor, now, order, importer, console.print)
    console.print(made.text, markup=False, soft_wrap=True)
    return made


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
