"""E-mails to requesters: failed, queued, sent."""

import streamlit as st

from core.administration.outbox import RetryMessage, retry_message
from core.queries.outbox import OutboxRow, list_outbox
from core.vocabulary.administration import MessageStatus
from core.vocabulary.words import label
from pages import context
from pages.components import notices
from pages.components.chips import chip
from pages.components.markup import fill, show_html, show_text
from pages.components.screen_dates import screen_instant

TONES = {MessageStatus.FAILED: "bad", MessageStatus.WAITING: "soon", MessageStatus.SENT: "good"}
NO_MAIL = (
    "No mail server is set up (SESSION_DESK_SMTP_URL), so queued e-mails are not sent. Staff "
    "must reply to requesters another way."
)


def show_row(row: OutboxRow) -> None:
    """One e-mail: its request, its status, what went wrong."""
    with st.container(
        horizontal=True, vertical_alignment="center", border=True, key=f"m-{row.message_id}"
    ):
        show_html(
            fill(
                '<div class="desk row"><span><strong>{ref}</strong> to …@{domain} {status}</span>'
                '<span class="quiet">{delivery}</span></div>',
                ref=row.request_ref or "No request",
                domain=row.domain,
                status=chip(label(row.status), TONES[row.status]),
                delivery=delivery(row),
            )
        )
        if row.status == MessageStatus.FAILED:
            name = f"retry-{row.message_id}-{row.version}"
            st.button(
                "Send again",
                key=name,
                icon=":material/refresh:",
                on_click=context.submit,
                args=(name, retry_message, RetryMessage(row.message_id, row.version)),
            )


def delivery(row: OutboxRow) -> str:
    """When, how often, and the last error."""
    parts = [f"Written {screen_instant(row.written_at)}"]
    if row.sent_at is not None:
        parts.append(f"Sent {screen_instant(row.sent_at)}")
    if row.attempts:
        parts.append(f"{row.attempts} attempts" if row.attempts > 1 else "1 attempt")
    if row.last_error:
        parts.append(f"Last error: {row.last_error}")
    if row.attempts and row.next_try_at is not None:
        parts.append(f"Next attempt {screen_instant(row.next_try_at)}")
    return " · ".join(parts)


st.title("Outbox")
found = context.query(list_outbox)
if not found.sends_mail:
    show_text(NO_MAIL, is_quiet=True)
with st.container(horizontal=True):
    for status, count in found.counts.items():
        st.metric(label(status), f"{count:,}", border=True)
if found.counts[MessageStatus.FAILED]:
    notices.show_problem(
        "Failed e-mails did not reach their requesters. Fix the cause, then send them again."
    )
if not found.rows:
    show_text("No e-mails yet. Replies sent by e-mail appear here.")
for message in found.rows:
    show_row(message)
if sum(found.counts.values()) > len(found.rows):
    show_text(f"First {len(found.rows)} e-mails", is_quiet=True)
