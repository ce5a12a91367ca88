"""`session-desk`: everything that is done from the command line; groups have files of their own."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from core.cli.business_days import business_days
from core.cli.command import Commands, database, operator, reading
from core.cli.deadlines import deadlines
from core.cli.explain import explain
from core.cli.metrics import metrics
from core.cli.reference import reference
from core.cli.staff import staff

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,  # drawing help with rich takes longer than the rest of the start
    help="Session Desk, the operations dashboard of a therapy platform's support team.",
)
app.add_typer(staff, name="staff")
app.add_typer(explain, name="explain")
app.add_typer(deadlines, name="deadlines")
app.add_typer(metrics, name="metrics")
app.add_typer(reference, name="reference")
app.add_typer(business_days, name="business-days")


def show_version(is_asked: bool) -> None:
    """Print the version and end."""
    if is_asked:
        from importlib.metadata import version

        typer.echo(f"session-desk {version('session-desk')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Keep `session-desk` a command with subcommands."""


@app.command()
def migrate() -> None:
    """Upgrade the database to this version. Adds policy values that are missing."""
    from core.administration.policies import load_policy_baseline
    from core.clock import now
    from core.db import engine
    from core.db.migrations import upgrade
    from core.db.transaction import transaction

    upgrade(engine())
    with transaction(engine(), operator(), now()) as context:
        loaded = load_policy_baseline(context)
    typer.echo(f"The database is up to date. Policy values added: {loaded}.")


@app.command()
def demo(
    today: Annotated[str, typer.Option(help="Last day of the demo: 2026-03-16. [today]")] = "",
    fresh: Annotated[
        bool, typer.Option(help="Replace the demo; requests filed in it are lost.")
    ] = False,
    if_empty: Annotated[
        bool, typer.Option(help="Only in an empty database; offer to renew an old demo.")
    ] = False,
    scale: Annotated[float, typer.Option(min=0.01, max=4, help="Size of the demo.")] = 1,
    folder: Annotated[Path | None, typer.Option(help="Folder for its extracts.")] = None,
) -> None:
    """Fill an empty database with a fictional platform. Two years of sessions up to today."""
    from rich.console import Console

    from core.cli import parsing
    from core.clock import now
    from core.db import engine
    from core.db.readiness import revision
    from core.demo.making import FOLDER, DemoOrder, make_demo_if_empty, make_demo_watched
    from core.metrics.keeping import keep_counts

    last_on = parsing.day("today", today) if today else now().astimezone().date()
    order = DemoOrder(last_on, fresh, scale, folder or FOLDER)
    if revision(engine()) is None:
        migrate()
    console, ask = Console(), typer.confirm if sys.stdin.isatty() else None
    if if_empty:
        make_demo_if_empty(database(), operator(), now(), order, console, ask)
    else:
        make_demo_watched(database(), operator(), now(), order, console)
    keep_counts(database(), now)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve on. [127.0.0.1]")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one. [8501]")
    ] = None,
) -> None:
    """Serve Session Desk until stopped, and print its address."""
    from core.settings import settings
    from core.web.server import serve as serve_at

    serve_at(
        database(),
        settings().host if host is None else host,
        settings().port if port is None else port,
    )


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="Folder of the extracts.")],
    rejected: Annotated[
        int | None,
        typer.Option(metavar="IMPORT", help="Only what the import of this number rejected."),
    ] = None,
) -> None:
    """Import the platform's extracts (docs/extracts.md). Exit code 0: every row was imported,
    1: some were rejected, 2: the folder holds no extract."""
    import gc

    from rich.console import Console

    from core.clock import now
    from core.exchange.import_console import import_with_progress
    from core.metrics.keeping import keep_counts
    from core.queries.imports import rejected_rows

    gc.freeze()  # what is loaded stays: searching it for garbage took a seventh of an import
    if rejected is not None:
        with reading() as context:
            if not rejected_rows(context, rejected):
                typer.echo(f"Import {rejected} rejected nothing.")
                return
    summary = import_with_progress(database(), operator(), now(), folder, Console(), rejected)
    keep_counts(database(), now)
    raise typer.Exit(0 if summary.is_whole else 1)


@app.command("export-changes")
def export_changes_(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder for the file. [SESSION_DESK_CHANGES_DIR]")
    ] = None,
    again: Annotated[
        bool, typer.Option("--all", help="Include changes that were exported before.")
    ] = False,
) -> None:
    """Write a file of corrections for the platform. It holds those that the platform has not taken
    over yet (docs/changes.md)."""
    from core.clock import now
    from core.exchange.changes_out import export_changes
    from core.rules.time.formats import count_text

    out = export_changes(database(), operator(), now(), folder, again=again)
    written = f"{count_text(out.count, 'change')} written to {out.path}."
    typer.echo(written if out.path else "No changes to send.")


@app.command("findings", hidden=True)
@app.command("data-issues")
def check_data_issues() -> None:
    """Check all records for data issues. Every import does so at its end; leads see them on the
    page Data issues."""
    from core.clock import now
    from core.data_issues.run import run_data_checks

    seen = run_data_checks(database(), operator(), now())
    counts = f"{seen.opened:,} new, {seen.resolved:,} resolved, {seen.still_open:,} open"
    typer.echo(f"Data issues: {counts}.")
    if seen.asked:
        typer.echo(f"Cancellations requested: {seen.asked:,}.")


@app.command()
def config(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Print each setting and its meaning. Says where the value comes from."""
    from core.settings import list_settings

    found = list(list_settings())
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        typer.echo(f"{one.variable}={one.value}  ({one.source})\n    {one.meaning}")


@app.command()
def work() -> None:
    """Send replies to requesters and keep counts of metrics until stopped. A team runs this beside
    its servers."""
    import logging
    import signal
    from threading import Event

    from core.web.incidents import keep_data_out_of_logs
    from core.worker.loop import work_until

    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    keep_data_out_of_logs()
    work_until(database(), stop)
