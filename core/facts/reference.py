"""The reference data of the rules, read from `data/reference/`."""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from core.rules.reference import Diagnoses, MinuteBand, Reference
from core.settings import DATA

FOLDER = DATA / "reference"


@cache
def load_reference() -> Reference:
    """All reference data, read once."""
    return Reference(
        diagnoses=diagnoses(FOLDER / "icd10cm.txt"),
        bands=minute_bands(FOLDER / "cpt.toml"),
        zip_states=zip_states(FOLDER / "zip.toml"),
    )


def diagnoses(path: Path) -> Diagnoses:
    """The billable codes, with the release that the file names at its top."""
    head: dict[str, str] = {}
    codes: set[str] = set()
    for line in path.read_text("utf-8").splitlines():
        key, equals, value = line.partition(" = ")
        if equals:
            head[key] = value
        elif not line.startswith("#"):
            codes.update(line.split())
    return Diagnoses(
        release=head["release"],
        from_on=date.fromisoformat(head["from"]),
        covers=tuple(head["covers"].split()),
        codes=frozenset(codes),
    )


def minute_bands(path: Path) -> dict[str, MinuteBand]:
    """The minutes of each CPT code."""
    entries = tomllib.loads(path.read_text("utf-8"))["code"]
    return {one["cpt"]: MinuteBand(one["label"], one["from"], one.get("to")) for one in entries}


def zip_states(path: Path) -> dict[str, frozenset[str]]:
    """The states of each three digits that a ZIP code may begin with."""
    found: dict[str, set[str]] = {}
    for state, spans in tomllib.loads(path.read_text("utf-8"))["states"].items():
        for digits in (digits for span in spans for digits in _digits(span)):
            found.setdefault(digits, set()).add(state)
    return {digits: frozenset(states) for digits, states in found.items()}


def _digits(span: str) -> Iterator[str]:
    """ "150-196": every three digits of the span; "055": itself."""
    first, _, last = span.partition("-")
    return (f"{number:03}" for number in range(int(first), int(last or first) + 1))
