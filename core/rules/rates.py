"""When a share says something, and when it is of too few."""

FEWEST = 10
"""Fewer than these make no rate: one more or less would move it by ten points or more."""


def share(number: int, of: int) -> float | None:
    """`number` of `of`, 0 to 1; None of fewer than `FEWEST`."""
    return number / of if of >= FEWEST else None
