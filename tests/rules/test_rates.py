"""When a share is of too few to say something."""

import pytest

from core.rules.rates import FEWEST, share


@pytest.mark.parametrize(
    ("number", "of", "found"), [(0, 10, 0.0), (1, 10, 0.1), (10, 10, 1.0), (30, 40, 0.75)]
)
def test_of_ten_or_more_there_is_a_rate(number: int, of: int, found: float) -> None:
    assert share(number, of) == found


@pytest.mark.parametrize("of", [0, 1, FEWEST - 1])
def test_of_fewer_there_is_none(of: int) -> None:
    assert share(of, of) is None
