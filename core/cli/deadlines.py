"""`session-desk deadlines`: stored due dates are recomputed."""

import typer

from core.cli.command import database, operator

deadlines = typer.Typer(no_args_is_help=True, help="Deadlines of sessions and requests.")


@deadlines.callback()
def main() -> None:
    """Keep `deadlines` a group."""


@deadlines.command()
def recompute() -> None:
    """Recompute the deadlines of all sessions and open requests, for example after a changed
    policy. You can stop it and run it again at any time; only deadlines that differ are written."""
    from rich.progress import Progress, TextColumn

    from core.administration.business_days import recalculate_requests
    from core.administration.recompute import recompute_all
    from core.clock import now

    checked = changed = 0
    with Progress(TextColumn("{task.completed:,} sessions"), transient=True) as bar:
        task = bar.add_task("sessions", total=None)
        for done in recompute_all(database(), operator(), now()):
            checked, changed = checked + done.looked_at, changed + done.changed
            bar.update(task, completed=checked)
    typer.echo(f"{checked:,} sessions checked, {changed:,} changed.")
    typer.echo(recalculate_requests(database(), operator(), now()))
