"""A manager's decision on a crisis exception, on the page of its session."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from core.queries.sessions.page import SessionDetail
from core.queries.sessions.verdicts import CrisisDecision
from core.requests.crisis import STILL, DecideCrisis, decide_crisis
from pages import context
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import fill, show_text
from pages.components.screen_dates import screen_instant, screen_limit

REASON = FormField("reason", "Reason")
NO_ADDRESS = FormField("no_street", "Why there is no street address")
NO_STREET = "The client's place has no street with a number."


def show_crisis_decision(session: SessionDetail) -> None:
    """The form, for whoever may decide; nothing where no decision is needed."""
    decision = session.verdicts.decision
    if decision is None or not context.signed_in().actor.may(decide_crisis):
        return
    command = partial(_answer, session.ref, session.version)
    buttons = [FormButton("Approve exception", decide_crisis, partial(command, True), "primary")]
    if decision.declined is None:
        buttons.append(FormButton("Decline", decide_crisis, partial(command, False)))
    with st.container(border=True):
        show_text(_question(decision))
        fields = (REASON, NO_ADDRESS) if decision.needs_street else (REASON,)
        show_command_form("crisis", session.ref, fields, *buttons)


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


def _answer(ref: str, version: int, yes: bool, reason: str, no_street: str = "") -> DecideCrisis:
    return DecideCrisis(ref, version, yes, reason, no_street)
