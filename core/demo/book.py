"""The scenario book: the lists in `data/demo/` from which the demo is drawn."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from core.settings import DATA
from core.vocabulary.coverage import LineOfBusiness

FOLDER = DATA / "demo"


@dataclass(frozen=True)
class State:
    """A state of the demo: cities with a ZIP code each, area codes, and states people go to."""

    code: str
    zone: str
    cities: tuple[tuple[str, str], ...]
    area_codes: tuple[str, ...]
    neighbors: tuple[str, ...]


@dataclass(frozen=True)
class PlanInfo:
    """What the demo knows of a plan besides its row."""

    id: str
    line: LineOfBusiness
    is_bcbs: bool
    states: tuple[str, ...]
    weight: int
    copay_cents: int
    from_age: int
    moves_to: str | None
    prefix: str

    def offered_in(self, state_code: str) -> bool:
        """Whether people who live in the state can have the plan."""
        return not self.states or state_code in self.states


@dataclass(frozen=True)
class Service:
    """A kind of session: its code, its usual length and what it costs."""

    cpt: str
    minutes: int
    weight: int
    billed_cents: int
    payout_cents: int


@dataclass(frozen=True)
class Character:
    """A person who is in every demo; what is None is drawn by chance."""

    first_name: str
    last_name: str
    date_of_birth: date
    sex: str
    story: str
    preferred_name: str | None = None
    email: str | None = None
    phone: str | None = None
    state: str | None = None
    payer: str | None = None
    merged_into: str | None = None
    night: bool = False


@dataclass(frozen=True)
class Book:
    """All lists."""

    names: Mapping[str, list[str]]
    roster: list[str]
    states: Mapping[str, State]
    payers: list[dict[str, Any]]
    plan_entries: list[dict[str, Any]]
    plans: Mapping[str, PlanInfo]
    services: list[Service]
    intake: Service
    crisis: Service
    text: Mapping[str, list[str]]
    hours: Mapping[int, float]
    weekdays: Mapping[int, float]
    characters: list[Character]


@cache
def book() -> Book:
    """The book as it is on disk, read once."""
    states, plans, care = _read("states"), _read("plans"), _read("care")
    return Book(
        names=_read("names"),
        roster=states["roster"],
        states={code: _state(code, entry) for code, entry in states["state"].items()},
        payers=plans["payer"],
        plan_entries=plans["plan"],
        plans={entry["id"]: _plan(entry) for entry in plans["plan"]},
        services=[Service(**entry) for entry in care["service"]],
        intake=Service(**care["intake"]),
        crisis=Service(**care["crisis"]),
        text=care["text"],
        hours={int(hour): weight for hour, weight in care["hours"].items()},
        weekdays={int(day): weight for day, weight in care["weekdays"].items()},
        characters=[Character(**entry) for entry in _read("characters")["client"]],
    )


def fictional_staff() -> list[dict[str, str]]:
    """The people of the demo's desk: name, email, role, zone."""
    people: list[dict[str, str]] = _read("staff")["staff"]
    return people


def is_blue(plan_name: str) -> bool:
    """Whether a plan of this name is a Blue plan."""
    return "BCBS" in plan_name


def _read(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))


def _state(code: str, entry: dict[str, Any]) -> State:
    return State(
        code=code,
        zone=entry["zone"],
        cities=tuple((city, postal) for city, postal in entry["cities"]),
        area_codes=tuple(entry["area_codes"]),
        neighbors=tuple(entry["neighbors"]),
    )


def _plan(entry: dict[str, Any]) -> PlanInfo:
    return PlanInfo(
        id=entry["id"],
        line=LineOfBusiness(entry["line"]),
        is_bcbs=is_blue(entry["name"]),
        states=tuple(entry.get("states", ())),
        weight=entry["weight"],
        copay_cents=entry["copay_cents"],
        from_age=entry.get("from_age", 0),
        moves_to=entry.get("moves_to"),
        prefix=entry.get("member_prefix", ""),
    )
