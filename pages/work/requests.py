"""Requests of all kinds. What is asked stands in the address, so that a list can be sent on."""

from collections.abc import Callable
from typing import Any

import streamlit as st

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
from pages.components.markup import fill, join, show
from pages.work import request_grid

now = context.now()
people = {"me": "me", "nobody": "nobody"}
people |= {str(one.staff_id): one.name for one in context.read(staff_choices)}
STATUSES = [*RequestScope, *RequestStage]
SORTS = {RequestSort.DUE: "what is due next", RequestSort.AGE: "what came in first"}
under: dict[str, Any] = {}
"""The place under each field, for what is wrong with it."""


def start_over() -> None:
    """Another question begins at its first page."""
    st.query_params.pop("after", None)
    st.query_params.pop("before", None)


def choice(name: str, options: list[Any], key: str, words: Callable[[Any], str]) -> Any:
    """A filter with "any" as its empty value."""
    return st.selectbox(
        name,
        options,
        index=None,
        format_func=words,
        placeholder="Any",
        key=key,
        bind="query-params",
        on_change=start_over,
    )


def sure(name: str, options: list[Any], key: str, words: Callable[[Any], str]) -> Any:
    """A filter that always has a value, the first unless another is chosen."""
    return st.selectbox(
        name, options, format_func=words, key=key, bind="query-params", on_change=start_over
    )


def typed(name: str, field: str, key: str, sample: str) -> str:
    """A reference, and below it what is wrong with it."""
    text = st.text_input(
        name, placeholder=sample, key=key, bind="query-params", on_change=start_over
    )
    under[field] = st.empty()
    return text


def day(name: str, field: str, key: str) -> Any:
    """A day, and below it what is wrong with it."""
    chosen = st.date_input(name, None, key=key, bind="query-params", on_change=start_over)
    under[field] = st.empty()
    return chosen


def ask_what() -> dict[str, Any]:
    """Which requests, whose, and when they are due."""
    status, kind, whose, due, sort = st.columns(5)
    with status:
        found: dict[str, Any] = {"status": sure("Status", STATUSES, "status", label)}
    with kind:
        found["kind"] = choice("Kind", list(RequestKind), "kind", label)
    with whose:
        found["assignee"] = choice("Who has it", list(people), "who", people.__getitem__) or ""
        under["assignee"] = st.empty()
    with due:
        found["due"] = choice("Due", list(DueFilter), "due", label)
    with sort:
        found["sort"] = sure("First", list(RequestSort), "first", SORTS.__getitem__)
    return found


def ask_which() -> dict[str, Any]:
    """What they are about, and when they came in."""
    ref, client, provider, session, days = st.columns([1, 1, 1, 1, 2])
    with ref:
        found: dict[str, Any] = {
            "ref": typed("Reference", "ref", "reference", "R-… or Evernorth's")
        }
    with client:
        found["client_ref"] = typed("Client", "client_ref", "client", "C-…")
    with provider:
        found["provider_ref"] = typed("Provider", "provider_ref", "provider", "P-…")
    with session:
        found["session_ref"] = typed("Session", "session_ref", "session", "S-…")
    with days:
        first, last = st.columns(2)
        with first:
            found["received_from_on"] = day("Received from", "received_from_on", "from")
        with last:
            found["received_to_on"] = day("Received to", "received_to_on", "to")
    return found


def draw_found(found: RequestPage) -> None:
    """How many there are of each status, then a page of them."""
    counts = join(
        (
            fill("{chip} {count}", chip=request_chip(stage), count=count)
            for stage, count in found.counts.items()
            if count
        ),
        " ",
    )
    many = "request" if found.total == 1 else "requests"
    show(
        fill(
            '<div class="desk" role="status"><p><strong>{total:,}</strong> {many}. A reference '
            'opens the request.</p><p class="quiet">Of each status: {counts}</p></div>',
            total=found.total,
            many=many,
            counts=counts or "none",
        )
    )
    if not found.rows:
        text = "No request matches. Loosen a filter, or ask for another status."
        show(fill('<p class="desk">{text}</p>', text=text))
        return
    request_grid.draw(found.rows, now)
    with st.container(horizontal=True):
        turn("Previous", "before", found.rows[0].ref, enabled=found.has_previous)
        turn("Next", "after", found.rows[-1].ref, enabled=found.has_next)


def turn(name: str, way: str, ref: str, *, enabled: bool) -> None:
    """Go a page on, from the request at its edge."""
    if st.button(name, disabled=not enabled, key=f"turn-{way}"):
        start_over()
        st.query_params[way] = ref
        st.rerun()


st.title("Requests")
with st.container(border=True, key="filters"):  # a phone shows two fields in a row
    asked = ask_what() | ask_which()
at = {way: st.query_params.get(way, "") for way in ("after", "before")}
try:
    draw_found(context.ask(find_requests, RequestSearch(**asked, **at)))
except InvalidInput as problem:
    for field, place in under.items():
        with place:
            notices.by_field(problem.fields, field)
    notices.plain("Nothing was searched: mend what is marked above.")
