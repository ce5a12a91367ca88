"""`session-desk findings`: records that contradict themselves."""

import typer

from core.cli.actor import explained, operator
from core.clock import now
from core.db import engine
from core.exchange.data_checks import repeat_data_checks


def findings() -> None:
    """Look for records that contradict themselves, as every import does at its end. Leads see them
    on the page Findings."""
    with explained():
        seen = repeat_data_checks(engine(), operator(), now())
    typer.echo(f"{seen.opened:,} opened, {seen.resolved:,} gone, {seen.still_open:,} open.")
    if seen.asked:
        typer.echo(f"A cancellation was asked for {seen.asked:,} sessions.")
