"""Sessions, found by filters that stand in the address; what was typed of a client never does."""

import streamlit as st

from core.access import NEEDS_REASON
from core.errors import InvalidInput
from core.queries.sessions.search import SessionSearch, find_sessions, payer_choices
from core.vocabulary.care import SessionStage
from core.vocabulary.states import StateCode
from core.vocabulary.words import label
from pages import context
from pages.components import notices, session_table
from pages.components.markup import fill, show_html
from pages.components.url_choice import keep_choices, turn_page, url_choice, url_day

STATUSES = {one.value: label(one) for one in SessionStage}
STATES = {one.value: one.value for one in StateCode}
CHOICES = ("status", "payer", "state")
actor = context.signed_in().actor
payers = {one.ref: one.name for one in context.query(payer_choices)}
problems: dict[str, str] = st.session_state.get("session-problems", {})


def ask_text(name: str, field: str, key: str, sample: str, *, is_personal: bool = False) -> str:
    """A field with its problem under it; what is personal stays out of the address."""
    text = st.text_input(
        name, placeholder=sample, key=key, bind=None if is_personal else "query-params"
    )
    notices.show_field_problem(problems, field)
    return text


def ask_reason() -> str:
    """Why clients are searched by name, for the roles that must say so."""
    if actor.role not in NEEDS_REASON:
        return ""
    reason = st.text_input("Reason for searching by client name (logged)", key="search-reason")
    notices.show_field_problem(problems, "reason")
    return reason


def ask_search() -> SessionSearch:
    """All filters; a phone shows two fields in a row."""
    with st.container(key="filters"):
        who = st.columns(4)
        reason = ask_reason()
        days, status, payer, state, case = st.columns([2.8, 1.4, 1.6, 1, 1.2])
    with who[0]:
        ref = ask_text("Session", "ref", "session", "S-…")
    with who[1]:
        client = ask_text("Client", "client", "client-typed", "Name or C-…", is_personal=True)
    with who[2]:
        provider = ask_text("Provider", "provider", "provider", "Name or P-…")
    with who[3]:
        npi = ask_text("NPI", "npi", "npi", "10 digits")
    with days:
        left, right = st.columns(2)
        with left:
            from_on = url_day("From", "from")
        with right:
            to_on = url_day("To", "to")
        notices.show_field_problem(problems, "to_on")
    with status:
        stage = url_choice("Status", STATUSES, "status", is_in_form=True)
    with payer:
        payer_ref = url_choice("Payer", payers, "payer", is_in_form=True)
    with state:
        state_code = url_choice("State", STATES, "state", is_in_form=True)
    with case:
        ecms = ask_text("eCMS case", "ecms_case_id", "ecms-typed", "", is_personal=True)
    return SessionSearch(
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


def show_found(search: SessionSearch) -> None:
    """The sessions found, a page at a time; the next run shows problems at their fields."""
    try:
        found = context.query(find_sessions, search)
    except InvalidInput as problem:
        if problem.fields != problems:
            st.session_state["session-problems"] = problem.fields
            st.rerun()
        notices.show_problem("Correct the fields marked above to search.")
        return
    if st.session_state.pop("session-problems", None):
        st.rerun()
    if not found.rows:
        text = "No session matches. Remove a filter or try another spelling."
        show_html(fill('<p class="desk" role="status">{text}</p>', text=text))
        return
    many = "session" if found.total == 1 and found.is_total_exact else "sessions"
    text = f"{found.counted} {many}, newest first"
    show_html(fill('<p class="desk quiet" role="status">{text}</p>', text=text))
    session_table.show_session_table(found.rows)
    with st.container(horizontal=True):
        if st.button("Newer", disabled=not found.has_newer):
            turn_page("before", found.rows[0].ref)
        if st.button("Older", disabled=not found.has_older):
            turn_page("after", found.rows[-1].ref)


st.title("Sessions")
with st.form("search", border=True):
    search = ask_search()
    st.form_submit_button(
        "Search",
        type="primary",
        icon=":material/search:",
        on_click=keep_choices,
        args=(CHOICES,),
    )
show_found(search)
