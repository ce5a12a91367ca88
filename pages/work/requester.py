"""Who asked, how, and when: the same fields on every form that files a request."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from core.requests.filing import Requester
from core.rules.time.instants import to_utc
from core.vocabulary.requests import Channel, RequesterType
from core.vocabulary.words import label
from pages import context
from pages.components import notices

REQUESTERS, CHANNELS = list(RequesterType), list(Channel)


def ask_requester(prefix: str, problems: dict[str, str]) -> Requester:
    """The fields, kept apart by `prefix`, each with its problem under it."""
    left, right = st.columns(2)
    with left:
        kind = st.selectbox("Requester", REQUESTERS, format_func=label, key=f"{prefix}-kind")
        name = st.text_input("Requester's name", key=f"{prefix}-name")
        notices.show_field_problem(problems, "requester_name")
    with right:
        channel = st.selectbox("Channel", CHANNELS, format_func=label, key=f"{prefix}-channel")
        contact = st.text_input(
            "Reply to", placeholder="E-mail address or phone number", key=f"{prefix}-contact"
        )
        notices.show_field_problem(problems, "requester_contact")
    received = ask_instant(f"{prefix}-received", "Received", problems, "received_at")
    return Requester(kind, name, contact, channel, received)


def ask_instant(key: str, name: str, problems: dict[str, str], field: str) -> datetime:
    """An instant on the viewer's clock; it starts at the moment the form was opened."""
    tz = context.signed_in().actor.tz
    opened = st.session_state.setdefault(f"{key}-opened", context.now())
    local = st.datetime_input(
        f"{name} ({tz.key.replace('_', ' ')})",
        value=opened.astimezone(tz).replace(tzinfo=None, second=0, microsecond=0),
        key=key,
        format="MM/DD/YYYY",
    )
    notices.show_field_problem(problems, field)
    try:
        return to_utc(local, tz)
    except ValueError:
        notices.show_problem("The clocks skipped this hour. Choose another.")
        st.stop()


def typed_instant(key: str, tz: ZoneInfo) -> datetime:
    """The instant that `ask_instant` holds under `key` when a form is sent; an hour that the clocks
    skipped counts as the one after it."""
    local: datetime = st.session_state[key]
    return local.replace(tzinfo=tz).astimezone(UTC)
