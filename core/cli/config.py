"""`session-desk config`: the settings in force."""

import json
from dataclasses import asdict
from typing import Annotated

import typer


def config(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print each setting, its value, where the value comes from, and what it means."""
    from core.settings import list_settings

    found = list(list_settings())
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        typer.echo(f"{one.variable}={one.value}  ({one.source})\n    {one.meaning}")
