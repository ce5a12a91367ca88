"""Import history, with rejected rows; the changes to send to the platform; reference lists."""

import streamlit as st

from core.queries.imports import ImportRecord, import_records
from core.queries.reference_lists import reference_lists
from core.rules.import_counts import RESULTS, waiting_text
from core.rules.time.formats import count_text
from core.vocabulary.words import label
from pages import context
from pages.admin.outbound_changes import show_outbound_changes
from pages.admin.reference_lists import show_reference_lists, show_reference_warning
from pages.components.markup import fill, pairs, show_html, show_text, table
from pages.components.screen_dates import screen_instant

FILE_HEADS = ("File", "Result", "Lines", "New", "Changed", "Unchanged", "Rejected", "Blank")
REJECT_HEADS = ("File", "Line", "Record", "Field", "Reason", "Rows that wait for this")


def show_import(record: ImportRecord, *, is_newest: bool) -> None:
    """One import: its counts, its files, and the first rejected rows."""
    unread = sum(one.status == "refused" for one in record.files)
    title = f"Import {record.id}, {screen_instant(record.started_at)}: "
    title += count_text(record.read, "row")
    title += f", {count_text(unread, 'file')} not read" if unread else ""
    title += f", {count_text(record.rejected, 'row')} rejected" if record.rejected else ""
    with st.expander(title, expanded=is_newest):
        finished = screen_instant(record.finished_at) if record.finished_at else None
        rows = [
            ("Started by", record.operator),
            ("Folder", record.source),
            ("Status", label(record.status)),
            ("Finished", finished),
            ("Lines", record.line_account),
            ("Deadlines", recalculated_text(record)),
            ("Rejected rows file", record.rejects_file),
        ]
        show_html(pairs(rows))
        show_missing_files(record)
        show_files(record)
        if record.first_rejects:
            show_rejects(record)


def show_missing_files(record: ImportRecord) -> None:
    """How many files were not there; their names fold out."""
    names = [one.file for one in record.files if one.status == "missing"]
    if names:
        words = (
            '<div class="desk"><details><summary>{number} not in this import</summary>'
            "<p>{names}</p></details></div>"
        )
        number = count_text(len(names), "file")
        show_html(fill(words, number=number, names=", ".join(names)))


def show_rejects(record: ImportRecord) -> None:
    """The first causes of rejected rows, with what waits for each, and how to go on."""
    causes = [
        (one.file, one.line, one.ref, one.field, one.reason, waiting_text(one.waiting))
        for one in record.first_rejects
    ]
    first = f", first {len(causes)} reasons" if record.has_more_rejects else ""
    show_html(table(f"Why rows were rejected{first}", REJECT_HEADS, causes))
    run = fill("<code>session-desk import FOLDER --rejected {number}</code>", number=record.id)
    show_text(fill("To import only these rows after they are corrected, run {run}.", run=run))


def recalculated_text(record: ImportRecord) -> str | None:
    """How many of the sessions under a changed plan or coverage have their new deadlines."""
    done, wanted = record.sessions_recalculated, record.sessions_to_recalculate
    if not wanted:
        return None
    rest = ". Run the import again to go on." if record.finished_at and done < wanted else ""
    return f"{done:,} of {wanted:,} sessions recalculated{rest}"


def show_files(record: ImportRecord) -> None:
    """Each file that was there, and its rows by outcome."""
    files = []
    for one in record.files:
        if one.status != "missing":
            counts = (one.lines, one.new, one.changed, one.same, one.rejected, one.blank)
            files.append((one.file, RESULTS[one.status], *(f"{count:,}" for count in counts)))
    show_html(table("Files", FILE_HEADS, files))


st.title("Imports")
references = context.query(reference_lists)
show_reference_warning(references)
records = context.query(import_records)
if not records:
    run = "<code>session-desk import FOLDER</code>"
    show_text(fill(f"No imports yet. To import extracts, run {run} on the server."))
for place, found in enumerate(records):
    show_import(found, is_newest=place == 0)
show_outbound_changes()
show_reference_lists(references)
