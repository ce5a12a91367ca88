"""The banner of a request in which words suggest self-harm: help, the deadline, and handled."""

from datetime import datetime, timedelta

import streamlit as st

from core.queries.requests.page import RequestDetail
from core.requests.urgency import MarkHandled, mark_handled
from core.rules.requests.distress import ACT_WITHIN
from core.rules.time.formats import due_text
from pages import context
from pages.components import notices
from pages.components.markup import fill, show_html
from pages.components.rule_link import rule_link
from pages.components.screen_dates import screen_instant

HELP = (
    "Call or text 988, the Suicide and Crisis Lifeline, at any hour. Service members, veterans "
    "and their families press 1. If a life is in danger, call 911."
)


def show_urgent_banner(request: RequestDetail, now: datetime) -> None:
    """The banner and the step that ends it; nothing for a request that is not urgent."""
    if request.urgent_since is None:
        return
    actor = context.signed_in().actor
    limit = request.urgent_since + ACT_WITHIN
    show_html(
        fill(
            '<div class="desk notice bad" role="alert"><strong>Words in this request suggest '
            "self-harm. A person must act within {within}.</strong> {help}<br>"
            "Noticed {at}. Act by {limit} ({left}). {rule}</div>",
            within=f"{ACT_WITHIN // timedelta(minutes=1)} minutes",
            help=HELP,
            at=screen_instant(request.urgent_since),
            limit=screen_instant(limit),
            left=due_text(limit, now).lower(),
            rule=rule_link("R53"),
        )
    )
    if actor.may(mark_handled):
        _show_handling(request)


def _show_handling(request: RequestDetail) -> None:
    name = f"handled-{request.ref}-{request.version}"
    with st.form(name, enter_to_submit=False, border=True):
        st.text_input("What was done, and by whom", key=f"{name}-reason", max_chars=400)
        notices.show_field_problem(context.problems(name), "reason")
        args = (name, request.ref, request.version)
        st.form_submit_button("Mark as handled", type="primary", on_click=_submit, args=args)


def _submit(name: str, ref: str, version: int) -> None:
    reason = st.session_state[f"{name}-reason"]
    context.submit(name, mark_handled, MarkHandled(ref, version, reason))
