"""`session-desk metrics`: kept counts of metrics are proved."""

from typing import Annotated

import typer

from core.cli.command import database

metrics = typer.Typer(no_args_is_help=True, help="Counts of metrics that are kept.")


@metrics.callback()
def main() -> None:
    """Keep `metrics` a group."""


@metrics.command()
def recount(
    check: Annotated[bool, typer.Option("--check", help="Only say which differ.")] = False,
) -> None:
    """Compare the kept counts of metrics with the records, and mend those that differ. Exit code
    0: all were right, 1: some differed."""
    from core.clock import now
    from core.metrics import keeping
    from core.rules.time.formats import count_text, period_text

    engine, count, wrong = database(), 0, 0
    if not check:
        keeping.keep_counts(engine, now)
    for period, is_right in keeping.checked(engine, now()):
        count += 1
        if not is_right:
            wrong += 1
            days = period_text(period.first_on, period.last_on)
            typer.echo(f"{period.metric.name}, {days}: {'differs' if check else 'mended'}")
            if not check:
                keeping.recount(engine, now(), period)
    typer.echo(f"{count_text(count, 'period')} checked, {wrong:,} differed.")
    raise typer.Exit(1 if wrong else 0)
