"""Writes rows as an extract (docs/extracts.md)."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from core.exchange.extract_row import ExtractRow

Row = TypeVar("Row", bound=ExtractRow)


def write_extract(folder: Path, kind: type[Row], rows: Iterable[Row]) -> Path:
    """The extract of `kind` in `folder`, with its header and one line for each row."""
    path = folder / kind.file
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(kind.columns())
        writer.writerows(row.cells() for row in rows)
    return path
