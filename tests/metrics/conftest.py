"""A session to ask metrics in, and the seeds of the random records that they count."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import db

SEEDS = (20, 0, 1)
"""The first alone meets every outcome of every metric; a test says so."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with a `seed` is run by the first of them, in full by each."""
    if "seed" in metafunc.fixturenames:
        in_full = metafunc.config.getoption("--in-full")
        metafunc.parametrize("seed", SEEDS if in_full else SEEDS[:1])


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.writing(engine) as opened:
        yield opened
