"""The command line on the database of the test."""

from collections.abc import Callable

import pytest
from click.testing import Result
from sqlalchemy import Engine
from typer.testing import CliRunner

from core.cli import app

Command = Callable[..., Result]


@pytest.fixture
def command(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`session-desk` with these arguments; `input` is what its standard input holds."""
    monkeypatch.setattr("core.db.engine", lambda: engine)

    def run(*arguments: str, given: str = "") -> Result:
        return CliRunner().invoke(app, list(arguments), input=given)

    return run
