"""What every command shares: who runs it, on which database, and how an expected error ends it.

Commands import what they need inside, so that `--help` and `--version` answer at once.
"""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from core import access
from core.errors import DeskError, InvalidInput, PolicyGap

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from core.db.transaction import ReadContext, WriteContext


def operator() -> access.Actor:
    """Whoever runs the command, by account name; the audit log names it."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container without an entry for its user
        name = "unknown account"
    return access.operator(name)


def database() -> "Engine":
    """The database of the settings, up to date; raises DatabaseNotReady."""
    from core.db import engine
    from core.db.readiness import require_current

    found = engine()
    require_current(found)
    return found


@contextmanager
def writing() -> "Iterator[WriteContext]":
    """One transaction of the operator's."""
    from core.clock import now
    from core.db.transaction import transaction

    with transaction(database(), operator(), now()) as context:
        yield context


@contextmanager
def reading() -> "Iterator[ReadContext]":
    """One reading of the operator's."""
    from core.clock import now
    from core.db import transaction

    with transaction.reading(database(), operator(), now()) as context:
        yield context


class Commands(TyperGroup):
    """A group whose commands end with a sentence, not a traceback, where a person can act.

    Exit code 2: what was typed or set is wrong; 1: anything else that was expected.
    """

    def invoke(self, ctx: Any) -> Any:
        """Run the command; raises typer.Exit for what was expected."""
        try:
            return super().invoke(ctx)
        except Exception as problem:
            said = advice(problem)
            if said is None:
                raise
            typer.echo(said, err=True)
            raise typer.Exit(2 if isinstance(problem, InvalidInput) else 1) from problem


def advice(problem: Exception) -> str | None:
    """What happened and what to do; None for a fault of ours."""
    if isinstance(problem, InvalidInput):
        return "\n".join(f"{field}: {advice}" for field, advice in problem.fields.items())
    if isinstance(problem, DeskError | PolicyGap):
        return str(problem)
    from sqlalchemy.exc import DatabaseError

    if isinstance(problem, DatabaseError):
        from core.db.readiness import trouble

        return trouble(problem)
    if isinstance(problem, OSError) and problem.filename:
        return f"Cannot use {problem.filename}: {problem.strerror}. Check the path and your rights."
    return None
