"""The banner of a request in which words suggest self-harm: help, whom to reach, and handled."""

from datetime import datetime, timedelta
from functools import partial

import streamlit as st

from core.administration.reveals import RevealClientField, reveal_client_field
from core.queries.requests.page import RequestDetail
from core.queries.requests.safety import safety_contacts
from core.requests.urgency import MarkHandled, mark_handled
from core.rules.requests.distress import ACT_WITHIN
from core.rules.time.formats import due_text
from core.vocabulary.administration import MessageStatus
from pages import context
from pages.components import draft
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import fill, pairs, show_card, show_html
from pages.components.rule_link import rule_link
from pages.components.safety import HELP, show_safety_texts
from pages.components.screen_dates import screen_instant

ALERTS = {
    None: "No on-call contact is set. Tell a lead now.",
    MessageStatus.WAITING: "The alert to the on-call contact is queued.",
    MessageStatus.SENT: "The on-call contact was alerted",
    MessageStatus.FAILED: "The alert to the on-call contact could not be sent. Tell a lead now.",
}

DONE = FormField(
    "reason", "What was done, and by whom", partial(st.text_input, max_chars=400, live=draft.LIVE)
)


def show_urgent_banner(request: RequestDetail, now: datetime) -> None:
    """The banner and the step that ends it; nothing for a request that is not urgent."""
    if request.urgent_since is None:
        return
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
    _show_contacts(request.ref)
    show_safety_texts()
    if context.signed_in().actor.may(mark_handled):
        command = partial(MarkHandled, request.ref, request.version)
        show_command_form(
            "urgent-request",
            request.ref,
            (DONE,),
            FormButton("Mark as handled", mark_handled, command, "primary"),
            border=True,
        )


def _show_contacts(ref: str) -> None:
    """Whom to call, the client's address behind one logged click, and who was alerted."""
    found = context.query(safety_contacts, ref)
    key = f"safety-address-{ref}"
    alerted = screen_instant(found.alerted_at) + "." if found.alerted_at else ""
    rows = [
        ("Provider", found.provider),
        ("Provider's phone", found.provider_phone),
        ("Client", found.client_ref),
        ("On-call contact", f"{ALERTS[found.alert]} {alerted}".strip()),
    ]
    if key in st.session_state:
        rows.append(("Client's address", st.session_state[key]))
    show_card("Whom to reach", pairs(rows))
    if found.client_ref and key not in st.session_state:
        st.button(
            "Show the client's address",
            icon=":material/home_pin:",
            help="The reading log records that you looked.",
            on_click=_show_address,
            args=(key, ref, found.client_ref),
        )


def _show_address(key: str, ref: str, client_ref: str) -> None:
    command = RevealClientField(client_ref, "address", f"Words that suggest self-harm in {ref}")
    st.session_state[key] = context.query(reveal_client_field, command).value
