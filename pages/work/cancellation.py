"""Filing the cancellation of a confirmed session: which one, what it does, why, and who asked."""

import streamlit as st

from core.queries.requests.cancellation_preview import CancellationPreview, cancellation_preview
from core.requests.cancellation.file import FileSessionCancellation, file_session_cancellation
from core.rules.messages import kinds
from core.rules.messages.reader import MessageReading
from core.vocabulary.requests import RequestKind
from pages import context
from pages.components import draft, due_chart, notices
from pages.components.markup import show_card, show_text
from pages.components.message_box import Offer, show_message_box
from pages.work import cancellation_plan, filing, message_offers, requester
from pages.work.session_choice import SessionChoice

NAME = "file-cancellation"
prefix, linked = filing.start_form(NAME, "session")
choice = SessionChoice(NAME, prefix, cancellation_preview)
problems = context.problems(NAME)


def offers(reading: MessageReading) -> list[Offer]:
    """What the message offers; an accepted session is shown at once."""
    return message_offers.cancellation_offers(prefix, reading, choice.take_typed)


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
            choice.keep_preview(found.session.ref)
        st.rerun()


st.title("Session cancellation")
due_chart.show_beside(RequestKind.SESSION_CANCELLATION)
show_text(
    "When you file, the pending charge and payout go on hold. You void, refund or recover the rest "
    "in separate steps.",
    is_quiet=True,
)
choice.begin(linked)
st.subheader("1. The message", divider="gray")
show_message_box(prefix, kinds.CANCELLATION, message_offers.received_day(prefix), offers)
st.subheader("2. Which session", divider="gray")
found: CancellationPreview = choice.show()
if found.refusal:
    notices.show_refusal("You can't cancel this session here", [found.refusal])
    filing.end_form(NAME, prefix)
else:
    show_form(found)
