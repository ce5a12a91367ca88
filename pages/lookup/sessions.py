"""Sessions, found by filters that stand in the address; what was typed of a client never does."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.access import NEEDS_REASON
from core.errors import InvalidInput
from core.queries.sessions.search import SessionSearch, find_sessions, payer_choices
from core.vocabulary.care import SessionStage
from core.vocabulary.states import StateCode, place_label
from core.vocabulary.words import label
from pages import context
from pages.components import notices
from pages.components.date_box import has_unread_day, url_day
from pages.components.markup import show_text
from pages.components.session_table import show_session_table
from pages.components.url_choice import (
    first_page,
    from_the_top,
    turn_page,
    url_choice,
    url_text,
)

STATUSES = {one.value: label(one) for one in SessionStage}
STATES = {one.value: place_label(one) for one in StateCode}
WHO = ("ref", "client", "provider", "npi")
WHAT = ("from_on", "to_on", "stage", "payer_ref", "state_code", "ecms_case_id")
CORRECT = "Correct the fields marked above to search."
actor = context.signed_in().actor
payers = {one.ref: one.name for one in context.query(payer_choices)}


def ask_unlinked(name: str, key: str, sample: str = "") -> str:
    """A filter that never stands in the URL, since it names a client."""
    return st.text_input(name, placeholder=sample, key=key, on_change=first_page)


def ask_search() -> tuple[SessionSearch, dict[str, DeltaGenerator]]:
    """All filters, and the place of each; a phone shows two fields in a row."""
    reason = ""
    with st.container(border=True, key="filters"):
        who, why = st.columns(4), st.container()
        places = dict(zip(WHO, who, strict=True)) | {"reason": why}
        places |= zip(WHAT, st.columns([1.4, 1.4, 1.4, 1.6, 1, 1.2]), strict=True)
    with places["ref"]:
        ref = url_text("Session", "session", "S-…")
    with places["client"]:
        client = ask_unlinked("Client", "client-typed", "Name or C-…")
    with places["provider"]:
        provider = url_text("Provider", "provider", "Name or P-…")
    with places["npi"]:
        npi = url_text("NPI", "npi", "10 digits")
    if actor.role in NEEDS_REASON:
        reason = why.text_input("Reason for searching by client name (logged)", key="search-reason")
    with places["from_on"]:
        from_on = url_day("From", "from")
    with places["to_on"]:
        to_on = url_day("To", "to")
    with places["stage"]:
        stage = url_choice("Status", STATUSES, "status")
    with places["payer_ref"]:
        payer_ref = url_choice("Payer", payers, "payer")
    with places["state_code"]:
        state_code = url_choice("State", STATES, "state")
    with places["ecms_case_id"]:
        ecms = ask_unlinked("eCMS case", "ecms-typed")
    search = SessionSearch(
        ref=ref,
        client=client,
        provider=provider,
        npi=npi,
        reason=reason,
        from_on=from_on,
        to_on=to_on,
        stage=SessionStage(stage) if stage else None,
        payer_ref=payer_ref,
        state_code=StateCode(state_code) if state_code else None,
        ecms_case_id=ecms,
        after=st.query_params.get("after", ""),
        before=st.query_params.get("before", ""),
    )
    return search, places


def show_found(search: SessionSearch, places: dict[str, DeltaGenerator]) -> None:
    """The sessions found, a page at a time, or what is wrong with the filters."""
    if has_unread_day("from", "to"):
        notices.show_problem(CORRECT)
        return
    try:
        found = from_the_top(find_sessions, search)
    except InvalidInput as problem:
        notices.show_at_fields(problem.fields, places)
        notices.show_problem(CORRECT)
        return
    if not found.rows:
        text = "No session matches. Remove a filter or try another spelling."
        show_text(text, is_status=True)
        return
    many = "session" if found.total == 1 and found.is_total_exact else "sessions"
    show_text(f"{found.counted} {many}, newest first", is_quiet=True, is_status=True)
    show_session_table(found.rows)
    with st.container(horizontal=True):
        if st.button("Newer", disabled=not found.has_newer):
            turn_page("before", found.rows[0].ref)
        if st.button("Older", disabled=not found.has_older):
            turn_page("after", found.rows[-1].ref)


st.title("Sessions")
show_found(*ask_search())
