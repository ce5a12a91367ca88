"""Chance that falls the same way each time: every part of the demo throws dice of its own name."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice(Random):
    """A stream of chance that its name alone decides, whatever is thrown elsewhere."""

    def __init__(self, name: str) -> None:
        super().__init__(f"session desk demo: {name}")

    def hits(self, probability: float) -> bool:
        """True with `probability`, 0 to 1."""
        return self.random() < probability

    def weighted(self, weights: Mapping[T, float]) -> T:
        """A key of `weights`, each as often as its weight says."""
        return self.choices(list(weights), list(weights.values()))[0]

    def hours(self, low: float, high: float) -> timedelta:
        """A span between `low` and `high` hours, in whole seconds."""
        return timedelta(seconds=self.randint(int(low * 3600), int(high * 3600)))

    def minutes(self, low: int, high: int) -> timedelta:
        """A span between `low` and `high` whole minutes, both included."""
        return timedelta(minutes=self.randint(low, high))
