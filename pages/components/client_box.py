"""The box for a client in a search: a reference stands in the URL, a name never does."""

import streamlit as st

from core.rules.names import is_reference
from pages import url
from pages.components.url_choice import PAGING

TYPED = "client-typed"


def ask_client() -> str:
    """The client as typed, or as the URL names it."""
    given = st.query_params.get("client", "")
    if given != _linkable(st.session_state.get(TYPED, "")):
        st.session_state[TYPED] = given
    box = st.text_input("Client", placeholder="Name or C-…", key=TYPED, on_change=_keep_client)
    return box.strip()


def _linkable(typed: str) -> str:
    """What of it may stand in the URL."""
    return typed.strip() if is_reference(typed.strip()) else ""


def _keep_client() -> None:
    """Write a reference into the URL, and start a list again."""
    url.write({**dict.fromkeys(PAGING, ""), "client": _linkable(st.session_state[TYPED])})
