"""A manager's decision on a crisis exception, on the page of its session."""

import streamlit as st

from core.queries.sessions.page import SessionDetail
from core.requests.crisis import DecideCrisis, decide_crisis
from pages import context
from pages.components import notices
from pages.components.markup import fill, show_text
from pages.components.screen_dates import screen_instant


def show_crisis_decision(session: SessionDetail) -> None:
    """The form, for whoever may decide; nothing where no decision is needed."""
    is_needed = "crisis_unapproved" in session.verdicts.billing.codes
    if not is_needed or not context.signed_in().actor.may(decide_crisis):
        return
    name = f"crisis-{session.ref}-{session.version}"
    words = (
        "<strong>Approve a crisis exception?</strong> The plan does not cover the place of this "
        "session. Decide by {limit}."
    )
    with st.form(name, enter_to_submit=False, border=True):
        limit = session.verdicts.decide_by
        show_text(fill(words, limit=screen_instant(limit) if limit else "the last day to confirm"))
        st.text_input("Reason", key=f"{name}-reason")
        notices.show_field_problem(context.problems(name), "reason")
        with st.container(horizontal=True):
            asked = (name, session.ref, session.version)
            st.form_submit_button(
                "Approve exception", type="primary", on_click=_answer, args=(*asked, True)
            )
            st.form_submit_button("Decline", on_click=_answer, args=(*asked, False))


def _answer(name: str, ref: str, version: int, yes: bool) -> None:
    reason = st.session_state[f"{name}-reason"]
    context.submit(name, decide_crisis, DecideCrisis(ref, version, yes, reason))
