"""A manager's yes or no to a crisis as an exception, on the page of its session."""

import streamlit as st

from core.queries.sessions.page import SessionDetail
from core.requests.crisis import DecideCrisis, decide_crisis
from core.rules.time.formats import instant_text
from core.vocabulary.reasons import ReasonCode
from pages import context
from pages.components import notices
from pages.components.markup import fill, show


def draw(session: SessionDetail) -> None:
    """The question, to whoever may answer it; nothing where none is asked."""
    actor = context.signed_in().actor
    if ReasonCode.CRISIS_UNAPPROVED not in session.verdicts.billing.codes:
        return
    if not actor.may(decide_crisis):
        return
    name = f"crisis-{session.ref}-{session.version}"
    words = (
        '<p class="desk"><strong>Is this crisis an exception?</strong> Its place does not pass. '
        "Decide by {limit}.</p>"
    )
    with st.form(name, enter_to_submit=False, border=True):
        limit = session.verdicts.decide_by
        show(
            fill(words, limit=instant_text(limit, actor.tz) if limit else "the last day to confirm")
        )
        st.text_input("Why?", key=f"{name}-reason")
        notices.by_field(context.problems(name), "reason")
        with st.container(horizontal=True):
            for text, yes in (("Approve the exception", True), ("Do not approve", False)):
                st.form_submit_button(
                    text,
                    type="primary" if yes else "secondary",
                    on_click=_answer,
                    args=(name, session.ref, session.version, yes),
                )


def _answer(name: str, ref: str, version: int, yes: bool) -> None:
    reason = st.session_state[f"{name}-reason"]
    context.submit(name, decide_crisis, DecideCrisis(ref, version, yes, reason))
