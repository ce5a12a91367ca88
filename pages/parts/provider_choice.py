"""Choosing the provider whose listing is wrong, with what our record says beside it."""

import streamlit as st

from core.errors import DeskError, InvalidInput
from core.queries.find_provider import (
    ProviderCandidate,
    ProviderNow,
    ProvidersFound,
    find_provider,
    provider_for_listing,
)
from core.rules.time_text import on
from core.vocabulary.people import ProviderStatus
from pages import shell
from pages.parts import trouble
from pages.parts.markup import fill, pairs, show


def draw(prefix: str, chosen: str = "") -> ProviderNow | None:
    """The chosen provider, or the search for one (then None)."""
    key = f"{prefix}-provider"
    if f"{key}-given" not in st.session_state and chosen:
        st.session_state[f"{key}-given"] = chosen
        st.session_state[key] = _load(chosen)
    provider: ProviderNow | None = st.session_state.get(key)
    if provider is None:
        _search(prefix, key)
        return None
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        card(provider)
        st.button(
            "Another provider",
            key=f"{prefix}-other",
            icon=":material/swap_horiz:",
            on_click=st.session_state.pop,
            args=(key,),
        )
    return provider


def card(provider: ProviderNow) -> None:
    """What our record says: to hold beside what Evernorth lists."""
    rows = [
        ("Military OneSource", _mos(provider)),
        ("Locations", "; ".join(provider.locations)),
    ]
    show(
        fill(
            '<div class="desk"><strong>{name}</strong> · {ref}{rows}</div>',
            name=provider.name,
            ref=provider.ref,
            rows=pairs(rows),
        )
    )


def _mos(provider: ProviderNow) -> str:
    if provider.enrolled_from is None:
        return "not enrolled"
    until = f" to {on(provider.enrolled_to)}" if provider.enrolled_to else ""
    takes = "takes new clients" if provider.is_accepting_mos else "takes no new clients"
    return f"{takes}; enrolled from {on(provider.enrolled_from)}{until}"


def _choose(key: str, ref: str) -> None:
    """A callback runs before the page is drawn, so that no quick next click can swallow this."""
    st.session_state[key] = _load(ref)


def _load(ref: str) -> ProviderNow | None:
    try:
        return shell.ask(provider_for_listing, ref)
    except DeskError as problem:
        trouble.plain(str(problem))
        return None


def _search(prefix: str, key: str) -> None:
    found_key = f"{prefix}-found"
    with st.form(f"{prefix}-search", border=False):
        text = st.text_input(
            "Find the provider", placeholder="Name, NPI, or reference P-…", key=f"{prefix}-text"
        )
        searched = st.form_submit_button("Find", icon=":material/search:")
    if searched:
        st.session_state[found_key] = _find(text)
    found: ProvidersFound | str | None = st.session_state.get(found_key)
    if isinstance(found, str):
        trouble.plain(found)
    elif found is not None:
        _candidates(prefix, key, found)


def _find(text: str) -> ProvidersFound | str:
    try:
        return shell.ask(find_provider, text)
    except InvalidInput as problem:
        return " ".join(problem.fields.values())


def _candidates(prefix: str, key: str, found: ProvidersFound) -> None:
    if not found.candidates:
        trouble.plain("No provider matches. Try another spelling, the NPI or the reference.")
    elif found.has_more:
        text = "There are more than these: type more of the name."
        show(fill('<p class="desk quiet">{text}</p>', text=text))
    with st.container(gap="xsmall"):
        for candidate in found.candidates:
            _candidate(prefix, key, candidate)


def _candidate(prefix: str, key: str, candidate: ProviderCandidate) -> None:
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
                '<span class="quiet">NPI {npi}{status}</span></div>',
                name=candidate.name,
                npi=candidate.npi,
                status="" if candidate.status == ProviderStatus.ACTIVE else " · inactive",
            )
        )
