"""The command line on the database of the test."""

from collections.abc import Callable
from importlib import import_module

import pytest
from click.testing import Result
from sqlalchemy import Engine
from typer.testing import CliRunner

from core.cli import app

Command = Callable[..., Result]
MODULES = ("main", "actor", "explain", "staff")


@pytest.fixture
def command(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`session-desk` with these arguments; `input` is what its standard input holds."""
    for name in MODULES:
        monkeypatch.setattr(import_module(f"core.cli.{name}"), "engine", lambda: engine)

    def run(*arguments: str, given: str = "") -> Result:
        return CliRunner().invoke(app, list(arguments), input=given)

    return run
