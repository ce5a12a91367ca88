"""The lists of codes and areas that checks use, on the Imports page, with their days."""

import streamlit as st

from core.queries.reference_lists import ReferenceLists
from pages.components.markup import fill, show_html, show_text, table
from pages.components.notices import show_problem
from pages.components.screen_dates import screen_instant

HEADS = ("List", "In force", "Entries", "From", "Loaded")
COMMAND = "session-desk reference load FILE"


def show_reference_warning(found: ReferenceLists) -> None:
    """At the top of the page: the diagnoses end soon, or have ended."""
    if found.warning:
        show_problem(f"{found.warning} To load the next release, run {COMMAND} on the server.")


def show_reference_lists(found: ReferenceLists) -> None:
    """Each list, and how the next one is loaded."""
    st.subheader("Reference lists", divider="gray")
    rows = [
        (
            one.name,
            one.days,
            f"{one.count:,}",
            one.source,
            screen_instant(one.loaded_at) if one.loaded_at else None,
        )
        for one in found.lists
    ]
    show_html(table("Lists that checks of sessions use", HEADS, rows))
    words = "To load a release of ICD-10-CM, run <code>{command}</code> on the server."
    show_text(fill(words, command=COMMAND), is_quiet=True)
