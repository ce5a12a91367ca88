"""Choosing the one existing record: search, look at what tells people apart, choose."""

from datetime import date

import streamlit as st

from core.errors import DeskError, InvalidInput
from core.queries.find_record import Candidate, Found, RecordNow, find_record, record_for_correction
from core.rules.time_text import born
from pages import shell
from pages.parts import trouble
from pages.parts.markup import fill, show


def draw(prefix: str, chosen: str = "") -> RecordNow | None:
    """The chosen record, or the search for it (then None). What was read is kept for this form,
    so that one look is one entry in the reading log."""
    key = f"{prefix}-record"
    if f"{key}-given" not in st.session_state and chosen:
        st.session_state[f"{key}-given"] = chosen
        st.session_state[key] = _load(chosen)
    record: RecordNow | None = st.session_state.get(key)
    if record is None:
        _search(prefix, key)
        return None
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        show(
            fill(
                '<div class="desk"><strong>{name}</strong> · {ref} · born {born}</div>',
                name=record.name,
                ref=record.ref,
                born=born(_birth_date(record.values.get("date_of_birth"))),
            )
        )
        st.button(
            "Another client",
            key=f"{prefix}-other",
            icon=":material/swap_horiz:",
            on_click=st.session_state.pop,
            args=(key,),
        )
    return record


def _choose(key: str, ref: str) -> None:
    """A callback runs before the page is drawn, so that no quick next click can swallow this."""
    st.session_state[key] = _load(ref)


def _load(ref: str) -> RecordNow | None:
    try:
        return shell.ask(record_for_correction, ref)
    except DeskError as problem:
        trouble.plain(str(problem))
        return None


def _search(prefix: str, key: str) -> None:
    found_key = f"{prefix}-found"
    with st.form(f"{prefix}-search", border=False):
        text = st.text_input(
            "Find the client's existing record",
            placeholder="Name, whole e-mail address, or reference C-…",
            key=f"{prefix}-text",
        )
        searched = st.form_submit_button("Find", icon=":material/search:")
    if searched:
        st.session_state[found_key] = _find(text)
    found: Found | str | None = st.session_state.get(found_key)
    if isinstance(found, str):
        trouble.plain(found)
    elif found is not None:
        _candidates(prefix, key, found)


def _find(text: str) -> Found | str:
    try:
        return shell.ask(find_record, text)
    except InvalidInput as problem:
        return " ".join(problem.fields.values())


def _candidates(prefix: str, key: str, found: Found) -> None:
    if not found.candidates:
        trouble.plain(
            "No record matches. Try another spelling or the e-mail address. Records are never "
            "made here: a client who is nowhere to be found is added by their provider."
        )
    elif len(found.candidates) > 1:
        more = " There are more: type more of the name." if found.has_more else ""
        text = f"Several records match. Choose by birth date and e-mail.{more}"
        show(fill('<p class="desk quiet">{text}</p>', text=text))
    with st.container(gap="xsmall"):
        for candidate in found.candidates:
            _candidate(prefix, key, candidate)


def _candidate(prefix: str, key: str, candidate: Candidate) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.button(
            f"Choose {candidate.ref}",
            key=f"{prefix}-{candidate.ref}",
            on_click=_choose,
            args=(key, candidate.ref),
        )
        show(
            fill(
                '<div class="desk"><strong>{name}</strong><br>'
                '<span class="quiet">born {born} · {email}</span></div>',
                name=candidate.name,
                born=born(candidate.date_of_birth),
                email=candidate.email or "no e-mail",
            )
        )


def _birth_date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
