"""An import as the command line shows it: a bar for each file, one table at the end."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from sqlalchemy import Engine

from core.access import Actor
from core.exchange.importer import FileProgress, FileStatus, ImportSummary, import_extracts

COUNTS = ("read", "new", "changed", "same", "rejected")


def import_with_progress(
    engine: Engine, actor: Actor, now: datetime, folder: Path, console: Console
) -> ImportSummary:
    """Import `folder` with a progress bar and print what came of it; raises as the import does."""
    with _bars(console) as bars:
        tasks = {}

        def show(at: FileProgress) -> None:
            if at.file not in tasks:
                tasks[at.file] = bars.add_task(at.file, total=at.lines)
            bars.update(tasks[at.file], completed=at.line)

        summary = import_extracts(engine, actor, now, folder, show)
    console.print(_table(summary))
    for line in _told(summary):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return summary


def _told(summary: ImportSummary) -> Iterator[str]:
    """What was left out: files nobody knows; findings; then the first rows that were not taken,
    and where all of them are."""
    if summary.unknown_files:
        yield f"Left alone, no documented extract: {', '.join(summary.unknown_files)}"
    yield from (one.text for one in summary.first_rejects)
    if summary.open_findings:
        yield f"Findings open: {summary.open_findings:,}. Leads see them on the page Findings."
    if summary.rejects_file:
        yield f"All that could not be taken, and why: {summary.rejects_file}"


def _bars(console: Console) -> Bars:
    return Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("lines"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )


def _table(summary: ImportSummary) -> Table:
    table = Table("file", title=f"Import {summary.batch_id}", show_footer=True)
    table.columns[0].footer = "in all"
    for name in COUNTS:
        total = sum(getattr(one, name) for one in summary.files)
        table.add_column(name, footer=f"{total:,}", justify="right")
    table.add_column("")
    for one in summary.files:
        numbers = [f"{getattr(one, name):,}" for name in COUNTS]
        note = "" if one.status == FileStatus.READ else one.status.value
        table.add_row(one.file, *(numbers if not note else [""] * len(COUNTS)), note)
    return table
