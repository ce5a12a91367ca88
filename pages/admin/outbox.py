"""E-mails to requesters: what could not be sent, what waits, what went out."""

import streamlit as st

from core.administration.outbox import RetryMessage, retry_message
from core.queries.outbox import MessageRow, Messages, list_messages
from core.rules.time.formats import instant_text
from core.vocabulary.administration import MessageStatus
from core.vocabulary.words import label
from pages import context
from pages.components import notices
from pages.components.chips import chip
from pages.components.markup import fill, show

actor = context.signed_in().actor
TONES = {MessageStatus.FAILED: "bad", MessageStatus.WAITING: "soon", MessageStatus.SENT: "good"}
NO_MAIL = (
    "No mail server is set up (SESSION_DESK_SMTP_URL), so what waits here stays. Staff tell "
    "requesters themselves."
)


def draw_figures(found: Messages) -> None:
    """How many of each."""
    with st.container(horizontal=True):
        for status, count in found.counts.items():
            st.metric(label(status).capitalize(), f"{count:,}", border=True)


def draw_row(row: MessageRow) -> None:
    """One e-mail: for which request, where it stands, what went wrong."""
    with st.container(
        horizontal=True, vertical_alignment="center", border=True, key=f"m-{row.message_id}"
    ):
        show(
            fill(
                '<div class="desk row"><span><strong>{ref}</strong> to …@{domain} {status}</span>'
                '<span class="quiet">{story}</span></div>',
                ref=row.request_ref or "No request",
                domain=row.domain,
                status=chip(label(row.status), TONES[row.status]),
                story=story(row),
            )
        )
        if row.status == MessageStatus.FAILED:
            offer_retry(row)


def story(row: MessageRow) -> str:
    """When, how often, and the last failure."""
    parts = [f"written {instant_text(row.written_at, actor.tz)}"]
    if row.sent_at is not None:
        parts.append(f"sent {instant_text(row.sent_at, actor.tz)}")
    if row.attempts:
        parts.append(f"tried {row.attempts} times" if row.attempts > 1 else "tried once")
    if row.last_error:
        parts.append(f"last: {row.last_error}")
    if row.attempts and row.next_try_at is not None:
        parts.append(f"again {instant_text(row.next_try_at, actor.tz)}")
    return " · ".join(parts)


def offer_retry(row: MessageRow) -> None:
    """One click lets a failed message wait again."""
    name = f"retry-{row.message_id}-{row.version}"
    command = RetryMessage(row.message_id, row.version)
    st.button(
        "Try again",
        key=name,
        icon=":material/refresh:",
        on_click=context.submit,
        args=(name, retry_message, command),
    )


st.title("Messages")
found = context.read(list_messages)
if not found.sends_mail:
    show(fill('<p class="desk quiet">{text}</p>', text=NO_MAIL))
draw_figures(found)
if found.counts[MessageStatus.FAILED]:
    notices.plain("Failed messages did not reach their requesters. Mend the cause, then try again.")
if not found.rows:
    show(fill('<p class="desk">No e-mail was written yet.</p>'))
for message in found.rows:
    draw_row(message)
if sum(found.counts.values()) > len(found.rows):
    show(fill('<p class="desk quiet">The first {n}.</p>', n=len(found.rows)))
