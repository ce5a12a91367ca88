"""Dated policy values, as rules are handed them.

A value is in force from `effective_from` to `effective_to`, both days included.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.errors import PolicyGap
from core.rules.time.instants import covers

Value = int | float | str | bool


@dataclass(frozen=True)
class PolicyValue:
    """One value of one policy over one span of days, with where it comes from."""

    key: str
    value: Value
    unit: str
    effective_from: date
    effective_to: date | None
    origin: str
    rule: str
    citation: str

    def covers(self, day: date) -> bool:
        """Whether the value is in force on `day`, both ends included."""
        return covers(self.effective_from, self.effective_to, day)

    @property
    def number(self) -> int:
        """The value as a whole number; a policy that is none is a PolicyGap."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise PolicyGap(f"Policy {self.key} of {self.effective_from} is not a whole number.")
        return self.value

    @property
    def text(self) -> str:
        """The value as text."""
        return str(self.value)


class PolicyBook:
    """Every policy value; asked for a key and a day, it answers with one value or a PolicyGap."""

    def __init__(self, values: Iterable[PolicyValue]) -> None:
        self._by_key: dict[str, list[PolicyValue]] = {}
        self._on: dict[tuple[str, date], PolicyValue] = {}
        for value in values:
            self._by_key.setdefault(value.key, []).append(value)
        for spans in self._by_key.values():
            spans.sort(key=lambda span: span.effective_from, reverse=True)

    def on(self, key: str, day: date) -> PolicyValue:
        """The value of `key` in force on `day`; raises PolicyGap where none is."""
        asked = key, day
        if asked not in self._on:
            self._on[asked] = self._find(key, day)
        return self._on[asked]

    def _find(self, key: str, day: date) -> PolicyValue:
        for span in self._by_key.get(key, ()):
            if span.covers(day):
                return span
        raise PolicyGap(f"No value of the policy '{key}' is in force on {day.isoformat()}.")

    def all(self) -> list[PolicyValue]:
        """Every value, by key and newest first."""
        return [span for key in sorted(self._by_key) for span in self._by_key[key]]
