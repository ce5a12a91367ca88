"""Import history, with rejected rows; and the changes to send to the platform."""

import streamlit as st

from core.queries.imports import ImportRecord, import_records
from core.vocabulary.words import label
from pages import context
from pages.admin import outbound_changes
from pages.components.markup import fill, pairs, show_html, table
from pages.components.screen_dates import screen_instant


def show_import(record: ImportRecord) -> None:
    """One import: its counts, its files, and the first rejected rows."""
    title = f"Import {record.id}, {screen_instant(record.started_at)}"
    refused = sum(one.status == "refused" for one in record.files)
    problems = [f", {refused} files refused"] if refused else []
    problems += [f", {record.rejected:,} rows rejected"] if record.rejected else []
    rejected = "".join(problems)
    with st.expander(f"{title}: {record.read:,} rows{rejected}", expanded=record is newest):
        rows = [
            ("Started by", record.operator),
            ("Folder", record.source),
            ("Status", label(record.status)),
            (
                "Finished",
                screen_instant(record.finished_at) if record.finished_at else None,
            ),
            ("Rejected rows file", record.rejects_file),
        ]
        show_html(fill('<div class="desk">{rows}</div>', rows=pairs(rows)))
        heads = ("File", "Result", "Read", "New", "Changed", "Unchanged", "Rejected")
        files = [
            (
                one.file,
                one.status.replace("_", " ").capitalize(),
                one.read,
                one.new,
                one.changed,
                one.same,
                one.rejected,
            )
            for one in record.files
        ]
        show_html(fill('<div class="desk">{t}</div>', t=table("Files", heads, files)))
        if record.first_rejects:
            show_rejects(record)


def show_rejects(record: ImportRecord) -> None:
    """The first rejected rows: file, line, field, reason."""
    rows = [(one.file, one.line, one.field, one.reason) for one in record.first_rejects]
    caption = f"Rejected rows, first {len(rows)}"
    found = table(caption, ("File", "Line", "Field", "Reason"), rows)
    show_html(fill('<div class="desk">{found}</div>', found=found))


st.title("Imports")
records = context.query(import_records)
newest = records[0] if records else None
if not records:
    show_html(
        fill(
            '<p class="desk">No imports yet. To import extracts, run '
            "<code>session-desk import FOLDER</code> on the server.</p>"
        )
    )
for found in records:
    show_import(found)
outbound_changes.show_outbound_changes()
