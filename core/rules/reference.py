"""Reference data as the rules are handed it: diagnoses, minutes of codes, ZIP codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class MinuteBand:
    """The minutes one CPT code stands for, both ends included."""

    label: str
    from_minutes: int
    to_minutes: int | None = None

    def holds(self, minutes: int) -> bool:
        """Whether a session of so many minutes fits."""
        return self.from_minutes <= minutes and (
            self.to_minutes is None or minutes <= self.to_minutes
        )


@dataclass(frozen=True)
class Diagnoses:
    """The ICD-10-CM codes that can be billed, of one release and the chapters in `covers`."""

    release: str
    from_on: date
    covers: tuple[str, ...]
    codes: frozenset[str]

    def speaks_of(self, code: str, day: date) -> bool:
        """Whether this list can tell if `code` was billable on `day`."""
        return day >= self.from_on and code.startswith(self.covers)


@dataclass(frozen=True)
class Reference:
    """All of it. `zip_states` has the states of the first three digits of a ZIP code."""

    diagnoses: Diagnoses
    bands: Mapping[str, MinuteBand] = field(default_factory=dict)
    zip_states: Mapping[str, frozenset[str]] = field(default_factory=dict)
