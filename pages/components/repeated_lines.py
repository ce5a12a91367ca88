"""Several lines of one form, one more or one less at a time."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

L = TypeVar("L")


def line_for(prefix: str, name: str, field: str) -> int:
    """The place of the line whose box `name` has chosen `field`, else of one that has chosen
    nothing yet; it is made where all have chosen something else."""
    count: int = st.session_state.get(f"{prefix}-count", 1)
    chosen = [st.session_state.get(f"{prefix}-{place}-{name}") for place in range(count)]
    for wanted in (field, None):
        if wanted in chosen:
            return chosen.index(wanted)
    st.session_state[f"{prefix}-count"] = count + 1
    return count


def edit_lines(
    prefix: str, start: Sequence[L], edit_line: Callable[[str, int, L | None], L | None]
) -> tuple[L, ...]:
    """The lines that say anything. `edit_line` draws one by its key, its place and the line it
    starts from; at first there are as many as `start` has, at least one. `prefix` keeps two forms
    apart."""
    count_key = f"{prefix}-count"
    count = st.session_state.setdefault(count_key, max(1, len(start)))
    typed = [
        edit_line(f"{prefix}-{place}", place, start[place] if place < len(start) else None)
        for place in range(count)
    ]
    with st.container(horizontal=True):
        if st.button("Add a field", key=f"{prefix}-add", icon=":material/add:"):
            st.session_state[count_key] = count + 1
            st.rerun()
        if count > 1 and st.button("Remove the last field", key=f"{prefix}-remove"):
            st.session_state[count_key] = count - 1
            st.rerun()
    return tuple(one for one in typed if one is not None)
