"""Filters that stand in the address as codes, so that a link means the same tomorrow.

Streamlit's own binding of a select box writes its label into the address.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from core.errors import StalePage
from core.queries.requests.search import RequestSearch
from core.queries.sessions.search import SessionSearch
from pages import context
from pages.components import notices

T = TypeVar("T")
Search = TypeVar("Search", SessionSearch, RequestSearch)
PAGING = ("after", "before")
"""Where a page of a list begins; another question starts at the first page."""


def url_choice(
    name: str,
    options: Mapping[str, str],
    key: str,
    fallback: str = "",
    forget: Iterable[str] = PAGING,
    *,
    is_in_form: bool = False,
    placeholder: str = "Any",
) -> str:
    """The code of the option that the URL holds under `key`, else `fallback` ("" for any).

    `options` are labels by code. An unknown code is said in words. A new choice also takes the
    URL values in `forget` away. In a form, the form's button calls `keep_choices`.
    """
    given = st.query_params.get(key, "")
    code = given if given in options else fallback
    # the URL decides on every run, so that links, Back and Forward show what they say
    if st.session_state.get(key, "") != (code or None):
        st.session_state[key] = code or None
    st.selectbox(
        name,
        list(options),
        index=0 if fallback else None,
        format_func=options.__getitem__,
        placeholder=placeholder,
        key=key,
        on_change="rerun" if is_in_form else keep_choices,
        args=None if is_in_form else ((key,), tuple(forget)),
    )
    if given and given != code:
        _say_unknown(
            name, f"This link names an unknown {name.lower()} “{given[:40]}”. Choose one here."
        )
    return code


def keep_choices(keys: Iterable[str], forget: Iterable[str] = PAGING) -> None:
    """Write what was chosen into the URL."""
    for key in (*keys, *forget):
        st.query_params.pop(key, None)
    for key in keys:
        if chosen := st.session_state[key]:
            st.query_params[key] = chosen


def from_the_top(find: Callable[..., T], search: Search) -> T:
    """What `find` finds; where the record to go on from is gone, the first page, and it says so."""
    try:
        return context.query(find, search)
    except StalePage:
        show_stale_page()
        return context.query(find, replace(search, after="", before=""))


def show_stale_page() -> None:
    """Says why the list starts from the top."""
    notices.show_problem(
        "This link goes on from a record that is not in this list any more. The list starts from "
        "the top."
    )


def first_page() -> None:
    """Forget where the page of a list begins."""
    for way in PAGING:
        st.query_params.pop(way, None)


def turn_page(way: str, ref: str) -> None:
    """Go a page on from the record at its edge; `way` is one of PAGING."""
    first_page()
    st.query_params[way] = ref
    st.rerun()


def _say_unknown(name: str, text: str) -> None:
    notices.show_field_problem({name: text}, name)
