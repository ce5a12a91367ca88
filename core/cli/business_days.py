"""`session-desk business-days`: which days are closed, and which federal holidays are worked."""

from typing import Annotated

import typer

from core.cli.command import database, operator, reading, writing

business_days = typer.Typer(
    no_args_is_help=True, help="Closed days, and federal holidays that are worked."
)
Reason = Annotated[str, typer.Option(help="Why; it is shown beside the day.")]


@business_days.command("list")
def list_days(year: Annotated[int, typer.Option(help="Year. [this year]")] = 0) -> None:
    """List a year's federal holidays, and the days that were closed or opened here."""
    from core.clock import now
    from core.errors import InvalidInput
    from core.queries.business_days import business_days_of
    from core.rules.time.formats import day_text

    if year and not 1900 < year < 2200:
        raise InvalidInput({"year": "Enter a year such as 2026."})
    with reading() as context:
        found = business_days_of(context, year or now().year)
    for one in found.days:
        status = "Business day" if one.is_open else "Closed"
        why = " · ".join(text for text in (one.holiday, one.reason) if text)
        typer.echo("\t".join((one.day.isoformat(), day_text(one.day), status, why)))


@business_days.command("close")
def close_day(day: str, reason: Reason) -> None:
    """Close a business day, and move the deadlines of open requests."""
    _set(day, reason, is_open=False)


@business_days.command("open")
def open_day(day: str, reason: Reason) -> None:
    """Make a federal holiday or a closed day a business day, and move the deadlines of open
    requests."""
    _set(day, reason, is_open=True)


def _set(given: str, reason: str, *, is_open: bool) -> None:
    from core.administration.business_days import (
        SetBusinessDay,
        recalculate_requests,
        set_business_day,
    )
    from core.cli import parsing
    from core.clock import now

    command = SetBusinessDay(parsing.day("day", given), is_open, reason)
    with writing() as context:
        receipt = set_business_day(context, command)
    typer.echo(receipt.text)
    typer.echo(recalculate_requests(database(), operator(), now()))
