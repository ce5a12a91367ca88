"""The reference data of the rules: what `data/reference/` holds, and the lists that were loaded."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.db.reference_versions import DIAGNOSES, unchanging
from core.db.transaction import Context
from core.models.policies import DiagnosisRelease
from core.rules.reference import DiagnosisList, MinuteBand, Reference, by_category
from core.settings import DATA

FOLDER = DATA / "reference"


def load_reference(context: Context) -> Reference:
    """All reference data: what comes with Session Desk, and then what was loaded here."""
    return unchanging(context.db, DIAGNOSES, _reference)


def _reference(db: Session) -> Reference:
    packaged = packaged_reference()
    return replace(packaged, diagnoses=(*packaged.diagnoses, *loaded_lists(db)))


def loaded_lists(db: Session) -> tuple[DiagnosisList, ...]:
    """The diagnosis lists of this database, first loaded first. Only a list that this process has
    not read yet is read with its codes: it is large, and never changes."""
    heads = db.execute(
        select(
            col(DiagnosisRelease.digest),
            col(DiagnosisRelease.release),
            col(DiagnosisRelease.from_on),
            col(DiagnosisRelease.to_on),
            col(DiagnosisRelease.covers),
        ).order_by(col(DiagnosisRelease.id))
    ).all()
    unread = {head.digest for head in heads} - _CODES.keys()
    if unread:
        rows = select(col(DiagnosisRelease.digest), col(DiagnosisRelease.codes)).where(
            col(DiagnosisRelease.digest).in_(unread)
        )
        _CODES.update(
            (digest, by_category(codes.split("\n"))) for digest, codes in db.execute(rows)
        )
    return tuple(
        DiagnosisList(
            head.release, head.from_on, head.to_on, tuple(head.covers.split()), _CODES[head.digest]
        )
        for head in heads
    )


_CODES: dict[str, dict[str, str]] = {}
"""The codes of each list by the digest of its text, whatever database it is from."""


@cache
def packaged_reference() -> Reference:
    """What comes with Session Desk, read once."""
    minutes = tomllib.loads((FOLDER / "cpt.toml").read_text("utf-8"))
    zips = tomllib.loads((FOLDER / "zip.toml").read_text("utf-8"))
    return Reference(
        diagnoses=(diagnoses(FOLDER / "icd10cm.txt"),),
        bands=minute_bands(minutes["code"]),
        bands_as_of=minutes["as_of"],
        zip_states=zip_states(zips["states"]),
        zip_military=zip_states(zips["military"]),
        zips_as_of=zips["as_of"],
    )


def diagnoses(path: Path) -> DiagnosisList:
    """The billable codes, with the release and the days that the file names at its top."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    head = dict(line.split(" = ") for line in lines if " = " in line)
    return DiagnosisList(
        release=head["release"],
        from_on=date.fromisoformat(head["from"]),
        to_on=date.fromisoformat(head["to"]),
        covers=tuple(head["covers"].split()),
        codes=by_category(line for line in lines if " = " not in line),
    )


def minute_bands(entries: list[dict[str, Any]]) -> dict[str, MinuteBand]:
    """The minutes of each CPT code."""
    return {one["cpt"]: MinuteBand(one["label"], one["from"], one.get("to")) for one in entries}


def zip_states(spans_of: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    """The states, or the military post offices, of each three digits that a ZIP code may begin
    with."""
    found: dict[str, set[str]] = {}
    for state, spans in spans_of.items():
        for digits in (digits for span in spans for digits in _digits(span)):
            found.setdefault(digits, set()).add(state)
    return {digits: frozenset(states) for digits, states in found.items()}


def _digits(span: str) -> Iterator[str]:
    """ "150-196": every three digits of the span; "055": itself."""
    first, _, last = span.partition("-")
    return (f"{number:03}" for number in range(int(first), int(last or first) + 1))
