"""A manager's decision on a crisis exception, on the page of its session."""

import streamlit as st

from core.queries.sessions.page import SessionDetail
from core.requests.crisis import DecideCrisis, decide_crisis
from pages import context
from pages.components import notices
from pages.components.markup import fill, show_html
from pages.components.screen_dates import screen_instant


def show_crisis_decision(session: SessionDetail) -> None:
    """The form, for whoever may decide; nothing where no decision is needed."""
    actor = context.signed_in().actor
    if "crisis_unapproved" not in session.verdicts.billing.codes:
        return
    if not actor.may(decide_crisis):
        return
    name = f"crisis-{session.ref}-{session.version}"
    words = (
        '<p class="desk"><strong>Approve a crisis exception?</strong> The plan does not cover the '
        "place of this session. Decide by {limit}.</p>"
    )
    with st.form(name, enter_to_submit=False, border=True):
        limit = session.verdicts.decide_by
        show_html(fill(words, limit=screen_instant(limit) if limit else "the last day to confirm"))
        st.text_input("Reason", key=f"{name}-reason")
        notices.show_field_problem(context.problems(name), "reason")
        with st.container(horizontal=True):
            for text, yes in (("Approve exception", True), ("Decline", False)):
                st.form_submit_button(
                    text,
                    type="primary" if yes else "secondary",
                    on_click=_answer,
                    args=(name, session.ref, session.version, yes),
                )


def _answer(name: str, ref: str, version: int, yes: bool) -> None:
    reason = st.session_state[f"{name}-reason"]
    context.submit(name, decide_crisis, DecideCrisis(ref, version, yes, reason))
