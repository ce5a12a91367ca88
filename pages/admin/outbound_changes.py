"""Changes to send to the platform, on the Imports page, by status."""

import streamlit as st

from core.queries.outbound_changes import (
    OutboundChangeList,
    OutboundChangeRow,
    list_outbound_changes,
)
from core.rules.requests.corrections import field_label
from core.vocabulary.exchange import OutboundStatus
from core.vocabulary.words import label, phrase, sentence_case
from pages import context
from pages.components.markup import fill, show_html, table
from pages.components.screen_dates import screen_instant

HEADS = ("Change", "Record", "Field", "Request", "Changed", "Sent", "Answered")


def show_outbound_changes() -> None:
    """The counts, one status in full, and the command that sends what waits."""
    st.subheader("Changes to send", divider="gray")
    status = st.segmented_control(
        "Status",
        list(OutboundStatus),
        default=OutboundStatus.WAITING,
        format_func=label,
        required=True,
    )
    found = context.query(list_outbound_changes, OutboundStatus(status))
    with st.container(horizontal=True):
        for one in OutboundStatus:
            st.metric(label(one), f"{found.counts[one]:,}", border=True)
        st.metric("Ready to send", f"{found.to_export:,}", border=True)
    if found.to_export:
        words = "To send them, run <code>session-desk export-changes</code> on the server."
        show_html(fill(f'<p class="desk quiet">{words}</p>'))
    _show_rows(found, OutboundStatus(status))


def _show_rows(found: OutboundChangeList, status: OutboundStatus) -> None:
    if not found.rows:
        show_html(fill('<p class="desk quiet">No changes: {status}</p>', status=phrase(status)))
        return
    more = found.counts[status] - len(found.rows)
    caption = label(status) + (f", newest first; {more:,} more" if more else "")
    cells = table(caption, HEADS, [_cells(row) for row in found.rows])
    show_html(fill('<div class="desk">{cells}</div>', cells=cells))


def _cells(row: OutboundChangeRow) -> tuple[object, ...]:
    exported, settled = (
        screen_instant(at) if at is not None else None for at in (row.exported_at, row.settled_at)
    )
    kind = row.record.removeprefix("care_").replace("_", " ").capitalize()
    made = screen_instant(row.changed_at)
    return (
        row.change_id,
        f"{kind} {row.platform_id}",
        sentence_case(field_label(row.field)),
        row.request_ref,
        made,
        exported,
        settled,
    )
