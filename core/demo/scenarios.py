"""The scenario book: examples of the help articles, and awkward cases, with fixed dates.

Every demo that lasts long enough has them: the questions of `data/demo/scenarios.toml` and the
records of `data/demo/scenarios/`. Drawn records never refer to them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache

from core.demo.catalog import FOLDER, ListEntry, demo_list
from core.demo.period import Period
from core.exchange.all_extracts import EXTRACTS
from core.exchange.care_rows import SessionRow
from core.exchange.coverage_rows import PayerRow, PlanAreaRow, PlanRow
from core.exchange.extract_reader import ExtractLine, read_lines
from core.exchange.extract_row import ExtractRow
from core.exchange.reject_reasons import RejectReason

RECORDS = FOLDER / "scenarios"
PEOPLE = ("provider", "client")


class Scenario(ListEntry):
    """One case. The first session is the one that it is about; `expect` holds for each question
    the answer at the instant `at`: allow, block or review, and the rules that decide."""

    key: str
    name: str
    story: str
    source: str
    rules: tuple[str, ...]
    at: datetime
    expect: dict[str, str]
    sessions: tuple[str, ...]

    @property
    def session_ref(self) -> str:
        """The reference of the session that the case is about."""
        return self.sessions[0]


@cache
def all_scenarios() -> tuple[Scenario, ...]:
    """Every scenario, in the book's order."""
    return tuple(Scenario(**entry) for entry in demo_list("scenarios")["scenario"])


@cache
def scenario_records() -> Mapping[type[ExtractRow], tuple[ExtractRow, ...]]:
    """Every record of the book by the class of its extract; raises ValueError for a bad line."""
    files = ((kind, RECORDS / kind.file) for kind in EXTRACTS)
    return {kind: tuple(map(_row, read_lines(path, kind))) for kind, path in files}


def scenario_rows(period: Period) -> list[ExtractRow]:
    """The records of every scenario that is over by `period.until`."""
    over = [one for one in all_scenarios() if scenario_ends_at(one) <= period.until]
    return _records_of(over)


def scenario_ends_at(scenario: Scenario) -> datetime:
    """The last instant in a scenario: of its question and of every record of it."""
    values = [value for row in _records_of([scenario]) for _, value in row]
    return max([scenario.at, *(one for one in values if isinstance(one, datetime))])


def _row(line: ExtractLine | tuple[RejectReason, ...]) -> ExtractRow:
    if not isinstance(line, ExtractLine):
        raise ValueError(str(line))
    return line.row


def _records_of(scenarios: Iterable[Scenario]) -> list[ExtractRow]:
    """The sessions, everything of theirs and of their people, and the plans that these have."""
    refs = {ref for one in scenarios for ref in one.sessions}
    sessions = [row for row in scenario_records()[SessionRow] if row.ref in refs]
    people = {getattr(row, f"{who}_id") for row in sessions for who in PEOPLE}
    everyone = [row for rows in scenario_records().values() for row in rows]
    found = [row for row in everyone if _is_of(row, refs, people)]
    plans = {getattr(row, "plan_id", None) for row in found}
    payers = {getattr(row, "payer_id", None) for row in everyone if row.ref in plans}
    shared = [row for row in everyone if isinstance(row, PayerRow | PlanRow | PlanAreaRow)]
    used = plans | payers
    return [row for row in shared if {row.ref, getattr(row, "plan_id", "")} & used] + found


def _is_of(row: ExtractRow, refs: set[str], people: set[str]) -> bool:
    """A session's own record, or one of a person's that is of no session."""
    if isinstance(row, SessionRow) or row.ref in people:
        return row.ref in refs | people
    if session_ref := getattr(row, "session_id", None):
        return session_ref in refs
    owners = {getattr(row, f"{who}_id", None) for who in PEOPLE} - {None}
    return bool(owners) and owners <= people
