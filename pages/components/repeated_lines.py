"""Several lines of one form, one more or one less at a time."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

L = TypeVar("L")


def draw(
    prefix: str, start: Sequence[L], line: Callable[[str, int, L | None], L | None]
) -> tuple[L, ...]:
    """Draws each line by its key, its place and what it starts from; those that say anything. At
    first there are as many as `start` has, at least one; `prefix` keeps two forms apart."""
    count_key = f"{prefix}-count"
    count = st.session_state.setdefault(count_key, max(1, len(start)))
    typed = [
        line(f"{prefix}-{place}", place, start[place] if place < len(start) else None)
        for place in range(count)
    ]
    with st.container(horizontal=True):
        if st.button("Another field is wrong too", key=f"{prefix}-add", icon=":material/add:"):
            st.session_state[count_key] = count + 1
            st.rerun()
        if count > 1 and st.button("Remove the last line", key=f"{prefix}-remove"):
            st.session_state[count_key] = count - 1
            st.rerun()
    return tuple(one for one in typed if one is not None)
