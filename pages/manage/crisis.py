"""Crisis exceptions: which sessions wait for a manager's decision, until when, and for what."""

import streamlit as st

from core.queries.sessions.crises import CrisisList, crisis_exceptions
from core.vocabulary.care import CrisisStage
from core.vocabulary.states import StateCode
from core.vocabulary.words import label
from pages import context
from pages.components.crisis_table import show_crisis_table
from pages.components.markup import fill, show_html, show_text
from pages.components.url_choice import url_choice

STAGES = {one.value: label(one) for one in CrisisStage}
STATES = {one.value: one.value for one in StateCode}
EMPTY = {
    CrisisStage.WAITING: "No crisis exceptions wait for a decision. Sessions are checked after "
    "every import.",
    CrisisStage.OVERDUE: "No overdue decisions",
    CrisisStage.DECLINED: "No declined exceptions of sessions that can still be confirmed",
}


def ask_filters() -> tuple[CrisisStage, StateCode | None]:
    """The status and the state; a phone shows two fields in a row."""
    with st.container(border=True, key="filters"):
        left, right = st.columns(2)
    with left:
        stage = url_choice("Status", STAGES, "status", CrisisStage.WAITING.value)
    with right:
        state = url_choice("State", STATES, "state")
    return CrisisStage(stage), StateCode(state) if state else None


def show_found(found: CrisisList, stage: CrisisStage) -> None:
    """How many there are of each status, and the table."""
    counts = " · ".join(f"{label(one)} {found.counts[one]:,}" for one in CrisisStage)
    show_html(fill('<p class="desk" role="status">{counts}</p>', counts=counts))
    if found.rows:
        show_crisis_table(found.rows)
    else:
        show_text(EMPTY[stage])


st.title("Crisis exceptions")
show_text(
    "A crisis session whose place cannot be billed otherwise needs a manager's decision within one "
    "business day after the import that brought it, and before its last day to confirm.",
    is_quiet=True,
)
stage, state = ask_filters()
show_found(context.query(crisis_exceptions, stage, state), stage)
