"""The reply to the requester: a text to copy, or an e-mail where one can be sent."""

import streamlit as st

from core.queries.outbox import reply_state
from core.queries.requests.page import RequestDetail
from core.requests.replies import SendReply, send_reply
from core.vocabulary.administration import MessageStatus
from core.vocabulary.requests import Channel
from core.vocabulary.words import phrase
from pages import context
from pages.components import draft, notices
from pages.components.markup import fill, show_html, show_text
from pages.components.screen_dates import screen_instant

BY_EMAIL, BY_HAND = "Send by e-mail", "I sent this reply"
EMAIL_STATES = {
    MessageStatus.WAITING: "The e-mail is queued in the outbox.",
    MessageStatus.SENT: "The e-mail was sent on",
    MessageStatus.FAILED: "The e-mail could not be sent. Reply another way, or ask an admin to "
    "check the outbox.",
}


def show_reply(request: RequestDetail, reply: str) -> None:
    """The reply, how the requester gets it, and closing."""
    can_email = context.query(reply_state, request.ref).can_email
    name = f"reply-{request.ref}"
    prefix, problems = draft.begin(name, "reply", request.ref), context.problems(name)
    todo = "Edit the text as needed." if can_email else "Copy the text and send it."
    show_html(
        fill(
            '<p class="desk"><strong>Reply to {who}</strong> ({where}). {todo}</p>',
            who=request.requester,
            where=request.requester_contact or phrase(Channel(request.channel)),
            todo=todo,
        )
    )
    if not can_email:
        st.code(reply, language=None, wrap_lines=True)
    if can_email:
        st.radio("Reply", [BY_EMAIL, BY_HAND], key=f"{prefix}-how", horizontal=True)
    else:
        st.checkbox(BY_HAND, key=f"{prefix}-told")
    notices.show_field_problem(problems, "told")
    st.text_area("Text of the reply", value=reply, key=f"{prefix}-text", height=200)
    notices.show_field_problem(problems, "text")
    draft.end(name)
    st.button(
        "Close request",
        type="primary",
        icon=":material/done_all:",
        key=f"{prefix}-close",
        on_click=_close,
        args=(name, prefix, request.ref, request.version),
    )


def _close(name: str, prefix: str, ref: str, version: int) -> None:
    typed = st.session_state
    how = typed.get(f"{prefix}-how")
    told = how == BY_HAND or typed.get(f"{prefix}-told", False)
    command = SendReply(ref, version, told, typed[f"{prefix}-text"], by_email=how == BY_EMAIL)
    context.submit(name, send_reply, command)


def show_sent_reply(request: RequestDetail) -> None:
    """The reply that the requester got, and the state of its e-mail."""
    if not request.replies:
        return
    show_html(fill('<p class="desk"><strong>Reply to {who}</strong></p>', who=request.requester))
    st.code(request.replies[0].body, language=None, wrap_lines=True)
    found = context.query(reply_state, request.ref)
    if found.status is None:
        return
    words = EMAIL_STATES[found.status]
    if found.sent_at is not None:
        words = f"{words} {screen_instant(found.sent_at)}."
    if found.status == MessageStatus.FAILED:
        notices.show_problem(words)
    else:
        show_text(words, is_quiet=True)


def show_ending_reply(request: RequestDetail) -> None:
    """The reply about an early ending; a person sends it."""
    if request.ending_text is None:
        return
    show_html(
        fill(
            '<p class="desk"><strong>Reply to {who}</strong> ({where}). Copy this reply, '
            "delete any internal details, and send it.</p>",
            who=request.requester,
            where=request.requester_contact or phrase(Channel(request.channel)),
        )
    )
    st.code(request.ending_text, language=None, wrap_lines=True)
