"""The scenario book in a table: a name, what it tells, and a link to its session."""

from collections.abc import Sequence

from core.queries.sessions.scenarios import ScenarioRow
from pages.components import session_table
from pages.components.markup import fill

HEADS = ("Scenario", "What it tells")


def show_scenario_table(rows: Sequence[ScenarioRow]) -> None:
    """The scenarios in the book's order; a reference opens the session."""
    session_table.show_linked_table(HEADS, [(row.session_ref, _cells(row)) for row in rows])


def _cells(row: ScenarioRow) -> list[object]:
    return [fill("<strong>{name}</strong>", name=row.name), row.story]
