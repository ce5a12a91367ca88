"""A file that is there whole or not at all."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.errors import InvalidInput


@contextmanager
def removed_on_failure() -> Iterator[list[Path]]:
    """Files put in the list are removed when the block fails, its commit included."""
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def write_rows(path: Path, rows: Iterable[Sequence[str]], made: list[Path]) -> None:
    """Write CSV beside its place, make it durable, then give it its name. Only its owner may
    read it. Raises InvalidInput for a folder that cannot be written."""
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
        text = f"Nothing can be written in {path.parent}: {problem.strerror}."
        raise InvalidInput({"folder": text}) from problem
