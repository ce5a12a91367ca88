"""What came in with extracts and what could not be taken; and what goes back to the platform."""

import streamlit as st

from core.queries.imports import ImportRecord, import_records
from core.rules.time.formats import instant_text
from core.vocabulary.words import label
from pages import context
from pages.admin import outbound_changes
from pages.components.markup import fill, pairs, show, table

actor = context.signed_in().actor


def draw(record: ImportRecord) -> None:
    """One import: its figures, its files, and the first rows it could not take."""
    title = f"Import {record.id}, {instant_text(record.started_at, actor.tz)}"
    refused = sum(one.status == "refused" for one in record.files)
    faults = [f", {refused} files refused"] if refused else []
    faults += [f", {record.rejected:,} rows rejected"] if record.rejected else []
    rejected = "".join(faults)
    with st.expander(f"{title}: {record.read:,} rows{rejected}", expanded=record is newest):
        rows = [
            ("By", record.operator),
            ("From", record.source),
            ("Status", label(record.status)),
            (
                "Finished",
                instant_text(record.finished_at, actor.tz) if record.finished_at else None,
            ),
            ("Rejected rows are in", record.rejects_file),
        ]
        show(fill('<div class="desk">{rows}</div>', rows=pairs(rows)))
        heads = ("File", "Outcome", "Read", "New", "Changed", "Same", "Rejected")
        files = [
            (one.file, one.status, one.read, one.new, one.changed, one.same, one.rejected)
            for one in record.files
        ]
        show(fill('<div class="desk">{t}</div>', t=table("Files", heads, files)))
        if record.first_rejects:
            draw_rejects(record)


def draw_rejects(record: ImportRecord) -> None:
    """The first faults: file, line, field, reason."""
    rows = [(one.file, one.line, one.field, one.reason) for one in record.first_rejects]
    caption = f"The first {len(rows)} rows that were not taken"
    found = table(caption, ("File", "Line", "Field", "Reason"), rows)
    show(fill('<div class="desk">{found}</div>', found=found))


st.title("Extracts")
records = context.read(import_records)
newest = records[0] if records else None
if not records:
    show(
        fill(
            '<p class="desk">Nothing was imported yet. On the server: '
            "<code>session-desk import FOLDER</code></p>"
        )
    )
for found in records:
    draw(found)
outbound_changes.draw()
