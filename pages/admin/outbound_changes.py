"""Changes to send to the platform, on the Imports page, by status."""

import streamlit as st

from core.queries.outbound_changes import OutboundChangeRow, list_outbound_changes
from core.rules.requests.corrections import field_label
from core.vocabulary.exchange import OutboundStatus
from core.vocabulary.words import label, phrase, sentence_case
from pages import context
from pages.components.markup import fill, show_html, show_text, table
from pages.components.screen_dates import screen_instant

HEADS = ("Change", "Record", "Field", "Request", "Changed", "Sent", "Answered")


def show_outbound_changes() -> None:
    """The counts, one status in full, and the command that sends what waits."""
    st.subheader("Changes to send", divider="gray")
    status: OutboundStatus = st.segmented_control(
        "Status",
        list(OutboundStatus),
        default=OutboundStatus.WAITING,
        format_func=label,
        required=True,
    )
    found = context.query(list_outbound_changes, status)
    with st.container(horizontal=True):
        for one in OutboundStatus:
            st.metric(label(one), f"{found.counts[one]:,}", border=True)
        st.metric("Ready to send", f"{found.to_export:,}", border=True)
    if found.to_export:
        words = "To send them, run <code>session-desk export-changes</code> on the server."
        show_text(fill(words), is_quiet=True)
    if found.rows:
        more = found.counts[status] - len(found.rows)
        caption = label(status) + (f", newest first; {more:,} more" if more else "")
        show_html(table(caption, HEADS, [_cells(row) for row in found.rows]))
    else:
        show_text(f"No changes: {phrase(status)}", is_quiet=True)


def _cells(row: OutboundChangeRow) -> tuple[object, ...]:
    at = (row.changed_at, row.exported_at, row.settled_at)
    kind = row.record.removeprefix("care_").replace("_", " ").capitalize()
    return (
        row.change_id,
        f"{kind} {row.platform_id}",
        sentence_case(field_label(row.field)),
        row.request_ref,
        *(screen_instant(one) if one else None for one in at),
    )
