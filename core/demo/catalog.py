"""The lists in `data/demo/` from which the demo is drawn."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from core.settings import DATA
from core.vocabulary.coverage import LineOfBusiness
from core.vocabulary.people import Sex

FOLDER = DATA / "demo"


class ListEntry(BaseModel):
    """An entry of a list; typing errors are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class State(ListEntry):
    """A state: cities with a ZIP code each, area codes, and the states people travel to."""

    code: str
    zone: str
    cities: tuple[tuple[str, str], ...]
    area_codes: tuple[str, ...]
    neighbors: tuple[str, ...]


class DemoPlan(ListEntry, extra="allow"):
    """A plan, and what the generator needs to know of it; the rest is for its row alone."""

    id: str
    payer: str
    name: str
    line: LineOfBusiness
    member_prefix: str | None = None
    states: tuple[str, ...] = ()
    sub_area: str = ""
    weight: int
    copay_cents: int
    from_age: int = 0
    moves_to: str | None = None

    @property
    def is_bcbs(self) -> bool:
        """Whether it is a Blue plan."""
        return "BCBS" in self.name

    @property
    def travels(self) -> bool:
        """Whether it is a Blue plan whose members are seen elsewhere, through BlueCard."""
        takes_part = (self.model_extra or {}).get("is_bluecard_eligible") is not False
        return self.is_bcbs and not self.from_age and takes_part

    def offered_in(self, state_code: str) -> bool:
        """Whether people who live in the state can have the plan."""
        return not self.states or state_code in self.states

    def reaches(self, zip_code: str | None) -> bool:
        """Whether the part of a state that the plan serves, if it is only a part, has the ZIP."""
        first, _, last = self.sub_area.partition("-")
        return not last or first <= (zip_code or "")[:3] <= last


class Service(ListEntry):
    """A kind of session: its code, its usual length and what it costs."""

    cpt: str
    minutes: int
    weight: int
    billed_cents: int
    payout_cents: int


class Identity(ListEntry):
    """Who a client is. An empty e-mail or phone is missing; what is None is drawn."""

    first_name: str
    last_name: str
    date_of_birth: date
    sex: Sex
    story: str = ""
    preferred_name: str | None = None
    email: str | None = None
    phone: str | None = None
    state: str | None = None
    payer: str | None = None
    merged_into: str | None = None
    is_night: bool = False


@dataclass(frozen=True)
class Catalog:
    """The lists that are drawn from."""

    states: dict[str, State]
    plans: dict[str, DemoPlan]
    services: dict[Service, int]
    intake: Service
    crisis: Service
    characters: tuple[Identity, ...]


@cache
def catalog() -> Catalog:
    """The lists as they are on disk, read once."""
    states, care = demo_list("states")["state"], demo_list("care")
    services = [Service(**entry) for entry in care["service"]]
    return Catalog(
        states={code: State(code=code, **entry) for code, entry in states.items()},
        plans={entry["id"]: DemoPlan(**entry) for entry in demo_list("plans")["plan"]},
        services={one: one.weight for one in services},
        intake=Service(**care["intake"]),
        crisis=Service(**care["crisis"]),
        characters=tuple(Identity(**entry) for entry in demo_list("characters")["client"]),
    )


@cache
def demo_list(name: str) -> dict[str, Any]:
    """One file of `data/demo/`, by its name without the ending."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
