"""Compliance: one metric at a time, under filters that all share; all of it is in the URL."""

from datetime import timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import InvalidInput
from core.metrics.registry import METRICS
from core.queries.people.find_provider import find_provider
from core.rules.metric_filters import MetricFilter
from core.vocabulary.care import PayerKind
from core.vocabulary.states import StateCode, place_label
from core.vocabulary.words import label
from pages import context
from pages.components import notices
from pages.components.date_box import has_unread_day, url_day
from pages.components.found_people import is_the_one
from pages.components.screen_dates import screen_today
from pages.components.url_choice import url_choice, url_text
from pages.manage.metric_rows import POINT
from pages.manage.metric_view import show_metric

FIELDS = ("from_on", "to_on", "state", "payer", "provider")
HALF_A_YEAR = timedelta(weeks=26)
FORMER = {"figure": "Metric", "payer": "Payer"}
"""URL keys that held labels until they held codes."""


def ask_filter(places: dict[str, DeltaGenerator]) -> MetricFilter:
    """Period, state, payer and provider, each in its place. Raises InvalidInput by field."""
    today = screen_today()
    with places["from_on"]:
        from_on = url_day("From", "from", today - HALF_A_YEAR, POINT)
    with places["to_on"]:
        to_on = url_day("To", "to", today, POINT)
    with places["state"]:
        states = {one.value: place_label(one) for one in StateCode}
        state_code = url_choice("State", states, "state", forget=POINT)
    with places["payer"]:
        payers = {one.value: label(one) for one in PayerKind}
        payer_kind = url_choice("Payer", payers, "payer_kind", forget=POINT)
    with places["provider"]:
        named = url_text("Provider", "provider", "Name or P-…", POINT)
    return MetricFilter(
        from_on or today,
        to_on or today,
        StateCode(state_code) if state_code else None,
        PayerKind(payer_kind) if payer_kind else None,
        provider_ref(named.strip()),
    )


def provider_ref(named: str) -> str:
    """The reference of the one provider that is meant. Raises InvalidInput for none or several."""
    if not named:
        return ""
    found = context.query(find_provider, named).candidates
    if is_the_one(found):
        return found[0].ref
    several = "; ".join(f"{one.name} {one.ref}" for one in found)
    how = "Several providers match" if len(found) > 1 else "Only a similar name was found"
    text = f"{how}: {several}. Enter the reference of one."
    raise InvalidInput({"provider": text if found else "No provider matches."})


st.title("Compliance")
metrics = {code: metric.name for code, metric in METRICS.items()}
code = url_choice("Metric", metrics, "metric", next(iter(metrics)), forget=POINT)
for key in FORMER.keys() & st.query_params.keys():
    notices.show_problem(f"This link is out of date. Choose the {FORMER[key].lower()} again.")
with st.container(key="filters"):  # a phone shows two fields in a row
    places = dict(zip(FIELDS, st.columns([1, 1, 1, 1.4, 1.4]), strict=True))
try:
    wanted = ask_filter(places)
    if has_unread_day("from", "to"):
        notices.show_problem("Correct the dates marked above.")
    else:
        show_metric(METRICS[code], wanted)
except InvalidInput as problem:
    notices.show_at_fields(problem.fields, places | {"search": places["provider"]})
