"""Pick one existing record: search, look at what tells several apart, choose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import streamlit as st
from markupsafe import Markup

from core.errors import DeskError, InvalidInput
from pages import context
from pages.components import notices
from pages.components.markup import show_html, show_text


class PickerRow(Protocol):
    """One record found."""

    @property
    def ref(self) -> str:
        """The reference it is chosen by."""


class PickerResult(Protocol):
    """The records a search found."""

    @property
    def candidates(self) -> Sequence[Any]:
        """A bounded number of them."""

    @property
    def has_more(self) -> bool:
        """Whether there are more than these."""


T = TypeVar("T")


@dataclass(frozen=True)
class RecordPicker(Generic[T]):
    """How one kind of record is chosen: its queries, its texts and how it looks. `line` tells a
    candidate from others of the same name; `hint` says how to choose, "" for nothing to say."""

    name: str
    find: Callable[..., PickerResult]
    load: Callable[..., T]
    card: Callable[[T], Markup]
    line: Callable[[Any], Markup]
    ask: str
    placeholder: str
    other: str
    none_found: str
    hint: Callable[[PickerResult], str]

    def pick(self, prefix: str, chosen: str = "") -> T | None:
        """The chosen record, or None while it is searched for. What was read is kept for this form,
        so that one look is one entry in the reading log, until another is `chosen`."""
        key = f"{prefix}-{self.name}"
        if chosen and st.session_state.get(f"{key}-given") != chosen:
            st.session_state[f"{key}-given"] = chosen
            self._choose(key, chosen)
        record: T | None = st.session_state.get(key)
        if record is None:
            self._search(prefix, key)
            return None
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            show_html(self.card(record))
            st.button(
                self.other,
                key=f"{prefix}-other",
                icon=":material/swap_horiz:",
                on_click=st.session_state.pop,
                args=(key,),
            )
        return record

    def _choose(self, key: str, ref: str) -> None:
        """As a callback it runs before the page is drawn: no quick next click swallows it."""
        try:
            st.session_state[key] = context.query(self.load, ref)
        except DeskError as problem:
            st.session_state[key] = None
            notices.show_problem(str(problem))

    def _search(self, prefix: str, key: str) -> None:
        found_key = f"{prefix}-found"
        with st.form(f"{prefix}-search", border=False):
            text = st.text_input(self.ask, placeholder=self.placeholder, key=f"{prefix}-text")
            searched = st.form_submit_button("Find", icon=":material/search:")
        if searched:
            st.session_state[found_key] = self._found(text)
        found: PickerResult | str | None = st.session_state.get(found_key)
        if isinstance(found, str):
            notices.show_problem(found)
        elif found is not None:
            self._candidates(prefix, key, found)

    def _found(self, text: str) -> PickerResult | str:
        try:
            return context.query(self.find, text)
        except InvalidInput as problem:
            return str(problem)

    def _candidates(self, prefix: str, key: str, found: PickerResult) -> None:
        if not found.candidates:
            notices.show_problem(self.none_found)
        elif text := self.hint(found):
            show_text(text, is_quiet=True)
        with st.container(gap="xsmall"):
            for candidate in found.candidates:
                self._candidate(prefix, key, candidate)

    def _candidate(self, prefix: str, key: str, candidate: PickerRow) -> None:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.button(
                f"Choose {candidate.ref}",
                key=f"{prefix}-{candidate.ref}",
                on_click=self._choose,
                args=(key, candidate.ref),
            )
            show_html(self.line(candidate))
