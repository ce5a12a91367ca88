"""Where a client is: the place of one session, and the locations the client has on file."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from core.rules.time.instants import covers
from core.vocabulary.people import LocationKind
from core.vocabulary.states import StateCode

ZIP = re.compile(r"\d{5}(-\d{4})?", re.ASCII)
STREET = re.compile(r"\d[\w/.-]*\s+\S*[^\W\d_]")
"""A house number and a name, as in "501 Sierra Street"."""
SPANISH_STREET = re.compile(r"[^\W\d_].*\s#?\d[\w-]*")
"""A name and a house number, as in "Calle Luna 12"."""


@dataclass(frozen=True)
class PlaceFact:
    """One place of a session, or a practice location. `state` is one of the 56, or OUTSIDE;
    `captured_at` is when a session's place was recorded."""

    state: str
    line1: str | None = None
    city: str | None = None
    zip: str | None = None
    captured_at: datetime | None = field(default=None, compare=False)

    @property
    def is_in_a_state(self) -> bool:
        """Whether the place is in one of the 56 states and territories."""
        return self.state in StateCode.__members__

    @property
    def has_zip(self) -> bool:
        """Whether there is a ZIP code of five digits, or nine."""
        return bool(self.zip and ZIP.fullmatch(self.zip.strip()))

    @property
    def zip3(self) -> str | None:
        """The first three digits of the ZIP code; None where it is missing or broken."""
        return self.zip.strip()[:3] if self.zip and self.has_zip else None

    @property
    def has_street_number(self) -> bool:
        """Whether the street has a number; in Puerto Rico it may follow the name."""
        street = (self.line1 or "").strip()
        is_spanish = self.state == StateCode.PR and SPANISH_STREET.match(street)
        return bool(STREET.match(street) or is_spanish)

    @property
    def missing(self) -> tuple[str, ...]:
        """What an address still wants (R20): street, city, ZIP code."""
        street = bool(self.line1 and self.line1.strip())
        city = bool(self.city and self.city.strip())
        parts = (("street", street), ("city", city), ("ZIP code", self.has_zip))
        return tuple(name for name, is_there in parts if not is_there)


@dataclass(frozen=True)
class LocationFact:
    """A location on the client's file; `has_evidence`: a board's word on temporary practice."""

    state: str
    kind: LocationKind
    from_on: date | None = None
    to_on: date | None = None
    has_evidence: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether the client has it on `day`."""
        return covers(self.from_on, self.to_on, day)


@dataclass(frozen=True)
class VisitFact:
    """An earlier session of this client: in which state, on which date of service, and when that
    was recorded."""

    state: str
    on: date
    captured_at: datetime | None = field(default=None, compare=False)
