"""A manager's decision on a crisis exception, on the page of its session."""

import streamlit as st
from markupsafe import Markup

from core.queries.sessions.page import SessionDetail
from core.queries.sessions.verdicts import CrisisDecision
from core.requests.crisis import STILL, DecideCrisis, decide_crisis
from pages import context
from pages.components import notices
from pages.components.markup import fill, show_text
from pages.components.screen_dates import screen_instant, screen_limit

NO_STREET = "The client's place has no street with a number."


def show_crisis_decision(session: SessionDetail) -> None:
    """The form, for whoever may decide; nothing where no decision is needed."""
    decision = session.verdicts.decision
    if decision is None or not context.signed_in().actor.may(decide_crisis):
        return
    name = f"crisis-{session.ref}-{session.version}"
    with st.form(name, enter_to_submit=False, border=True):
        show_text(_question(decision))
        st.text_input("Reason", key=f"{name}-reason")
        notices.show_field_problem(context.problems(name), "reason")
        if decision.needs_street:
            st.text_input("Why there is no street address", key=f"{name}-no_street")
            notices.show_field_problem(context.problems(name), "no_street")
        with st.container(horizontal=True):
            asked = (name, session.ref, session.version)
            st.form_submit_button(
                "Approve exception", type="primary", on_click=_answer, args=(*asked, True)
            )
            if decision.declined is None:
                st.form_submit_button("Decline", on_click=_answer, args=(*asked, False))


def _question(decision: CrisisDecision) -> Markup:
    because = [*decision.because, *([NO_STREET] if decision.needs_street else [])]
    if no := decision.declined:
        words = "<strong>Declined by {by} on {at}: {reason}</strong> {still} {because}"
        said = {"by": no.by, "at": screen_instant(no.at), "reason": no.because, "still": STILL}
    else:
        words = "<strong>Approve a crisis exception?</strong> {because} Decide by {limit}."
        limit = decision.by
        said = {"limit": screen_limit(limit) if limit else "the last day to confirm"}
    return fill(words, because=" ".join(because), **said)


def _answer(name: str, ref: str, version: int, yes: bool) -> None:
    reason = st.session_state[f"{name}-reason"]
    no_street = st.session_state.get(f"{name}-no_street", "")
    context.submit(name, decide_crisis, DecideCrisis(ref, version, yes, reason, no_street))
