"""Compliance: one figure at a time, under filters that all share; all of it in the address."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import streamlit as st

from core.errors import InvalidInput
from core.queries.people.find_provider import find_provider
from core.rules.metric_filters import MetricFilter
from core.vocabulary.care import PayerKind
from core.vocabulary.metrics import MetricKind
from core.vocabulary.states import StateCode
from core.vocabulary.words import label
from pages import context
from pages.components import notices
from pages.manage.metrics import (
    cancellations,
    confirmations,
    directory,
    expired,
    notes,
    open_requests,
)

W = TypeVar("W")
HALF_A_YEAR = timedelta(weeks=26)
FIGURES = {
    MetricKind.NOTES: ("Notes on time", notes.draw),
    MetricKind.CONFIRMATIONS: ("Waiting for confirmation", confirmations.draw),
    MetricKind.EXPIRED: ("Expired sessions", expired.draw),
    MetricKind.DIRECTORY: ("Directory updates", directory.draw),
    MetricKind.REQUESTS: ("Open requests", open_requests.draw),
    MetricKind.CANCELLATIONS: ("Cancellations settled", cancellations.draw),
}


def draw_filters() -> MetricFilter:
    """Period, state, payer and provider; they stand in the address."""
    today = context.now().date()
    with st.container(key="filters"):  # a phone shows two fields in a row
        days, state, payer, provider = st.columns([2, 1, 1.4, 1.4])
    with days, st.container(horizontal=True):
        from_on = st.date_input("Due from", today - HALF_A_YEAR, key="from", bind="query-params")
        to_on = st.date_input("to", today, key="to", bind="query-params")
    with state:
        state_code = choice("State", list(StateCode), str, "state")
    with payer:
        payer_kind = choice("Payer", list(PayerKind), label, "payer")
    with provider:
        named = st.text_input(
            "Provider", placeholder="Name or P-…", key="provider", bind="query-params"
        )
    ref = provider_ref(named.strip())
    return MetricFilter(from_on or today, to_on or today, state_code, payer_kind, ref)


def provider_ref(named: str) -> str:
    """The reference of the one provider meant; of several the person types one."""
    if not named:
        return ""
    found = context.ask(find_provider, named).candidates
    if len(found) == 1:
        return found[0].ref
    several = "; ".join(f"{one.name} {one.ref}" for one in found)
    text = f"Several match: {several}. Type the reference." if found else "No provider matches."
    raise InvalidInput({"provider": text})


def choice(head: str, words: Sequence[W], show: Callable[[W], str], key: str) -> W | None:
    """A filter of one of these words, or of any."""
    return st.selectbox(
        head,
        words,
        index=None,
        format_func=show,
        placeholder="Any",
        key=key,
        bind="query-params",
    )


st.title("Compliance")
kind = st.selectbox(
    "Figure",
    list(MetricKind),
    format_func=lambda one: FIGURES[one][0],
    key="figure",
    bind="query-params",
)
try:
    wanted = draw_filters()
    FIGURES[kind or MetricKind.NOTES][1](wanted)
except InvalidInput as problem:
    notices.plain(" ".join(problem.fields.values()))
