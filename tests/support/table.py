"""Parameters of a test as a table; the first cell of each row is the name of the case."""

from collections.abc import Iterable
from typing import Any

import pytest


def table(rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    return [pytest.param(*given, id=name) for name, *given in rows]
