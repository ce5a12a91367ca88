"""Select boxes whose URL value is a code: Streamlit's own binding would write the label."""

from collections.abc import Iterable, Mapping

import streamlit as st

from pages.components.markup import fill, show


def url_choice(
    name: str, options: Mapping[str, str], key: str, fallback: str = "", forget: Iterable[str] = ()
) -> str:
    """The code of the option that the URL holds under `key`, else `fallback` ("" for any).

    `options` are labels by code. An unknown code is said in words. A new choice also takes the
    URL values in `forget` away, such as those of a list that depends on this one.
    """
    given = st.query_params.get(key, "")
    code = given if given in options else fallback
    # the URL decides on every run, so that links, Back and Forward show what they say
    st.session_state[key] = code or None
    st.selectbox(
        name,
        list(options),
        index=0 if fallback else None,
        format_func=options.__getitem__,
        placeholder="Any",
        key=key,
        on_change=_write_choice,
        args=(key, tuple(forget)),
    )
    if given and given != code:
        _say_unknown(name, given, options.get(code, "any"))
    return code


def _write_choice(key: str, forget: tuple[str, ...]) -> None:
    for name in (key, *forget):
        st.query_params.pop(name, None)
    if chosen := st.session_state[key]:
        st.query_params[key] = chosen


def _say_unknown(name: str, given: str, shown: str) -> None:
    text = f"The link asks for {name.lower()} “{given}”, which is not in the list. Shown: {shown}."
    show(fill('<div class="desk wrong" role="status">{text}</div>', text=text))
