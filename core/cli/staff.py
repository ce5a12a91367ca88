"""`session-desk staff`: who may sign in, and as what."""

import sys
from typing import Annotated

import typer

from core.administration.staff import (
    AddStaff,
    ChangeRole,
    SwitchOffStaff,
    add_staff,
    change_role,
    switch_off_staff,
)
from core.cli.actor import changing, explained, operator
from core.clock import now
from core.db import engine
from core.db.transaction import reading
from core.queries.people.staff import StaffRow, list_staff
from core.vocabulary.people import Role

staff = typer.Typer(no_args_is_help=True, help="Who may sign in, and as what.")


@staff.command("add")
def staff_add(
    email: str,
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")],
    zone: Annotated[str, typer.Option(help="IANA zone of the person's clock.")],
    password_stdin: Annotated[
        bool, typer.Option(help="Read the password from the first line of the input.")
    ] = False,
) -> None:
    """Add a person who signs in by e-mail and password; asks for the password twice."""
    password = (
        sys.stdin.readline().rstrip("\r\n")
        if password_stdin
        else typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    with changing() as change:
        receipt = add_staff(change, AddStaff(email, name, role, zone, password))
    typer.echo(receipt.text)


@staff.command("role")
def staff_role(email: str, role: Role) -> None:
    """Give a person another role; it counts from the next thing they do."""
    with changing() as change:
        receipt = change_role(change, ChangeRole(email, role))
    typer.echo(receipt.text)


@staff.command("off")
def staff_off(email: str) -> None:
    """End a person's access and all their sign-ins at once."""
    with changing() as change:
        receipt = switch_off_staff(change, SwitchOffStaff(email))
    typer.echo(receipt.text)


@staff.command("list")
def staff_list() -> None:
    """List who may sign in, and who could."""
    with explained(), reading(engine(), operator(), now()) as look:
        rows = list_staff(look)
    for row in rows:
        typer.echo(_line(row))


def _line(row: StaffRow) -> str:
    seen = f"{row.last_active_at:%Y-%m-%d %H:%M} UTC" if row.last_active_at else "never signed in"
    status = "active" if row.is_active else "switched off"
    return "\t".join((row.email, row.name, row.role, row.zone, status, seen))
