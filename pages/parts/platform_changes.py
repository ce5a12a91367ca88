"""What goes back to the platform, on the Extracts page: each change by where it stands."""

import streamlit as st

from core.queries.platform_changes import ChangeRow, PlatformChanges, platform_changes
from core.rules.corrections import field_label
from core.rules.time_text import when
from core.vocabulary.ledgers import ChangeStatus
from core.vocabulary.words import label
from pages import shell
from pages.parts.markup import fill, show, table

HEADS = ("Change", "Record", "Field", "Request", "Made", "Exported", "Settled")


def draw() -> None:
    """The counts, one status in full, and what to type when something is to go out."""
    st.subheader("What goes back", divider="gray")
    status = st.segmented_control(
        "Changes that are",
        list(ChangeStatus),
        default=ChangeStatus.WAITING,
        format_func=label,
        required=True,
    )
    found = shell.read(platform_changes, ChangeStatus(status))
    with st.container(horizontal=True):
        for one in ChangeStatus:
            st.metric(label(one).capitalize(), f"{found.counts[one]:,}", border=True)
        st.metric("To export", f"{found.to_export:,}", border=True)
    if found.to_export:
        words = "On the server: <code>session-desk export-changes</code>"
        show(fill(f'<p class="desk quiet">{words}</p>'))
    _rows(found, ChangeStatus(status))


def _rows(found: PlatformChanges, status: ChangeStatus) -> None:
    if not found.rows:
        show(fill('<p class="desk quiet">No change is {status}.</p>', status=label(status)))
        return
    more = found.counts[status] - len(found.rows)
    caption = f"Changes that are {label(status)}" + (f", the newest; {more:,} more" if more else "")
    cells = table(caption, HEADS, [_cells(row) for row in found.rows])
    show(fill('<div class="desk">{cells}</div>', cells=cells))


def _cells(row: ChangeRow) -> tuple[object, ...]:
    tz = shell.signed_in().actor.tz
    exported, settled = (
        when(at, tz) if at is not None else None for at in (row.exported_at, row.settled_at)
    )
    record = f"{row.record.replace('_', ' ')} {row.platform_id}"
    made = when(row.changed_at, tz)
    return row.change_id, record, field_label(row.field), row.request_ref, made, exported, settled
