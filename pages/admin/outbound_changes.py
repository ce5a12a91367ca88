"""What goes back to the platform, on the Extracts page: each change by where it stands."""

import streamlit as st

from core.queries.outbound_changes import ChangeRow, OutboundChangeList, list_outbound_changes
from core.rules.requests.corrections import field_label
from core.rules.time.formats import instant_text
from core.vocabulary.exchange import OutboundStatus
from core.vocabulary.words import label
from pages import context
from pages.components.markup import fill, show, table

HEADS = ("Change", "Record", "Field", "Request", "Made", "Exported", "Settled")


def draw() -> None:
    """The counts, one status in full, and what to type when something is to go out."""
    st.subheader("What goes back", divider="gray")
    status = st.segmented_control(
        "Changes that are",
        list(OutboundStatus),
        default=OutboundStatus.WAITING,
        format_func=label,
        required=True,
    )
    found = context.read(list_outbound_changes, OutboundStatus(status))
    with st.container(horizontal=True):
        for one in OutboundStatus:
            st.metric(label(one).capitalize(), f"{found.counts[one]:,}", border=True)
        st.metric("To export", f"{found.to_export:,}", border=True)
    if found.to_export:
        words = "On the server: <code>session-desk export-changes</code>"
        show(fill(f'<p class="desk quiet">{words}</p>'))
    _rows(found, OutboundStatus(status))


def _rows(found: OutboundChangeList, status: OutboundStatus) -> None:
    if not found.rows:
        show(fill('<p class="desk quiet">No change is {status}.</p>', status=label(status)))
        return
    more = found.counts[status] - len(found.rows)
    caption = f"Changes that are {label(status)}" + (f", the newest; {more:,} more" if more else "")
    cells = table(caption, HEADS, [_cells(row) for row in found.rows])
    show(fill('<div class="desk">{cells}</div>', cells=cells))


def _cells(row: ChangeRow) -> tuple[object, ...]:
    tz = context.signed_in().actor.tz
    exported, settled = (
        instant_text(at, tz) if at is not None else None for at in (row.exported_at, row.settled_at)
    )
    record = f"{row.record.replace('_', ' ')} {row.platform_id}"
    made = instant_text(row.changed_at, tz)
    return row.change_id, record, field_label(row.field), row.request_ref, made, exported, settled
