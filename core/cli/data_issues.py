"""`session-desk data-issues`, which was called `findings` and still answers to that name."""

import typer

from core.cli.command import database, operator


def check_data_issues() -> None:
    """Check all records for data issues, as every import does at its end. Leads see them on the
    page Data issues."""
    from core.clock import now
    from core.data_issues.run import repeat_data_checks

    seen = repeat_data_checks(database(), operator(), now())
    counts = f"{seen.opened:,} new, {seen.resolved:,} resolved, {seen.still_open:,} open"
    typer.echo(f"Data issues: {counts}.")
    if seen.asked:
        typer.echo(f"Cancellations requested: {seen.asked:,}.")
