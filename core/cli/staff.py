"""`session-desk staff`: who may sign in, and in which role."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from core.cli.command import reading, writing
from core.vocabulary.people import Role

if TYPE_CHECKING:
    from core.queries.people.staff import StaffRow

staff = typer.Typer(no_args_is_help=True, help="Who may sign in, and in which role.")


@staff.command("add")
def staff_add(
    email: str,
    name: Annotated[str, typer.Option(help="Name of the person.")],
    role: Annotated[Role, typer.Option(help="Role of the person (docs/roles.md).")],
    zone: Annotated[str, typer.Option(help="Time zone of the person: America/New_York.")],
    password_stdin: Annotated[
        bool, typer.Option(help="Read the password from the first line of the input.")
    ] = False,
) -> None:
    """Add a person who signs in with e-mail and password. Asks for the password twice."""
    from core.administration.staff import AddStaff, add_staff

    password = (
        sys.stdin.readline().rstrip("\r\n")
        if password_stdin
        else typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    with writing() as context:
        receipt = add_staff(context, AddStaff(email, name, role, zone, password))
    typer.echo(receipt.text)


@staff.command("role")
def staff_role(email: str, role: Role) -> None:
    """Give a person another role, from their next click on."""
    from core.administration.staff import ChangeRole, change_role

    with writing() as context:
        receipt = change_role(context, ChangeRole(email, role))
    typer.echo(receipt.text)


@staff.command("off")
def staff_off(email: str) -> None:
    """End a person's access, and sign them out everywhere."""
    from core.administration.staff import SwitchOffStaff, switch_off_staff

    with writing() as context:
        receipt = switch_off_staff(context, SwitchOffStaff(email))
    typer.echo(receipt.text)


@staff.command("list")
def staff_list() -> None:
    """List everyone who may sign in, and everyone whose access ended."""
    from core.queries.people.staff import list_staff

    with reading() as context:
        rows = list_staff(context)
    for row in rows:
        typer.echo(_line(row))
    if not rows:
        typer.echo("Nobody can sign in yet. Add a person with `session-desk staff add`.")


def _line(row: "StaffRow") -> str:
    from datetime import UTC

    from core.rules.time.formats import instant_text
    from core.vocabulary.words import label

    seen = instant_text(row.last_active_at, UTC) if row.last_active_at else "Never signed in"
    status = "Active" if row.is_active else "Switched off"
    return "\t".join((row.email, row.name, label(row.role), row.zone, status, seen))
