"""Filing the cancellation of a confirmed session: which one, what it does, why, and who asked."""

import streamlit as st

from core.errors import DeskError
from core.queries.requests.cancellation_preview import CancellationPreview, cancellation_preview
from core.requests.cancellation.file import FileSessionCancellation, file_session_cancellation
from core.rules.messages import kinds
from core.rules.messages.reader import MessageReading
from core.vocabulary.requests import RequestKind
from pages import context, url
from pages.components import draft, due_chart, notices
from pages.components.markup import fill, show_card, show_html, show_text
from pages.components.message_box import Offer, show_message_box
from pages.work import cancellation_plan, filing, message_offers, requester

NAME = "file-cancellation"
prefix, linked = filing.start_form(NAME, "session")
ABOUT, PREVIEW = f"{prefix}-about", f"{prefix}-preview"
problems = context.problems(NAME)


def find_preview(ref: str) -> CancellationPreview | str:
    """The preview, or why there is none. It is kept, so that one look is one entry in the reading
    log, and what is filed is what was seen."""
    try:
        return context.query(cancellation_preview, ref)
    except DeskError as problem:
        return str(problem)


def choose_session() -> None:
    """Show the session whose reference was typed, instead of the one in the URL."""
    url.write({"session": ""})
    ref = st.session_state[f"{prefix}-ref"].strip()
    st.session_state[PREVIEW] = preview = find_preview(ref)
    st.session_state[ABOUT] = None if isinstance(preview, str) else ref


def offers(reading: MessageReading) -> list[Offer]:
    """What the message offers; an accepted session is shown at once."""
    return message_offers.cancellation_offers(prefix, reading, choose_session)


def choose_another() -> None:
    """Ask for a session again."""
    url.write({"session": ""})
    st.session_state[ABOUT] = st.session_state[PREVIEW] = None


def show_search() -> None:
    """Which session; its own page leads here too."""
    with st.form(f"{prefix}-search", border=False):
        st.text_input("Session", placeholder="S-…", key=f"{prefix}-ref")
        st.form_submit_button("Show session", icon=":material/search:", on_click=choose_session)
    st.page_link(
        "lookup/sessions.py",
        label="Look up the session by provider, client or day",
        icon=":material/manage_search:",
    )


def show_form(found: CancellationPreview) -> None:
    """What happens next, the reason, and who asked."""
    show_card("What happens next", cancellation_plan.planned_steps(found.steps))
    st.subheader("3. Reason", divider="gray")
    reason = st.text_input("Reason", key=f"{prefix}-reason", live=draft.LIVE)
    notices.show_field_problem(problems, "reason")
    st.subheader("4. Who asked", divider="gray")
    asked = requester.ask_requester(prefix, problems)
    notices.show_field_problem(problems, "requester_type")
    if filing.show_file_button(NAME, prefix, problems):
        command = FileSessionCancellation(found.session.ref, found.record_version, reason, asked)
        context.submit(NAME, file_session_cancellation, command, opens_request=True)
        if prefix.endswith(context.form_key(NAME)) and not context.problems(NAME):
            # not filed: show what is new
            st.session_state[PREVIEW] = find_preview(found.session.ref)
        st.rerun()


st.title("Session cancellation")
due_chart.show_beside(RequestKind.SESSION_CANCELLATION)
show_text(
    "When you file, the pending charge and payout go on hold. You void, refund or recover the rest "
    "in separate steps.",
    is_quiet=True,
)
if linked and PREVIEW not in st.session_state:
    st.session_state[ABOUT] = linked
    st.session_state[PREVIEW] = find_preview(linked)
st.subheader("1. The message", divider="gray")
show_message_box(prefix, kinds.CANCELLATION, message_offers.received_day(prefix), offers)
st.subheader("2. Which session", divider="gray")
found: CancellationPreview | str | None = st.session_state.get(PREVIEW)
if isinstance(found, str):
    notices.show_problem(found)
    found = None
if found is None:
    show_search()
    filing.end_form(NAME, prefix)
    st.stop()
show_html(
    fill('<div class="desk card">{head}</div>', head=cancellation_plan.session_facts(found.session))
)
st.button(
    "Choose another session",
    icon=":material/swap_horiz:",
    key=f"{prefix}-other",
    on_click=choose_another,
)
if found.refusal:
    notices.show_refusal("You can't cancel this session here", [found.refusal])
    filing.end_form(NAME, prefix)
else:
    show_form(found)
