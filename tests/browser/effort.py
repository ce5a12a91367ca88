"""What a walk costs the people who take it: clicks, fields typed into, seconds by the clock.

Printed by `pytest -rP tests/browser`; of a time nothing is asserted, since machines differ.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.browser.visitor import Visitor


@contextmanager
def effort(walk: str, *people: Visitor, at_most: int) -> Iterator[None]:
    """Count what happens inside; fails where it takes more than `at_most` clicks."""
    began, clicks, fields = time.monotonic(), _clicks(people), _fields(people)
    yield
    seconds = time.monotonic() - began
    clicks, fields = _clicks(people) - clicks, _fields(people) - fields
    print(f"{walk}: {clicks} clicks, {fields} fields typed, {seconds:.1f} s")  # noqa: T201
    assert clicks <= at_most


def _clicks(people: tuple[Visitor, ...]) -> int:
    return sum(one.presses for one in people)


def _fields(people: tuple[Visitor, ...]) -> int:
    return sum(one.typed for one in people)
