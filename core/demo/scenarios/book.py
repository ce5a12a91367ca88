"""The scenario book as it is on disk: who is in it, what happened, and what is to be answered."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from core.queries.sessions.scenarios import SCENARIOS

Entry = dict[str, Any]


@dataclass(frozen=True)
class Expected:
    """What the desk should answer: allow, block or review, and the rules that decide it."""

    verdict: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """One case. The question is asked at `at`; the first session is the one it is about."""

    key: str
    name: str
    story: str
    source: str
    rules: tuple[str, ...]
    at: datetime
    expect: Mapping[str, Expected]
    sessions: tuple[Entry, ...]

    @property
    def session_ref(self) -> str:
        """The reference of the session that the case is about."""
        return str(self.sessions[0]["id"])


@dataclass(frozen=True)
class ScenarioBook:
    """Everything in the file, in its order; people are found by their references."""

    payers: tuple[Entry, ...]
    plans: tuple[Entry, ...]
    providers: Mapping[str, Entry]
    clients: Mapping[str, Entry]
    scenarios: tuple[Scenario, ...]


@cache
def scenario_book() -> ScenarioBook:
    """The book, read once."""
    read = tomllib.loads(SCENARIOS.read_text("utf-8"))
    return ScenarioBook(
        payers=tuple(read["payer"]),
        plans=tuple(read["plan"]),
        providers={entry["id"]: entry for entry in read["provider"]},
        clients={entry["id"]: entry for entry in read["client"]},
        scenarios=tuple(_scenario(entry) for entry in read["scenario"]),
    )


def _scenario(entry: Entry) -> Scenario:
    return Scenario(
        key=entry["key"],
        name=entry["name"],
        story=entry["story"],
        source=entry["source"],
        rules=tuple(entry["rules"]),
        at=entry["at"],
        expect={question: _expected(text) for question, text in entry["expect"].items()},
        sessions=tuple(entry["session"]),
    )


def _expected(text: str) -> Expected:
    verdict, *rules = text.split()
    return Expected(verdict, tuple(rules))
