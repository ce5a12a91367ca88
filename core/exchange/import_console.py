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
from core.rules.import_counts import FileStatus, line_account

COUNTS = {
    "read": "Read",
    "new": "New",
    "changed": "Changed",
    "same": "Unchanged",
    "rejected": "Rejected",
}
NOT_READ = {FileStatus.REFUSED: "Skipped", FileStatus.MISSING: "Missing"}


def import_with_progress(
    engine: Engine, actor: Actor, now: datetime, folder: Path, console: Console
) -> ImportSummary:
    """Import `folder`, show progress, and print the summary; raises what `import_extracts` does."""
    with _bars(console) as bars:
        tasks = {}

        def show(at: FileProgress) -> None:
            if at.file not in tasks:
                tasks[at.file] = bars.add_task(at.file, total=at.lines, unit=at.unit)
            bars.update(tasks[at.file], completed=at.line, total=at.lines)

        summary = import_extracts(engine, actor, now, folder, show)
    console.print(_table(summary))
    for line in _details(summary):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return summary


def _details(summary: ImportSummary) -> Iterator[str]:
    """The text below the table: what became of all lines, ignored files, the first rejected rows,
    and where all are."""
    yield line_account(summary.files)
    if summary.unknown_files:
        yield f"Ignored, not an extract: {', '.join(summary.unknown_files)}"
    yield from summary.first_rejects
    if summary.open_data_issues:
        yield f"Open data issues: {summary.open_data_issues:,}. Leads see them under Data issues."
    if summary.rejects_file:
        yield f"All rejected rows and reasons: {summary.rejects_file}"


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
        status = NOT_READ.get(one.status, "")
        table.add_row(one.file, *(numbers if not status else [""] * len(COUNTS)), status)
    return table
