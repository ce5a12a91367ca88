"""Seeded randomness: each part of the demo draws from a stream that its name alone decides."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance(Random):
    """A stream that gives the same values every time, whatever is drawn elsewhere."""

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


class Quota:
    """Picks exactly a share of what passes, evenly spread: a trend shows whatever the day."""

    def __init__(self) -> None:
        self._owed = 0.5

    def picks(self, share: float) -> bool:
        """Whether the next case is picked, where `share` of its kind should be, 0 to 1."""
        self._owed += share
        is_picked = self._owed >= 1
        self._owed -= is_picked
        return is_picked


ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U, 0 and 1, which are misread."""
SCRAMBLER = 2_654_435_761
"""A large prime, so that neighbors look nothing like each other."""


def ref(prefix: str, length: int, number: int) -> str:
    """The `number`-th reference; raises ValueError where `length` characters are too few."""
    room = len(ALPHABET) ** length
    if not 0 <= number < room:
        raise ValueError(f"{length} characters are too few for number {number}")
    scrambled = (number * SCRAMBLER + 987_654_321) % room
    letters = []
    for _ in range(length):
        scrambled, place = divmod(scrambled, len(ALPHABET))
        letters.append(ALPHABET[place])
    return f"{prefix}-{''.join(letters)}"
