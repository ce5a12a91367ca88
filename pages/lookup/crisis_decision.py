"""A manager's decision on a crisis exception, on the page of its session."""

import streamlit as st
from markupsafe import Markup

from core.queries.sessions.page import SessionDetail
from core.queries.sessions.verdicts import SessionVerdicts
from core.requests.crisis import DecideCrisis, decide_crisis
from pages import context
from pages.components import notices
from pages.components.markup import fill, show_text
from pages.components.screen_dates import screen_limit

FAILS = "The plan does not cover the place of this session."
NO_STREET = "The client's place has no street with a number."


def show_crisis_decision(session: SessionDetail) -> None:
    """The form, for whoever may decide; nothing where no decision is needed."""
    verdicts = session.verdicts
    if not verdicts.needs_decision or not context.signed_in().actor.may(decide_crisis):
        return
    name = f"crisis-{session.ref}-{session.version}"
    with st.form(name, enter_to_submit=False, border=True):
        show_text(_question(verdicts))
        st.text_input("Reason", key=f"{name}-reason")
        notices.show_field_problem(context.problems(name), "reason")
        if verdicts.needs_street:
            st.text_input("Why there is no street address", key=f"{name}-no_street")
            notices.show_field_problem(context.problems(name), "no_street")
        with st.container(horizontal=True):
            asked = (name, session.ref, session.version)
            st.form_submit_button(
                "Approve exception", type="primary", on_click=_answer, args=(*asked, True)
            )
            st.form_submit_button("Decline", on_click=_answer, args=(*asked, False))


def _question(verdicts: SessionVerdicts) -> Markup:
    because = FAILS if "crisis_unapproved" in verdicts.billing.codes else NO_STREET
    limit = verdicts.decide_by
    return fill(
        "<strong>Approve a crisis exception?</strong> {because} Decide by {limit}.",
        because=because,
        limit=screen_limit(limit) if limit else "the last day to confirm",
    )


def _answer(name: str, ref: str, version: int, yes: bool) -> None:
    reason = st.session_state[f"{name}-reason"]
    no_street = st.session_state.get(f"{name}-no_street", "")
    context.submit(name, decide_crisis, DecideCrisis(ref, version, yes, reason, no_street))
