"""Who asked, how, and when it came in: the same fields on every form that files a request."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from core.requests.filing import Requester
from core.rules.time.instants import to_utc
from core.vocabulary.requests import Channel, RequesterType
from core.vocabulary.words import label
from pages import context
from pages.components import notices


def draw(prefix: str, problems: dict[str, str]) -> Requester:
    """The fields, kept apart by `prefix`; what is wrong with them stands under each."""
    left, right = st.columns(2)
    with left:
        kind = st.selectbox(
            "Who asks", list(RequesterType), index=0, format_func=label, key=f"{prefix}-kind"
        )
        name = st.text_input("Their name", key=f"{prefix}-name")
        notices.by_field(problems, "requester_name")
    with right:
        channel = st.selectbox("By", list(Channel), format_func=label, key=f"{prefix}-channel")
        contact = st.text_input(
            "Where they are told when it is done",
            placeholder="E-mail address or phone",
            key=f"{prefix}-contact",
        )
        notices.by_field(problems, "requester_contact")
    received = instant(f"{prefix}-received", "Came in at", problems, "received_at")
    return Requester(kind, name, contact, channel, received)


def instant(key: str, words: str, problems: dict[str, str], field: str) -> datetime:
    """A moment on this person's clock; at first the one when the form was opened."""
    tz = context.signed_in().actor.tz
    opened = st.session_state.setdefault(f"{key}-opened", context.now())
    local = st.datetime_input(
        f"{words} ({tz.key.replace('_', ' ')})",
        value=opened.astimezone(tz).replace(tzinfo=None, second=0, microsecond=0),
        key=key,
    )
    notices.by_field(problems, field)
    try:
        return to_utc(local, tz)
    except ValueError:
        notices.plain("This hour does not exist: the clocks went forward. Choose another.")
        st.stop()


def chosen(key: str, tz: ZoneInfo) -> datetime:
    """The moment that `instant` holds under `key` when a form is sent; an hour that the clocks
    jumped over is taken for the one after it."""
    local: datetime = st.session_state[key]
    return local.replace(tzinfo=tz).astimezone(UTC)
