"""The URL of a page, as the server last wrote it.

With the second of two quick changes a browser sends the URL from before the first was answered.
Taken at its word, the first filter would be lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

KNOWN = "known_url"


@dataclass(frozen=True)
class KnownUrl:
    """The values in the URL of a page, and those that they replaced since the page was opened."""

    page: str
    values: dict[str, str]
    replaced: tuple[dict[str, str], ...] = ()


def follow() -> None:
    """Take over the URL that the browser sent, or set it right where it was replaced meanwhile.
    After Back and Forward an old one is meant."""
    known, sent = _known(), st.query_params.to_dict()
    run = get_script_run_ctx()
    went_back = run is not None and run.is_history_navigation
    if sent in known.replaced and sent != known.values and not went_back:
        st.query_params.from_dict(known.values)
    elif sent != known.values or went_back:
        known = KnownUrl(known.page, sent)
    st.session_state[KNOWN] = known


def write(changes: Mapping[str, str]) -> None:
    """Set values in the URL at once; "" takes one away. One step of Back undoes them together."""
    known = _known()
    values = {key: value for key, value in {**known.values, **changes}.items() if value}
    if values != known.values:
        st.session_state[KNOWN] = KnownUrl(known.page, values, (*known.replaced, known.values))
        st.query_params.from_dict(values)


def _known() -> KnownUrl:
    run, known = get_script_run_ctx(), st.session_state.get(KNOWN)
    page = run.page_script_hash if run else ""
    if isinstance(known, KnownUrl) and known.page == page:
        return known
    return KnownUrl(page, st.query_params.to_dict())
