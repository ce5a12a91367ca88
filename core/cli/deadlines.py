"""`session-desk deadlines`: due instants written anew."""

import typer
from rich.progress import Progress, TextColumn

from core.administration.recompute import recompute_deadlines
from core.cli.actor import changing, explained

deadlines = typer.Typer(no_args_is_help=True, help="The due instants of stored records.")


@deadlines.callback()
def main() -> None:
    """Keep `deadlines` a group."""


@deadlines.command()
def recompute() -> None:
    """Write the due instants of every session anew, as after a changed policy. May be stopped and
    run again at any time; only what differs is written."""
    looked_at = changed = 0
    after: int | None = 0
    with explained(), Progress(TextColumn("{task.completed:,} sessions"), transient=True) as bar:
        task = bar.add_task("sessions", total=None)
        while after is not None:
            with changing() as change:
                done = recompute_deadlines(change, after)
            after, looked_at, changed = (
                done.last_id,
                looked_at + done.looked_at,
                changed + done.changed,
            )
            bar.update(task, completed=looked_at)
    typer.echo(f"{looked_at:,} sessions looked at, {changed:,} changed.")
