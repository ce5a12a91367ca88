"""Tables of vectors: the first of a row is its name, the rest is what the test is given."""

from collections.abc import Iterable
from typing import Any

import pytest


def table(rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    return [pytest.param(*given, id=name) for name, *given in rows]
