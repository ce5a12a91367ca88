"""Reference data as the rules are handed it: diagnoses, minutes of codes, ZIP codes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.rules.time.formats import count_text, date_text

DIAGNOSIS = re.compile(r"[A-Z](\d[0-9A-Z]|[A-Z]\d)(\.[0-9A-Z]{1,4})?")
"""How a code is written; a few categories have two letters first, such as QA0."""
WARNED_BEFORE_DAYS = 30
"""A list that ends in fewer days than this is announced to admins."""


def with_dot(code: str) -> str:
    """ "F411" as "F41.1": both are written."""
    return code if "." in code or len(code) <= 3 else f"{code[:3]}.{code[3:]}"


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
class DiagnosisList:
    """The ICD-10-CM codes that can be billed from `from_on` to `to_on`, both included, as one
    release has them: those of each category between blanks. It can tell about the chapters and
    categories in `covers`."""

    release: str
    from_on: date
    to_on: date
    covers: tuple[str, ...]
    codes: Mapping[str, str]

    def is_in_force(self, day: date) -> bool:
        """Whether it is the list of `day`."""
        return self.from_on <= day <= self.to_on

    def speaks_of(self, code: str) -> bool:
        """Whether this list can tell if `code` can be billed."""
        return code.startswith(self.covers)

    def holds(self, code: str) -> bool:
        """Whether `code` can be billed."""
        return f" {code} " in self.codes.get(code[:3], "")

    @property
    def all_codes(self) -> list[str]:
        """Every code that can be billed."""
        return [code for line in self.codes.values() for code in line.split()]


def by_category(lines: Iterable[str]) -> dict[str, str]:
    """Codes as a list holds them, of lines with those of one category each."""
    return {line[:3]: f" {line} " for line in lines}


def list_for(lists: Iterable[DiagnosisList], code: str, day: date) -> DiagnosisList | None:
    """The list that decides about `code` on `day`: of those in force the newest release, and of
    one release what was loaded last; None where no list can tell (A48)."""
    found = [one for one in lists if one.is_in_force(day) and one.speaks_of(code)]
    return max(reversed(found), key=lambda one: one.from_on, default=None)


def why_unchecked(lists: Iterable[DiagnosisList], code: str, day: date) -> str:
    """Why no list can tell about `code` on `day`, as the end of a sentence."""
    known = tuple(lists)
    if any(one.is_in_force(day) for one in known):
        return f"the list in force has no codes that begin with {code[:3]}"
    ended = [one.to_on for one in known if one.to_on < day]
    if ended:
        return f"the list ends {date_text(max(ended))}"
    begins = min((one.from_on for one in known), default=None)
    return f"the list begins {date_text(begins)}" if begins else "no list is loaded"


def last_day(lists: Iterable[DiagnosisList], today: date) -> date | None:
    """Until when there is a list without a gap, from `today` on; the last end where there is none
    today, None where there never was one."""
    found = sorted(lists, key=lambda one: one.from_on)
    ends = max((one.to_on for one in found if one.to_on < today), default=None)
    reached = today
    for one in found:
        if one.is_in_force(reached):
            ends, reached = one.to_on, one.to_on + timedelta(days=1)
    return ends


def ending_text(ends: date | None, today: date) -> str | None:
    """A warning about a list whose last day is `ends`; None from 30 days ahead on."""
    if ends is None:
        return "No ICD-10-CM list is loaded, so diagnoses are not checked."
    left = (ends - today).days
    if left < 0:
        return f"The ICD-10-CM list ended {date_text(ends)}. Later diagnoses are not checked."
    if left >= WARNED_BEFORE_DAYS:
        return None
    when = "today" if left == 0 else f"in {count_text(left, 'day')}"
    return (
        f"The ICD-10-CM list ends {when}, {date_text(ends)}. Later diagnoses will not be checked."
    )


@dataclass(frozen=True)
class Reference:
    """All of it. `zip_states` has the states of the first three digits of a ZIP code, and
    `zip_military` the military post offices (AA, AE, AP). The days say as of when minutes and ZIP
    codes were written down."""

    diagnoses: tuple[DiagnosisList, ...] = ()
    bands: Mapping[str, MinuteBand] = field(default_factory=dict)
    bands_as_of: date = date.min
    zip_states: Mapping[str, frozenset[str]] = field(default_factory=dict)
    zip_military: Mapping[str, frozenset[str]] = field(default_factory=dict)
    zips_as_of: date = date.min

    @property
    def zip_homes(self) -> Mapping[str, frozenset[str]]:
        """Where a home with these first three digits can be: the states and the post offices."""
        return {**self.zip_states, **self.zip_military}
