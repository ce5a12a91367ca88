"""Where can it be billed? For a provider with a plan or a client, even before booking."""

import streamlit as st
from markupsafe import Markup

from core.errors import DeskError, InvalidInput
from core.queries.people.find_provider import ProviderCandidate, find_provider
from core.queries.sessions.billing_check import (
    BillingCheck,
    BillingQuestion,
    PlanAnswer,
    billing_check,
    plan_choices,
)
from core.rules.eligibility.billing import StateVerdict
from core.vocabulary.verdicts import Verdict
from core.vocabulary.words import label
from pages import context
from pages.components import notices, session_table, verdicts
from pages.components.chips import chip
from pages.components.markup import fill, join, show_html, table
from pages.components.screen_dates import screen_day, screen_today
from pages.components.url_choice import keep_choices, url_choice, url_day

plans = {one.ref: one.name for one in context.query(plan_choices)}
today = screen_today()
WHERE = "States of the ZIP code above or of the addresses on file"
RANKS = {1: "primary", 2: "secondary", 3: "tertiary"}
HEADS = ("State", "Can it be billed?", "Billed through", "Reason")


def show_question() -> tuple[str, BillingQuestion]:
    """The provider as typed, and the question; all of it stands in the address."""
    with st.form("billing", border=True), st.container(key="filters"):
        who, plan, client, day, code = st.columns([1.6, 1.8, 1, 1, 0.8])
        with who:
            provider = st.text_input(
                "Provider", placeholder="Name, NPI or P-…", key="provider", bind="query-params"
            )
        with plan:
            ref = url_choice(
                "Plan", plans, "plan", is_in_form=True, placeholder="The client's plans"
            )
        with client:
            of = st.text_input("Client", placeholder="C-…", key="client", bind="query-params")
        with day:
            date = url_day("Date of service", "on", today)
        with code:
            zip_code = st.text_input(
                "Client's ZIP code", placeholder="Any", key="zip", bind="query-params", max_chars=10
            )
        st.form_submit_button(
            "Check",
            type="primary",
            icon=":material/search:",
            on_click=keep_choices,
            args=(("plan",),),
        )
    return provider, BillingQuestion(
        provider="", on=date or today, client=of, plan=ref, zip=zip_code
    )


def find_one_provider(text: str) -> ProviderCandidate | None:
    """The one provider that matches; several are offered as links."""
    try:
        found = context.query(find_provider, text)
    except InvalidInput as problem:
        notices.show_problem(" ".join(problem.fields.values()))
        return None
    if not found.candidates:
        notices.show_problem("No provider matches. Try another spelling, the NPI or the reference.")
        return None
    if len(found.candidates) == 1:
        return found.candidates[0]
    more = " More match: type more of the name." if found.has_more else ""
    text = f"{len(found.candidates)} providers match. Choose one.{more}"
    show_html(fill('<p class="desk">{text}</p>', text=text))
    rows = [(one.ref, (one.name, one.npi)) for one in found.candidates]
    session_table.show_linked_table(("Name", "NPI"), rows, "Provider", "/billing-check?provider=")
    return None


def show_billing_check(check: BillingCheck) -> None:
    """Plan by plan: the states that matter, then all of them."""
    of = f" and client {check.client_ref}" if check.client_ref else ""
    st.subheader(f"{check.provider}{of}, {screen_day(check.on)}")
    if not check.answers:
        notices.show_problem(
            "The client has no coverage on this day and no case with this provider. Choose a plan."
        )
    for answer in check.answers:
        show_plan(answer)


def show_plan(answer: PlanAnswer) -> None:
    """One plan: one sentence, then state by state."""
    rank = f", {RANKS[answer.rank]} coverage" if answer.rank else ""
    name = f"{answer.plan or label(answer.payer_kind)}{rank}"
    show_html(
        fill(
            '<div class="desk card"><h2>{name}</h2><p>{sentence}</p>'
            '<p class="quiet">{where}</p>{boxes}</div>',
            where="States of the ZIP code above or of the addresses on file"
            if answer.boxes
            else "",
            name=name,
            sentence=sentence(answer),
            boxes=verdicts.boxes(answer.boxes),
        )
    )
    with st.expander(f"{name}: all 56 states and territories"):
        rows = [cells(one) for one in answer.everywhere]
        show_html(
            fill(
                '<div class="desk">{t}</div>',
                t=table("Result for each state, without an address", HEADS, rows),
            )
        )


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
    missing = join((Markup.escape(each.text) for each in one.answer.deciding), " ")
    return (state, words, verdicts.ways(one.answer), missing)


st.title("Where can it be billed?")
typed, question = show_question()
if not typed.strip():
    show_html(
        fill(
            '<p class="desk quiet">Enter a provider, and a plan or a client. The answer covers '
            "every state and territory, even before a session is booked.</p>"
        )
    )
elif provider := find_one_provider(typed):
    try:
        show_billing_check(context.query(billing_check, question.of(provider.ref)))
    except InvalidInput as problem:
        notices.show_problem(" ".join(problem.fields.values()))
    except DeskError as problem:
        notices.show_problem(str(problem))
