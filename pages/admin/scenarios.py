"""The demo's scenarios by name, each with a link to its session; refused outside a demo."""

import streamlit as st

from core.queries.sessions.scenarios import scenario_list
from pages import context
from pages.components.markup import fill, show_text
from pages.components.session_table import show_linked_table

HEADS = ("Scenario", "What it shows")

st.title("Scenarios")
rows = context.query(scenario_list)
if rows:
    show_text(
        f"{len(rows)} examples of the rules. Open a session to see its verdicts.", is_quiet=True
    )
    cells = [
        (row.session_ref, (fill("<strong>{name}</strong>", name=row.name), row.story))
        for row in rows
    ]
    show_linked_table(HEADS, cells)
else:
    show_text("No scenarios. The first one needs a demo that ends after November 2025.")
