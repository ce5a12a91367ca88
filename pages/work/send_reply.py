"""Reply to the requester: a text to copy and a tick box, or an e-mail where possible."""

import streamlit as st

from core.queries.outbox import reply_state
from core.queries.requests.page import RequestDetail
from core.requests.take_and_reply import SendReply, send_reply
from core.rules.time.formats import instant_text
from core.vocabulary.administration import MessageStatus
from pages import context
from pages.components import notices
from pages.components.markup import fill, show

BY_EMAIL, BY_HAND = "Send it by e-mail", "I told the requester"
STANDS = {
    MessageStatus.WAITING: "The e-mail waits to be sent.",
    MessageStatus.SENT: "The e-mail was sent",
    MessageStatus.FAILED: "The e-mail could not be sent. Tell the requester in another way, or ask "
    "an admin to look under Messages.",
}


def tell(request: RequestDetail, reply: str) -> None:
    """The text, how the requester gets it, and closing."""
    can_email = context.read(reply_state, request.ref).can_email
    name = f"tell-{request.ref}"
    todo = "Change the text as needed" if can_email else "Copy the text, send it, and tick it off"
    show(
        fill(
            '<p class="desk"><strong>Tell {who}</strong> ({where}). {todo} here.</p>',
            who=request.requester,
            where=request.requester_contact or request.channel.replace("_", " "),
            todo=todo,
        )
    )
    if not can_email:
        st.code(reply, language=None, wrap_lines=True)
    with st.form(name, enter_to_submit=False, border=False):
        if can_email:
            st.radio("How", [BY_EMAIL, BY_HAND], key=f"{name}-how", horizontal=True)
        else:
            st.checkbox(BY_HAND, key=f"{name}-told")
        notices.by_field(context.problems(name), "told")
        st.text_area("In these words", value=reply, key=f"{name}-text", height=200)
        notices.by_field(context.problems(name), "text")
        st.form_submit_button(
            "Close the request",
            type="primary",
            icon=":material/done_all:",
            on_click=_close,
            args=(name, request.ref, request.version),
        )


def _close(name: str, ref: str, version: int) -> None:
    typed = st.session_state
    how = typed.get(f"{name}-how")
    told = how == BY_HAND or typed.get(f"{name}-told", False)
    command = SendReply(ref, version, told, typed[f"{name}-text"], by_email=how == BY_EMAIL)
    context.submit(name, send_reply, command)


def told(request: RequestDetail) -> None:
    """The words the requester was told, and where the e-mail with them stands."""
    if not request.told_text:
        return
    show(fill('<p class="desk"><strong>What {who} was told</strong></p>', who=request.requester))
    st.code(request.told_text, language=None, wrap_lines=True)
    found = context.read(reply_state, request.ref)
    if found.status is None:
        return
    words = STANDS[found.status]
    if found.sent_at is not None:
        words = f"{words} {instant_text(found.sent_at, context.signed_in().actor.tz)}."
    if found.status == MessageStatus.FAILED:
        notices.plain(words)
    else:
        show(fill('<p class="desk quiet">{words}</p>', words=words))


def offer_ending(request: RequestDetail) -> None:
    """The text with which the requester is told of an early ending: nothing sends it by itself."""
    if request.ending_text is None:
        return
    show(
        fill(
            '<p class="desk"><strong>Tell {who}</strong> ({where}). Read the text over, take out '
            "what only staff should know, and send it.</p>",
            who=request.requester,
            where=request.requester_contact or request.channel.replace("_", " "),
        )
    )
    st.code(request.ending_text, language=None, wrap_lines=True)
