"""The demo's scenarios: examples of the help articles, each with a session to open."""

import tomllib
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.access import LOOKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.models.care import CareSession
from core.queries.people.sign_ins import is_demo
from core.settings import DATA

SCENARIOS = DATA / "demo" / "scenarios.toml"


@dataclass(frozen=True)
class ScenarioRow:
    """One scenario: its name, what it shows, and the session to open. No person is named."""

    name: str
    story: str
    session_ref: str


@guard(LOOKING)
def scenario_list(context: ReadContext) -> tuple[ScenarioRow, ...]:
    """The scenarios whose session is stored, in the book's order. Raises NotFound where the
    database is not a demo."""
    if not is_demo(context.db):
        raise NotFound("This database is not a demo. Scenarios are in demos only.")
    wanted = [one.session_ref for one in _told()]
    refs = col(CareSession.ref)
    stored = set(context.db.scalars(select(refs).where(refs.in_(wanted))))
    return tuple(one for one in _told() if one.session_ref in stored)


def scenario_of(db: Session, session_ref: str) -> ScenarioRow | None:
    """The scenario that this session is about; None for any other, and where there is no demo."""
    told = next((one for one in _told() if one.session_ref == session_ref), None)
    return told if told and is_demo(db) else None


@cache
def _told() -> tuple[ScenarioRow, ...]:
    entries = tomllib.loads(SCENARIOS.read_text("utf-8"))["scenario"]
    return tuple(ScenarioRow(one["name"], one["story"], one["sessions"][0]) for one in entries)
