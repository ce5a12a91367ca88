"""`session-desk reference`: the lists that checks use, and a new list of diagnoses."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from core.cli.command import reading, writing

reference = typer.Typer(
    no_args_is_help=True, help="Lists of diagnoses, CPT codes, ZIP codes and Blue areas."
)


@reference.command("load")
def reference_load(
    file: Annotated[Path, typer.Argument(help="Order file or code file of CMS, unpacked.")],
    from_on: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day. [as in the file's name]"),
    ] = None,
    to_on: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Last day. [next September 30]"),
    ] = None,
    release: Annotated[str, typer.Option(help="Name. [month and year of the first day]")] = "",
    partial: Annotated[
        bool, typer.Option("--partial", help="Check only the categories that the file has.")
    ] = False,
) -> None:
    """Load a release of ICD-10-CM. Earlier lists stay, for the days that they cover. What changed
    is written to a CSV file beside FILE."""
    from core.administration.diagnosis_file import read_list
    from core.administration.diagnosis_lists import LoadDiagnosisList, load_diagnosis_list

    first, last = (day.date() if day else None for day in (from_on, to_on))
    command = LoadDiagnosisList(file, read_list(file), first, last, release, partial)
    with writing() as context:
        receipt = load_diagnosis_list(context, command)
    typer.echo(receipt.text)


@reference.command("list")
def reference_list() -> None:
    """Show each list with its days, and warn about one that has ended or ends soon."""
    from core.queries.reference_lists import reference_lists

    with reading() as context:
        found = reference_lists(context)
    for one in found.lists:
        typer.echo("\t".join((one.name, one.days, f"{one.count:,}", one.source)))
    if found.warning:
        typer.echo(found.warning)
