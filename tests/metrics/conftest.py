"""By which chance the records are drawn that figures are recounted on."""

import pytest

SEEDS = (64, 0, 1)
"""The first alone meets every part of every figure; a test says so."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with a `seed` is run by the first of them, in full by each."""
    if "seed" in metafunc.fixturenames:
        in_full = metafunc.config.getoption("--in-full")
        metafunc.parametrize("seed", SEEDS if in_full else SEEDS[:1])
