"""Who asked, how, and when: the same fields on every form that files a request."""

import streamlit as st

from core.requests.filing import Requester
from core.vocabulary.requests import Channel, RequesterType
from core.vocabulary.words import label
from pages.components import draft, notices
from pages.components.date_box import ask_instant
from pages.components.message_box import has_danger

REQUESTERS, CHANNELS = list(RequesterType), list(Channel)


def ask_requester(prefix: str, problems: dict[str, str]) -> Requester:
    """The fields, kept apart by `prefix`, each with its problem under it."""
    left, right = st.columns(2)
    with left:
        kind = st.selectbox("Requester", REQUESTERS, format_func=label, key=f"{prefix}-kind")
        name = st.text_input("Requester's name", key=f"{prefix}-name", live=draft.LIVE)
        notices.show_field_problem(problems, "requester_name")
    with right:
        channel = st.selectbox("Channel", CHANNELS, format_func=label, key=f"{prefix}-channel")
        contact = st.text_input(
            "Reply to",
            placeholder="E-mail address or phone number",
            key=f"{prefix}-contact",
            live=draft.LIVE,
        )
        notices.show_field_problem(problems, "requester_contact")
    received = ask_instant("Received", f"{prefix}-received", problems, "received_at")
    return Requester(kind, name, contact, channel, received, has_danger(prefix))
