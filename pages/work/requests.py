"""Requests of all kinds. The filters stand in the address, so that a list can be sent on."""

from datetime import date
from typing import Any

import streamlit as st

from core.access import NEEDS_REASON
from core.errors import InvalidInput
from core.queries.requests.search import RequestPage, RequestSearch, find_requests, staff_choices
from core.vocabulary.requests import (
    DueFilter,
    RequestKind,
    RequestScope,
    RequestSort,
    RequestStage,
)
from core.vocabulary.words import label
from pages import context
from pages.components import notices
from pages.components.chips import request_chip
from pages.components.client_box import ask_client
from pages.components.date_box import has_unread_day, url_day
from pages.components.markup import fill, join, show_html, show_text
from pages.components.url_choice import from_the_top, turn_page, url_choice, url_text
from pages.work import request_rows

now = context.now()
people = {"me": "Me", "nobody": request_rows.UNASSIGNED}
people |= {str(one.staff_id): one.name for one in context.query(staff_choices)}
STATUSES: dict[str, RequestScope | RequestStage] = {
    one.value: one for one in (*RequestScope, *RequestStage)
}
KINDS = {one.value: label(one) for one in RequestKind}
DUE = {one.value: label(one) for one in DueFilter}
ORDERS = {RequestSort.DUE.value: "Due first", RequestSort.AGE.value: "Oldest first"}
CORRECT = "Correct the fields marked above to search."
places: dict[str, Any] = {}
"""The place under each field, for what is wrong with it."""


def ask_reference(name: str, field: str, key: str, sample: str) -> str:
    """A reference, and below it what is wrong with it."""
    text = url_text(name, key, sample)
    places[field] = st.empty()
    return text


def ask_reason() -> str:
    """Why clients are searched by name, of those who have to say so."""
    if context.signed_in().actor.role not in NEEDS_REASON:
        return ""
    reason = st.text_input("Reason for searching by client name (logged)", key="search-reason")
    places["reason"] = st.empty()
    return reason


def ask_day(name: str, field: str, key: str) -> date | None:
    """A day, and below it what is wrong with it."""
    chosen = url_day(name, key)
    places[field] = st.empty()
    return chosen


def ask_search() -> RequestSearch:
    """All filters; a phone shows two fields in a row."""
    with st.container(border=True, key="filters"):
        status, kind, whose, due, order = st.columns(5)
        ref, client, provider, session, days = st.columns([1, 1, 1, 1, 2])
        reason = ask_reason()
    with days:
        first, last = st.columns(2)
    with status:
        statuses = {code: label(one) for code, one in STATUSES.items()}
        of_status = url_choice("Status", statuses, "status", RequestScope.OPEN.value)
    with kind:
        of_kind = url_choice("Kind", KINDS, "kind")
    with whose:
        assignee = url_choice("Assignee", people, "assignee")
        places["assignee"] = st.empty()
    with due:
        of_due = url_choice("Due", DUE, "due")
    with order:
        order_by = url_choice("Sort by", ORDERS, "order", RequestSort.DUE.value)
    with ref:
        of_ref = ask_reference("Reference", "ref", "reference", "R-… or Evernorth's")
    with client:
        of_client = ask_client()
        places["client"] = st.empty()
    with provider:
        of_provider = ask_reference("Provider", "provider", "provider", "Name or P-…")
    with session:
        of_session = ask_reference("Session", "session_ref", "session", "S-…")
    with first:
        from_on = ask_day("Received on or after", "received_from_on", "from")
    with last:
        to_on = ask_day("Received on or before", "received_to_on", "to")
    return RequestSearch(
        status=STATUSES[of_status],
        kind=RequestKind(of_kind) if of_kind else None,
        assignee=assignee,
        due=DueFilter(of_due) if of_due else None,
        received_from_on=from_on,
        received_to_on=to_on,
        client=of_client,
        reason=reason,
        provider=of_provider,
        session_ref=of_session,
        ref=of_ref,
        sort=RequestSort(order_by),
        after=st.query_params.get("after", ""),
        before=st.query_params.get("before", ""),
    )


def show_found(found: RequestPage) -> None:
    """How many there are of each status, then a page of them."""
    counts = join(
        (
            fill("{chip} {count}", chip=request_chip(stage), count=found.counted(stage))
            for stage, count in found.counts.items()
            if count
        ),
        " ",
    )
    many = "request matches" if found.total == "1" else "requests match"
    show_html(
        fill(
            '<div class="desk" role="status"><p><strong>{total}</strong> {many}</p>'
            '<p class="quiet">{counts}</p></div>',
            total=found.total,
            many=many,
            counts=counts,
        )
    )
    if not found.rows:
        show_text("No request matches. Remove a filter or choose another status.")
        return
    request_rows.show_request_table(found.rows, now)
    with st.container(horizontal=True):
        if st.button("Previous", disabled=not found.has_previous):
            turn_page("before", found.rows[0].ref)
        if st.button("Next", disabled=not found.has_next):
            turn_page("after", found.rows[-1].ref)


st.title("Requests")
try:
    search = ask_search()
    if has_unread_day("from", "to"):
        notices.show_problem(CORRECT)
    else:
        show_found(from_the_top(find_requests, search))
except InvalidInput as problem:
    for field, place in places.items():
        with place:
            notices.show_field_problem(problem.fields, field)
    notices.show_problem(CORRECT)
