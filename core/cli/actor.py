"""Who runs a command, when, and how an expected error ends it."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from core import access
from core.clock import now
from core.db import engine
from core.db.transaction import WriteContext, transaction
from core.errors import DeskError, InvalidInput


def operator() -> access.Actor:
    """Whoever runs the command, by account name; every command is logged under it."""
    return access.operator(getpass.getuser())


@contextmanager
def changing() -> Iterator[WriteContext]:
    """One transaction of the operator's; what is refused is explained."""
    with explained(), transaction(engine(), operator(), now()) as change:
        yield change


@contextmanager
def explained() -> Iterator[None]:
    """End the command with the message of an expected error, a field a line."""
    try:
        yield
    except InvalidInput as refused:
        for field, advice in refused.fields.items():
            typer.echo(f"{field}: {advice}", err=True)
        raise typer.Exit(2) from refused
    except DeskError as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from refused
