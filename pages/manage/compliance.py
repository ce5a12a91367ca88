"""Compliance: one figure at a time, under filters that all share; all of it in the address."""

from datetime import timedelta

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
from pages.components.url_choice import url_choice
from pages.manage.metrics import (
    cancellations,
    confirmations,
    directory,
    expired,
    notes,
    open_requests,
)

HALF_A_YEAR = timedelta(weeks=26)
FIGURES = {
    MetricKind.NOTES: ("Notes on time", notes.draw),
    MetricKind.CONFIRMATIONS: ("Waiting for confirmation", confirmations.draw),
    MetricKind.EXPIRED: ("Expired sessions", expired.draw),
    MetricKind.DIRECTORY: ("Directory updates", directory.draw),
    MetricKind.REQUESTS: ("Open requests", open_requests.draw),
    MetricKind.CANCELLATIONS: ("Cancellations settled", cancellations.draw),
}


def show_filters() -> MetricFilter:
    """Period, state, payer and provider; they stand in the address."""
    today = context.now().date()
    with st.container(key="filters"):  # a phone shows two fields in a row
        days, state, payer, provider = st.columns([2, 1, 1.4, 1.4])
    with days, st.container(horizontal=True):
        from_on = st.date_input("Due from", today - HALF_A_YEAR, key="from", bind="query-params")
        to_on = st.date_input("to", today, key="to", bind="query-params")
    with state:
        state_code = url_choice("State", {one.value: one.value for one in StateCode}, "state")
    with payer:
        payers = {one.value: label(one) for one in PayerKind}
        payer_kind = url_choice("Payer", payers, "payer_class")
    with provider:
        named = st.text_input(
            "Provider", placeholder="Name or P-…", key="provider", bind="query-params"
        )
    ref = provider_ref(named.strip())
    return MetricFilter(
        from_on or today,
        to_on or today,
        StateCode(state_code) if state_code else None,
        PayerKind(payer_kind) if payer_kind else None,
        ref,
    )


def provider_ref(named: str) -> str:
    """The reference of the one provider meant; of several the person types one."""
    if not named:
        return ""
    found = context.query(find_provider, named).candidates
    if len(found) == 1:
        return found[0].ref
    several = "; ".join(f"{one.name} {one.ref}" for one in found)
    text = f"Several match: {several}. Type the reference." if found else "No provider matches."
    raise InvalidInput({"provider": text})


st.title("Compliance")
metrics = {kind.value: name for kind, (name, _) in FIGURES.items()}
kind = MetricKind(url_choice("Metric", metrics, "metric", MetricKind.NOTES.value))
try:
    wanted = show_filters()
    FIGURES[kind][1](wanted)
except InvalidInput as problem:
    notices.show_problem(" ".join(problem.fields.values()))
