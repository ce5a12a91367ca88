"""`session-desk`: everything that is done from the command line."""

import getpass
from datetime import UTC, datetime

import typer

from core import access
from core.actions.policies import load_policy_baseline
from core.db import engine
from core.migrations import upgrade
from core.transaction import transaction

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    help="Session Desk: operations of a therapy platform's support team.",
)


def operator() -> access.Actor:
    """Whoever runs the command, by account name; every command is logged under it."""
    return access.operator(getpass.getuser())


def now() -> datetime:
    """The instant a command runs at."""
    return datetime.now(UTC)


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
