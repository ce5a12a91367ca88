"""Looking sessions up. Filters stand in the address; what a person typed of a client never does."""

from typing import Any

import streamlit as st

from core.access import NEEDS_REASON
from core.errors import InvalidInput
from core.queries.sessions.scenarios import scenario_list
from core.queries.sessions.search import SessionSearch, find_sessions, payer_choices
from core.vocabulary.care import SessionStage
from core.vocabulary.states import StateCode
from core.vocabulary.words import label
from pages import context
from pages.components import notices, session_table
from pages.components.markup import fill, show
from pages.lookup import scenario_table

actor = context.signed_in().actor
payers = {one.ref: one.name for one in context.read(payer_choices)}
problems: dict[str, str] = st.session_state.get("session-problems", {})


def draw_people() -> dict[str, Any]:
    """Who and which: references, names, numbers."""
    first, second, third, fourth = st.columns(4)
    with first:
        ref = st.text_input("Session", placeholder="S-…", key="session", bind="query-params")
        notices.by_field(problems, "ref")
    with second:
        client = st.text_input("Client", placeholder="Name or C-…", key="client-typed")
        notices.by_field(problems, "client")
    with third:
        provider = st.text_input(
            "Provider", placeholder="Name or P-…", key="provider", bind="query-params"
        )
        notices.by_field(problems, "provider")
    with fourth:
        npi = st.text_input("NPI", placeholder="10 digits", key="npi", bind="query-params")
        notices.by_field(problems, "npi")
    found = {"ref": ref, "client": client, "provider": provider, "npi": npi}
    return found | draw_reason()


def draw_reason() -> dict[str, str]:
    """Why clients are searched by name, for the roles that say so."""
    if actor.role not in NEEDS_REASON:
        return {}
    reason = st.text_input(
        "Why you search for a client by name (it is logged)", key="search-reason"
    )
    notices.by_field(problems, "reason")
    return {"reason": reason}


def draw_filters() -> dict[str, Any]:
    """When, what, by whom paid, where."""
    days, stages, pay, place, case = st.columns([2.8, 1.4, 1.6, 1, 1.2])
    with days:
        left, right = st.columns(2)
        with left:
            from_on = st.date_input("From", None, key="from", bind="query-params")
        with right:
            to_on = st.date_input("To", None, key="to", bind="query-params")
        notices.by_field(problems, "to_on")
    with stages:
        stage = choice("Status", list(SessionStage), "status", label)
    with pay:
        payer = choice("Payer", list(payers), "payer", lambda ref: payers[ref])
    with place:
        state = choice("State", list(StateCode), "state", str)
    with case:
        ecms = st.text_input("eCMS case", key="ecms-typed")
        notices.by_field(problems, "ecms_case_id")
    return {
        "from_on": from_on,
        "to_on": to_on,
        "stage": SessionStage(stage) if stage else None,
        "payer_ref": payer or "",
        "state_code": StateCode(state) if state else None,
        "ecms_case_id": ecms,
    }


def choice(name: str, options: list[Any], key: str, words: Any) -> Any:
    """A filter with "any" as its empty value, kept in the address."""
    return st.selectbox(
        name,
        options,
        index=None,
        format_func=words,
        placeholder="Any",
        key=key,
        bind="query-params",
    )


def draw_found(wanted: SessionSearch) -> None:
    """What was found, a page at a time; what is wrong goes to its field on the next run."""
    try:
        found = context.ask(find_sessions, wanted)
    except InvalidInput as problem:
        if problem.fields != problems:
            st.session_state["session-problems"] = problem.fields
            st.rerun()
        notices.plain("Nothing was searched: mend what is marked above.")
        return
    if st.session_state.pop("session-problems", None):
        st.rerun()
    if not found.rows:
        show(
            fill('<p class="desk">No session matches. Loosen a filter or try another spelling.</p>')
        )
        return
    many = "session" if found.total == 1 and found.is_total_exact else "sessions"
    text = f"{found.counted} {many}, newest first. A reference opens the session."
    show(fill('<p class="desk quiet" role="status">{text}</p>', text=text))
    session_table.draw(found.rows)
    with st.container(horizontal=True):
        turn("Newer", "before", found.rows[0].ref, enabled=found.has_newer)
        turn("Older", "after", found.rows[-1].ref, enabled=found.has_older)


def turn(name: str, way: str, ref: str, *, enabled: bool) -> None:
    """Go a page on, from the session at its edge."""
    if st.button(name, disabled=not enabled, key=f"turn-{way}"):
        st.query_params.pop("after", None)
        st.query_params.pop("before", None)
        st.query_params[way] = ref
        st.rerun()


def draw_scenarios() -> None:
    """The demo's examples by name, each with its session; nothing outside the demo."""
    if rows := context.read(scenario_list):
        counted = f"{len(rows)} {'example' if len(rows) == 1 else 'examples'}"
        with st.expander(f"Scenario book: {counted} of the rules, by name"):
            scenario_table.draw(rows)


st.title("Sessions")
with st.form("search", border=True):
    with st.container(key="filters"):  # a phone shows two fields in a row
        asked = draw_people() | draw_filters()
    searched = st.form_submit_button("Search", type="primary", icon=":material/search:")
if searched:
    st.query_params.pop("after", None)
    st.query_params.pop("before", None)
draw_scenarios()
draw_found(
    SessionSearch(
        **asked,
        after=st.query_params.get("after", ""),
        before=st.query_params.get("before", ""),
    )
)
