"""An import on the command line: a progress bar for each file and a summary table."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from sqlalchemy import Engine

from core.access import Actor
from core.exchange.file_import import FileProgress
from core.exchange.importer import ImportSummary, import_extracts
from core.rules.import_counts import RESULTS, FileStatus, line_account, waiting_text
from core.rules.time.formats import count_text

COUNTS = {
    "read": "Read",
    "new": "New",
    "changed": "Changed",
    "same": "Unchanged",
    "rejected": "Rejected",
}
SAID = 20
"""Causes that the summary shows."""


def import_with_progress(
    engine: Engine,
    actor: Actor,
    now: datetime,
    folder: Path,
    console: Console,
    rejected_by: int | None = None,
) -> ImportSummary:
    """Import `folder`, or of it what an import rejected, show progress, and print the summary;
    raises what `import_extracts` does."""
    with _bars(console) as bars:
        tasks = {}

        def show(at: FileProgress) -> None:
            if at.file not in tasks:
                tasks[at.file] = bars.add_task(at.file, total=at.lines, unit=at.unit)
            bars.update(tasks[at.file], completed=at.line, total=at.lines)

        summary = import_extracts(engine, actor, now, folder, show, rejected_by=rejected_by)
    console.print(_table(summary))
    for line in _details(summary):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return summary


def _details(summary: ImportSummary) -> Iterator[str]:
    """The text below the table: what became of all lines, ignored files, why rows were
    rejected, and data issues."""
    yield line_account(summary.files)
    if summary.unknown_files:
        yield f"Ignored, not an extract: {', '.join(summary.unknown_files)}"
    yield from _rejects(summary)
    for one in summary.files:
        if one.gone:
            yield f"{one.file} no longer has {one.gone:,} of the records that were rejected."
    if summary.open_data_issues:
        yield f"Open data issues: {summary.open_data_issues:,}. Leads see them under Data issues."


def _rejects(summary: ImportSummary) -> Iterator[str]:
    """The first causes, each with what waits for it, and how to go on."""
    for cause in summary.causes[:SAID]:
        yield cause.text()
        if cause.waiting:
            verb = "waits" if cause.waiting.total() == 1 else "wait"
            yield f"    {waiting_text(cause.waiting)} {verb} for this"
    if (more := len(summary.causes) - SAID) > 0:
        yield f"{count_text(more, 'more cause')} in the file"
    if summary.rejects_file:
        yield f"All rejected rows and reasons: {summary.rejects_file}"
        yield f"Correct them, then run: session-desk import FOLDER --rejected {summary.batch_id}"


def _bars(console: Console) -> Bars:
    return Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )


def _table(summary: ImportSummary) -> Table:
    table = Table("File", title=f"Import {summary.batch_id}", show_footer=True)
    table.columns[0].footer = "Total"
    for name, heading in COUNTS.items():
        total = sum(getattr(one, name) for one in summary.files)
        table.add_column(heading, footer=f"{total:,}", justify="right")
    table.add_column("Status")
    for one in summary.files:
        numbers = [f"{getattr(one, name):,}" for name in COUNTS]
        is_read = one.status is FileStatus.READ
        cells = [*numbers, ""] if is_read else [*[""] * len(COUNTS), RESULTS[one.status]]
        table.add_row(one.file, *cells)
    return table
