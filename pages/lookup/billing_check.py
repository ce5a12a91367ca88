"""Where can it be billed? A provider and a plan or a client, also before anything is booked."""

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
from core.rules.time.formats import day_text
from core.vocabulary.states import OUTSIDE
from core.vocabulary.verdicts import Verdict
from core.vocabulary.words import label
from pages import context
from pages.components import notices, session_table, verdicts
from pages.components.chips import chip
from pages.components.markup import fill, join, show, table

plans = {one.ref: one.name for one in context.read(plan_choices)}
today = context.now().astimezone(context.signed_in().actor.tz).date()
HEADS = ("Where", "Answer", "By", "What is missing")


def draw_question() -> tuple[str, BillingQuestion]:
    """Who is asked about, as typed, and the question; all of it stands in the address."""
    with st.form("billing", border=True), st.container(key="filters"):
        who, plan, client, day, code = st.columns([1.6, 1.8, 1, 1, 0.8])
        with who:
            provider = st.text_input(
                "Provider", placeholder="Name, NPI or P-…", key="provider", bind="query-params"
            )
        with plan:
            ref = st.selectbox(
                "Plan",
                list(plans),
                index=None,
                format_func=lambda one: plans[one],
                placeholder="The client's own",
                key="plan",
                bind="query-params",
            )
        with client:
            of = st.text_input("or client", placeholder="C-…", key="client", bind="query-params")
        with day:
            date = st.date_input("Date of service", today, key="on", bind="query-params")
        with code:
            zip_code = st.text_input(
                "ZIP there", placeholder="Any", key="zip", bind="query-params", max_chars=10
            )
        st.form_submit_button("Look", type="primary", icon=":material/search:")
    return provider, BillingQuestion(
        provider="", on=date or today, client=of, plan=ref or "", zip=zip_code
    )


def chosen(text: str) -> ProviderCandidate | None:
    """The one provider meant; of several each is offered as a link."""
    try:
        found = context.ask(find_provider, text)
    except InvalidInput as problem:
        notices.plain(" ".join(problem.fields.values()))
        return None
    if not found.candidates:
        notices.plain("No provider matches. Try another spelling, the NPI or the reference.")
        return None
    if len(found.candidates) == 1:
        return found.candidates[0]
    more = " There are more: type more of the name." if found.has_more else ""
    text = f"{len(found.candidates)} providers match. Choose one.{more}"
    show(fill('<p class="desk">{text}</p>', text=text))
    rows = [(one.ref, (one.name, one.npi)) for one in found.candidates]
    session_table.linked(("Name", "NPI"), rows, "Provider", "/billing-check", "provider")
    return None


def draw(check: BillingCheck) -> None:
    """Plan by plan: the states that matter, then all of them."""
    of = f" with client {check.client_ref}" if check.client_ref else ""
    st.subheader(f"{check.provider}{of}, {day_text(check.on)}")
    if not check.answers:
        notices.plain("The client has no coverage on that day, and no case with this provider.")
    for answer in check.answers:
        draw_plan(answer)


def draw_plan(answer: PlanAnswer) -> None:
    """One plan: in one sentence, then state by state."""
    rank = f", coverage {answer.rank}" if answer.rank else ""
    name = f"{answer.plan or label(answer.payer_kind)}{rank}"
    show(
        fill(
            '<div class="desk card"><h2>{name}</h2><p>{sentence}</p>'
            '<p class="quiet">{where}</p>{boxes}</div>',
            where="At the addresses on file, or the ZIP code given:" if answer.boxes else "",
            name=name,
            sentence=sentence(answer),
            boxes=verdicts.boxes(answer.boxes),
        )
    )
    with st.expander(f"All 56 states and territories: {name}"):
        rows = [cells(one) for one in answer.everywhere]
        show(
            fill(
                '<div class="desk">{t}</div>',
                t=table("State by state, without an address", HEADS, rows),
            )
        )


def sentence(answer: PlanAnswer) -> str:
    """Where it can be billed throughout, and where the place or a person decides."""
    found = {
        verdict: [one.state for one in answer.everywhere if one.answer.verdict == verdict]
        for verdict in (Verdict.ALLOW, Verdict.REVIEW)
    }
    sure, unsure = found[Verdict.ALLOW], found[Verdict.REVIEW]
    parts = [f"Can be billed all over {', '.join(sure)}."] if sure else []
    if unsure:
        parts.append(f"The ZIP code or a person decides in {', '.join(unsure)}.")
    return " ".join([*parts, "Nowhere else." if parts else "Can be billed nowhere."])


def cells(one: StateVerdict) -> tuple[object, ...]:
    """One state in a row of the table."""
    state = "elsewhere" if one.state == OUTSIDE else one.state
    words = chip(verdicts.YES[one.answer.verdict], verdicts.TONES[one.answer.verdict])
    missing = join((Markup.escape(each.text) for each in one.answer.deciding), " ")
    return (state, words, verdicts.ways(one.answer), missing)


st.title("Where can it be billed?")
typed, question = draw_question()
if not typed.strip():
    show(
        fill(
            '<p class="desk quiet">Name a provider and a plan, or a client whose plans are looked '
            "up. Every state is answered, also before anything is booked.</p>"
        )
    )
elif provider := chosen(typed):
    try:
        draw(context.ask(billing_check, question.of(provider.ref)))
    except InvalidInput as problem:
        notices.plain(" ".join(problem.fields.values()))
    except DeskError as problem:
        notices.plain(str(problem))
