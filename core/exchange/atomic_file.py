"""Writes a file completely or not at all."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.errors import InvalidInput


@contextmanager
def removed_on_failure() -> Iterator[list[Path]]:
    """Remove the files in the list if the block fails, including its commit."""
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def write_rows(path: Path, rows: Iterable[Sequence[str]], made: list[Path]) -> None:
    """Write a CSV file that only its owner can read. It gets its name when it is complete and on
    disk. Raises InvalidInput if the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        made += [Path(name), path]
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
            file.flush()
            os.fsync(file.fileno())
        Path(name).rename(path)
    except OSError as problem:
        text = f"Cannot write to {path.parent}: {problem.strerror}. Choose another folder."
        raise InvalidInput({"folder": text}) from problem
