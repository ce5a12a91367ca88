"""`session-desk`: everything that is done from the command line; groups have files of their own."""

import logging
import signal
import sys
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.console import Console

from core.administration.policies import load_policy_baseline
from core.cli.actor import explained, operator
from core.cli.deadlines import deadlines
from core.cli.explain import explain
from core.cli.findings import findings
from core.cli.staff import staff
from core.clock import now
from core.db import engine
from core.db.migrations import upgrade
from core.db.transaction import transaction
from core.demo.console import make_if_empty, make_watched
from core.demo.room import FOLDER, DemoOrder
from core.exchange.changes_out import export_changes
from core.exchange.import_console import import_with_progress
from core.settings import settings
from core.web.incidents import keep_data_out_of_logs
from core.web.server import serve as serve_at
from core.worker.loop import work as work_until

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    help="Session Desk: operations of a therapy platform's support team.",
)
app.add_typer(staff, name="staff")
app.add_typer(explain, name="explain")
app.add_typer(deadlines, name="deadlines")
app.command()(findings)


@app.callback()
def main() -> None:
    """Keep `session-desk` a command with subcommands."""


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema and load policy values it does not have yet."""
    upgrade(engine())
    with transaction(engine(), operator(), now()) as change:
        loaded = load_policy_baseline(change)
    typer.echo(f"The database is up to date; {loaded} policy values loaded.")


@app.command()
def demo(
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Its last day; the real one.")
    ] = None,
    fresh: Annotated[bool, typer.Option(help="Make it anew; its requests are lost.")] = False,
    if_empty: Annotated[
        bool, typer.Option(help="Only where there are no records; offer to renew an old demo.")
    ] = False,
    scale: Annotated[float, typer.Option(min=0.01, max=4, help="Its size; 1 is usual.")] = 1,
    folder: Annotated[Path, typer.Option(help="Where its extracts are written.")] = FOLDER,
) -> None:
    """Fill an empty database with a made-up platform: two years of care that end today."""
    order = DemoOrder((today or now().astimezone()).date(), fresh, scale, folder)
    console, ask = Console(), typer.confirm if sys.stdin.isatty() else None
    with explained():
        if if_empty:
            make_if_empty(engine(), operator(), now(), order, console, ask)
        else:
            make_watched(engine(), operator(), now(), order, console)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to serve on.")] = settings().host,
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = settings().port,
) -> None:
    """Serve Session Desk until stopped, and print its address."""
    with explained():
        serve_at(host, port)


@app.command("import")
def import_(folder: Annotated[Path, typer.Argument(help="The folder of the extracts.")]) -> None:
    """Take the platform's extracts in (docs/extracts.md). Ends with 0 when every row was taken, 1
    when some were not, 2 when the folder holds no extract."""
    with explained():
        summary = import_with_progress(engine(), operator(), now(), folder, Console())
    raise typer.Exit(0 if summary.is_whole else 1)


@app.command("export-changes")
def export_changes_(
    folder: Annotated[Path | None, typer.Argument(help="Where to; the setting's folder.")] = None,
    again: Annotated[bool, typer.Option("--all", help="Those exported before, too.")] = False,
) -> None:
    """Write what was corrected here and waits for the platform to take over (docs/changes.md)."""
    with explained():
        out = export_changes(engine(), operator(), now(), folder, again=again)
    typer.echo(f"{out.count} changes are in {out.path}" if out.path else "No change waits.")


@app.command()
def work() -> None:
    """Send messages to requesters until stopped; a team runs this beside its servers."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    keep_data_out_of_logs()
    with explained():
        work_until(engine(), stop)
