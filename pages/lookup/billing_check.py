"""Where can it be billed? For a provider with a plan or a client, even before booking."""

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import DeskError, InvalidInput, refuse_problems
from core.queries.people.find_client import ClientCandidate, find_client
from core.queries.people.find_provider import find_provider
from core.queries.sessions.billing_check import (
    KeptClient,
    PlanAnswer,
    billing_check,
    kept_client,
    plan_choices,
)
from core.queries.sessions.billing_question import BillingQuestion
from core.rules.eligibility.billing import StateVerdict
from core.rules.names import is_reference
from core.vocabulary.states import OUTSIDE, STATE_NAMES, place_label
from core.vocabulary.verdicts import Verdict
from core.vocabulary.words import label
from pages import context
from pages.components import notices, verdicts
from pages.components.chips import chip
from pages.components.client_box import ask_client
from pages.components.date_box import has_unread_day, url_day
from pages.components.found_people import client_cells, is_the_one
from pages.components.markup import fill, show_card, show_html, show_text, table
from pages.components.record_picker import more_text
from pages.components.screen_dates import screen_day, screen_today
from pages.components.session_table import show_linked_table
from pages.components.url_choice import url_choice, url_text

FIELDS = ("provider", "plan", "client", "on", "state", "zip")
STATES = {code: place_label(code) for code in (*STATE_NAMES, OUTSIDE)}
RANKS = {1: "primary", 2: "secondary", 3: "tertiary"}
HEADS = ("State", "Can it be billed?", "Billed through", "Reason")
plans = {one.ref: one.name for one in context.query(plan_choices)}


def ask_question() -> tuple[BillingQuestion, dict[str, DeltaGenerator]]:
    """The question, its provider as typed, and the place of each field; all of it stands in the
    address."""
    today = screen_today()
    with st.container(border=True, key="filters"):
        places = dict(zip(FIELDS, st.columns([1.5, 1.6, 1, 1, 1.2, 0.8]), strict=True))
        with places["provider"]:
            provider = url_text("Provider", "provider", "Name, NPI or P-…")
        with places["plan"]:
            plan = url_choice("Plan", plans, "plan", placeholder="The client's plans")
        with places["client"]:
            client = ask_client()
        with places["on"]:
            on = url_day("Date of service", "on", today)
        with places["state"]:
            state = url_choice("State", STATES, "state")
        with places["zip"]:
            code = url_text("Client's ZIP code", "zip", "Any", max_chars=10)
    return BillingQuestion(provider, on or today, client, plan, state, code.strip()), places


def check_fields(question: BillingQuestion) -> BillingQuestion | None:
    """The question with references instead of names, "" for a field left empty; None while one of
    several is to be chosen. Raises InvalidInput for every field that is wrong by itself."""
    problems = {
        field: text for field, text in question.problems().items() if field in ("state", "zip")
    }
    found: dict[str, str | None] = {}
    for field, find in (("provider", find_one_provider), ("client", find_one_client)):
        text = getattr(question, field).strip()
        try:
            found[field] = find(text) if text else ""
        except InvalidInput as problem:
            problems |= problem.fields
    refuse_problems(problems)
    provider, client = found["provider"], found["client"]
    if provider is None or client is None:
        return None
    return replace(question, provider=provider, client=client)


def answer_question(question: BillingQuestion) -> None:
    """Plan by plan: the states that matter, then all of them. Raises InvalidInput by field."""
    check = context.query(billing_check, question)
    of = f" and client {check.client_ref}" if check.client_ref else ""
    st.subheader(f"{check.provider}{of}, {screen_day(check.on)}")
    if not check.answers:
        notices.show_problem(
            "The client has no coverage on this day and no case with this provider. Choose a plan."
        )
    for answer in check.answers:
        show_plan(answer, question)


def find_one_provider(text: str) -> str | None:
    """The reference of the one provider that matches; several are offered as links."""
    found = context.query(find_provider, text)
    if not found.candidates:
        unknown = "No provider matches. Try another spelling, the NPI or the reference."
        raise InvalidInput({"provider": unknown})
    if is_the_one(found.candidates):
        return str(found.candidates[0].ref)
    show_text(more_text(found) or f"{len(found.candidates)} possible providers. Choose one.")
    rows = [(one.ref, (one.name, one.match.text, one.npi)) for one in found.candidates]
    show_linked_table(("Name", "Match", "NPI"), rows, "Provider", address_without("provider"))
    return None


def find_one_client(text: str) -> str | None:
    """The reference of the one client that matches; several are offered as links."""
    if is_reference(text):
        return kept_ref(context.query(kept_client, text))
    if not context.signed_in().actor.may(find_client):
        raise InvalidInput({"client": "Enter the client's reference, such as C-5H2BG3."})
    try:
        found = context.query(find_client, text)
    except InvalidInput as problem:
        raise InvalidInput({"client": " ".join(problem.fields.values())}) from problem
    if not found.candidates:
        unknown = "No client matches. Try another spelling, the e-mail address or the reference."
        raise InvalidInput({"client": unknown})
    if is_the_one(found.candidates):
        return kept_ref(found.candidates[0])
    show_text(more_text(found) or f"{len(found.candidates)} possible clients. Choose one.")
    rows = [(one.ref, (one.initials, *client_cells(one))) for one in found.candidates]
    heads = ("Name", "Match", "Birth year", "State", "Last session")
    show_linked_table(heads, rows, "Client", address_without("client"))
    return None


def kept_ref(client: ClientCandidate | KeptClient) -> str:
    """Its reference; a sentence where another record was merged into it."""
    if client.merged:
        show_text(client.merged)
    return client.ref


def address_without(field: str) -> str:
    """The address of this question that ends where the value of `field` goes."""
    kept = {name: value for name, value in st.query_params.items() if name != field}
    return f"/billing-check?{urlencode([*kept.items(), (field, '')])}"


def show_plan(answer: PlanAnswer, question: BillingQuestion) -> None:
    """One plan: one sentence, then state by state."""
    rank = f", {RANKS[answer.rank]} coverage" if answer.rank else ""
    name = f"{answer.plan or label(answer.payer_kind)}{rank}"
    is_narrow = bool(question.state or question.zip) and len(answer.boxes) == 1
    said = one_place(answer.boxes[0], question.zip) if is_narrow else sentence(answer)
    boxes = verdicts.boxes(answer.boxes, answer.addresses)
    show_card(name, fill("<p>{said}</p>{boxes}", said=said, boxes=boxes))
    with st.expander(f"{name}: all 56 states and territories"):
        rows = [cells(one) for one in answer.everywhere]
        show_html(table("Result for each state, without an address", HEADS, rows))


def one_place(box: StateVerdict, zip_code: str) -> str:
    """The answer for the one state asked about, and why."""
    known = STATE_NAMES.get(box.state, "a place outside the US")
    where = f"in {known} (ZIP code {zip_code})" if zip_code else f"in {known}"
    if box.answer.verdict == Verdict.ALLOW:
        return f"Yes, through {verdicts.ways(box.answer)}, {where}."
    if "no_license" in box.answer.codes:
        return f"No. The provider is not licensed {where}."
    also = f" ZIP code {zip_code} is in {known}." if zip_code else ""
    return f"{verdicts.YES[box.answer.verdict]}. {box.answer.deciding[0].text}{also}"


def sentence(answer: PlanAnswer) -> str:
    """Where it can always be billed, and where the place or a person decides."""
    found = {
        verdict: [one.state for one in answer.everywhere if one.answer.verdict == verdict]
        for verdict in (Verdict.ALLOW, Verdict.REVIEW)
    }
    sure, unsure = found[Verdict.ALLOW], found[Verdict.REVIEW]
    parts = [f"Yes in {', '.join(sure)}."] if sure else []
    if unsure:
        parts.append(f"Depends on the ZIP code or a decision in {', '.join(unsure)}.")
    return " ".join(
        [*parts, "No in all other states." if parts else "The provider cannot bill in any state."]
    )


def cells(one: StateVerdict) -> tuple[object, ...]:
    """One state in a row of the table."""
    state = verdicts.place(one.state)
    words = chip(verdicts.YES[one.answer.verdict], verdicts.TONES[one.answer.verdict])
    missing = " ".join(each.text for each in one.answer.deciding)
    return (state, words, verdicts.ways(one.answer), missing)


st.title("Where can it be billed?")
question, places = ask_question()
try:
    if has_unread_day("on"):
        notices.show_problem("Correct the date of service to check.")
    elif (checked := check_fields(question)) and checked.provider:
        answer_question(checked)
    elif checked:
        known = f"Client {checked.client} is on file. " if checked.client else ""
        show_text(
            f"{known}Enter a provider, and a plan or a client. The answer covers every state and "
            "territory, even before a session is booked.",
            is_quiet=True,
        )
except InvalidInput as problem:
    notices.show_at_fields(problem.fields, places | {"search": places["provider"]})
except DeskError as problem:
    notices.show_problem(str(problem))
