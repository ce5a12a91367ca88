"""The demo's scenarios by name, each with a link to its session; refused outside a demo."""

import streamlit as st

from core.queries.sessions.scenarios import ScenarioRow, scenario_list
from pages import context
from pages.components import session_table
from pages.components.markup import fill, show_html

HEADS = ("Scenario", "What it shows")


def scenario_cells(row: ScenarioRow) -> list[object]:
    """The name and what the scenario shows."""
    return [fill("<strong>{name}</strong>", name=row.name), row.story]


def show_scenarios() -> None:
    """The list in the book's order, or that this demo ends before the first of them."""
    rows = context.query(scenario_list)
    text = "No scenarios. The first one needs a demo that ends after November 2025."
    if rows:
        text = f"{len(rows)} examples of the rules. Open a session to see its verdicts."
    show_html(fill('<p class="desk quiet">{text}</p>', text=text))
    if rows:
        session_table.show_linked_table(
            HEADS, [(row.session_ref, scenario_cells(row)) for row in rows]
        )


st.title("Scenarios")
show_scenarios()
