"""Which session a filing form is about: that of the link, or the one whose reference is typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.errors import DeskError
from pages import context, url
from pages.components import notices
from pages.components.markup import fill, show_html
from pages.work import cancellation_plan, filing


@dataclass(frozen=True)
class SessionChoice:
    """The session of the form `name`, whose keys begin with `prefix`. `preview` asks for what
    is shown of it before filing; `forgets` says that another session starts the form again."""

    name: str
    prefix: str
    preview: Callable[..., Any]
    forgets: bool = False

    def begin(self, linked: str) -> None:
        """Look at the session of the link, once."""
        if linked and self._kept not in st.session_state:
            st.session_state[self._about] = linked
            self.keep_preview(linked)

    def keep_preview(self, ref: str) -> None:
        """Keep the preview, or why there is none: one look is one entry in the reading log, and
        what is filed is what was seen."""
        try:
            st.session_state[self._kept] = context.query(self.preview, ref)
        except DeskError as problem:
            st.session_state[self._kept] = str(problem)

    def take_typed(self) -> None:
        """Show the session whose reference was typed, instead of the one in the URL."""
        url.write({"session": ""})
        ref = st.session_state[f"{self.prefix}-ref"].strip()
        self.keep_preview(ref)
        is_found = not isinstance(st.session_state[self._kept], str)
        st.session_state[self._about] = ref if is_found else None

    def show(self) -> Any:
        """The preview of the session, whose facts are on the page; the page ends at the search
        where none is chosen."""
        found = st.session_state.get(self._kept)
        if isinstance(found, str):
            notices.show_problem(found)
        if found is None or isinstance(found, str):
            self._show_search()
            filing.end_form(self.name, self.prefix)
            st.stop()
        head = cancellation_plan.session_facts(found.session)
        show_html(fill('<div class="desk card">{head}</div>', head=head))
        st.button(
            "Choose another session",
            icon=":material/swap_horiz:",
            key=f"{self.prefix}-other",
            on_click=self._choose_another,
        )
        return found

    @property
    def _about(self) -> str:
        return f"{self.prefix}-about"

    @property
    def _kept(self) -> str:
        return f"{self.prefix}-preview"

    def _choose_another(self) -> None:
        url.write({"session": ""})
        if self.forgets:
            context.forget_form(self.name)
        else:
            st.session_state[self._about] = st.session_state[self._kept] = None

    def _show_search(self) -> None:
        with st.form(f"{self.prefix}-search", border=False):
            st.text_input("Session", placeholder="S-…", key=f"{self.prefix}-ref")
            words, icon = "Show session", ":material/search:"
            st.form_submit_button(words, icon=icon, on_click=self.take_typed)
        st.page_link(
            "lookup/sessions.py",
            label="Look up the session by provider, client or day",
            icon=":material/manage_search:",
        )
