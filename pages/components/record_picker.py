"""Pick one existing record: search, look at what tells several apart, choose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import streamlit as st
from markupsafe import Markup

from core.errors import DeskError, InvalidInput
from pages import context, url
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


def more_text(found: PickerResult) -> str:
    """What to do where more records match than are shown; "" where all are."""
    if not found.has_more:
        return ""
    return f"The {len(found.candidates)} best matches. Type more of the name."


@dataclass(frozen=True)
class RecordPicker(Generic[T]):
    """How one kind of record is chosen: its name in a URL, its queries, its texts and how it looks.
    `line` tells a candidate from others of the same name; `hint` says how to choose, "" for nothing
    to say."""

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
        """The record, or None while it is searched for; a form begins with the one `chosen`. What
        was read is kept for this form, so that one look is one entry in the reading log."""
        about = st.session_state.get(f"{prefix}-about", chosen)
        if about and f"{prefix}-{self.name}" not in st.session_state:
            self._load(prefix, about)
        record: T | None = st.session_state.get(f"{prefix}-{self.name}")
        if record is None:
            self._search(prefix)
            return None
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            show_html(self.card(record))
            st.button(
                self.other,
                key=f"{prefix}-other",
                icon=":material/swap_horiz:",
                on_click=self._choose,
                args=(prefix, ""),
            )
        return record

    def search_for(self, prefix: str, text: str) -> None:
        """Search as if `text` had been typed, where no record is chosen."""
        if st.session_state.get(f"{prefix}-{self.name}") is None:
            st.session_state[f"{prefix}-text"] = text
            st.session_state[f"{prefix}-found"] = self._found(text)

    def _choose(self, prefix: str, ref: str) -> None:
        """As a callback it runs before the page is drawn: no quick next click swallows it. The URL
        no longer names the record of a link."""
        url.write({self.name: ""})
        self._load(prefix, ref)

    def _load(self, prefix: str, ref: str) -> None:
        st.session_state[f"{prefix}-about"] = ref
        record = None
        try:
            record = context.query(self.load, ref) if ref else None
        except DeskError as problem:
            notices.show_problem(str(problem))
        st.session_state[f"{prefix}-{self.name}"] = record

    def _search(self, prefix: str) -> None:
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
            self._candidates(prefix, found)

    def _found(self, text: str) -> PickerResult | str:
        try:
            return context.query(self.find, text)
        except InvalidInput as problem:
            return str(problem)

    def _candidates(self, prefix: str, found: PickerResult) -> None:
        if not found.candidates:
            notices.show_problem(self.none_found)
        elif text := self.hint(found):
            show_text(text, is_quiet=True)
        with st.container(gap="xsmall"):
            for candidate in found.candidates:
                self._candidate(prefix, candidate)

    def _candidate(self, prefix: str, candidate: PickerRow) -> None:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            show_html(self.line(candidate))
            st.button(
                f"Choose {candidate.ref}",
                key=f"{prefix}-{candidate.ref}",
                on_click=self._choose,
                args=(prefix, candidate.ref),
            )
