"""Databases that hold nothing yet, of either kind."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.db import make_engine

_numbers = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def make_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Makes engines on databases of the same kind that hold nothing."""
    made: list[Engine] = []

    def empty() -> Engine:
        number = next(_numbers)
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / f'empty{number}.sqlite'}"
        else:
            url = request.getfixturevalue("postgres").create(f"empty_{number}")
        made.append(make_engine(url))
        return made[-1]

    yield empty
    for engine in made:
        engine.dispose()


@pytest.fixture
def empty(make_empty) -> Engine:
    return make_empty()
