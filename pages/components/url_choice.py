"""Filters that stand in the URL, choices as codes, so that a link means the same tomorrow.

Streamlit's own binding writes the label of a choice into the URL, and what two boxes write within
tenths of a second it loses.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from core.errors import StalePage
from core.queries.requests.search import RequestSearch
from core.queries.sessions.search import SessionSearch
from pages import context, url
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
    placeholder: str = "Any",
) -> str:
    """The code of the option that the URL holds under `key`, else `fallback` ("" for any).

    `options` are labels by code. An unknown code is said in words. A new choice also takes the
    URL values in `forget` away.
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
        on_change=_keep,
        args=(key, tuple(forget)),
    )
    if given and given != code:
        _say_unknown(
            name, f"This link names an unknown {name.lower()} “{given[:40]}”. Choose one here."
        )
    return code


def url_buttons(
    name: str,
    options: Mapping[str, str],
    key: str,
    fallback: str = "",
    forget: Iterable[str] = (),
) -> str:
    """The same as buttons that are all in sight: pills where none may be chosen, else segments."""
    given = st.query_params.get(key, "")
    code = given if given in options else fallback
    if (st.session_state.get(key) or "") != code:
        st.session_state[key] = code or None
    draw = st.segmented_control if fallback else st.pills
    draw(
        name,
        list(options),
        required=bool(fallback),
        format_func=options.__getitem__,
        label_visibility="collapsed",
        wrap=True,
        key=key,
        on_change=_keep,
        args=(key, tuple(forget)),
    )
    return code


def url_text(
    name: str,
    key: str,
    placeholder: str,
    forget: Iterable[str] = PAGING,
    max_chars: int | None = None,
) -> str:
    """The text that the URL holds under `key`, as it was typed; "" for none."""
    given = st.query_params.get(key, "")
    if st.session_state.get(key, "") != given:
        st.session_state[key] = given
    st.text_input(
        name,
        key=key,
        placeholder=placeholder,
        max_chars=max_chars,
        on_change=_keep,
        args=(key, tuple(forget)),
    )
    return given


def _keep(key: str, forget: Iterable[str]) -> None:
    """Write what was chosen or typed into the URL."""
    url.write({**dict.fromkeys(forget, ""), key: st.session_state[key] or ""})


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
    url.write(dict.fromkeys(PAGING, ""))


def turn_page(way: str, ref: str) -> None:
    """Go a page on from the record at its edge; `way` is one of PAGING."""
    url.write({**dict.fromkeys(PAGING, ""), way: ref})
    st.rerun()


def _say_unknown(name: str, text: str) -> None:
    notices.show_field_problem({name: text}, name)
