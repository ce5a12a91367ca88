"""Releases of ICD-10-CM in the two shapes that CMS publishes, made from the list in `data/`."""

from collections.abc import Iterable
from pathlib import Path

from core.facts.reference import packaged_reference

CODES = frozenset(packaged_reference().diagnoses[0].all_codes)
TITLE = "Some condition, not further specified"


def order_file(path: Path, billable: Iterable[str], headers: Iterable[str] = ()) -> Path:
    """Order number, code, flag, short and long title at fixed columns; headers are not billable."""
    flags = {**dict.fromkeys(billable, 1), **dict.fromkeys(headers, 0)}
    lines = (
        f"{number:05} {code.replace('.', ''):7} {flags[code]} {TITLE:60} {TITLE} ({code})"
        for number, code in enumerate(sorted(flags), start=1)
    )
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def code_file(path: Path, billable: Iterable[str]) -> Path:
    """Code, blanks and title; with the line ends of Windows, as CMS has them."""
    lines = (f"{code.replace('.', ''):7} {TITLE} ({code})" for code in sorted(billable))
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    return path
