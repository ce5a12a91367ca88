"""The demo as the command line makes it and asks about it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine

from core.access import Actor
from core.demo.room import DemoMade, DemoOrder, Importer, make_demo
from core.demo.status import DemoStatus, demo_status
from core.exchange.import_console import import_with_progress
from core.exchange.importer import ImportSummary

Ask = Callable[[str], bool]


def make_watched(
    engine: Engine, actor: Actor, now: datetime, order: DemoOrder, console: Console
) -> DemoMade:
    """Make the demo and show how it goes; ends with one line that says what there is now."""
    importer: Importer = partial(_watched, console)
    made = make_demo(engine, actor, now, order, importer, console.print)
    console.print(made.text, markup=False, soft_wrap=True)
    return made


def make_if_empty(
    engine: Engine,
    actor: Actor,
    now: datetime,
    order: DemoOrder,
    console: Console,
    ask: Ask | None,
) -> None:
    """Make the demo where there is nothing yet or half a demo; offer to renew an old one.

    `ask` is None where nobody can answer: then one line says which command renews it. Real
    records are left alone without a word.
    """
    status = demo_status(engine, order.today)
    if status.is_empty or (status.is_demo and not status.is_finished):
        make_watched(engine, actor, now, order, console)
    elif status.is_stale:
        is_file = engine.dialect.name == "sqlite"
        if ask is None or not is_file:
            console.print(_advice(status, is_file), markup=False, soft_wrap=True)
        elif ask(_question(status)):
            anew = replace(order, is_fresh=True)
            make_watched(engine, actor, now, anew, console)


def _watched(
    console: Console, engine: Engine, actor: Actor, now: datetime, folder: Path
) -> ImportSummary:
    return import_with_progress(engine, actor, now, folder, console)


def _question(status: DemoStatus) -> str:
    return (
        f"The demo ends on {status.ends_on}, {status.days_old} days ago. Make it anew up to "
        "today? The requests filed in it are lost."
    )


def _advice(status: DemoStatus, is_file: bool) -> str:
    way = (
        "`session-desk demo --fresh` makes it anew up to today; the requests filed in it are lost."
        if is_file
        else "For a new one, give an empty database by DATABASE_URL and run `session-desk demo`."
    )
    return f"The demo ends on {status.ends_on}, {status.days_old} days ago. {way}"
