"""Load a release of ICD-10-CM: the lists before it stay, for the days that they cover (R04)."""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from core.access import ADMINISTERING, guard
from core.administration.diagnosis_file import ListedCode, days_of_name, end_of_year
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput
from core.facts.reference import load_reference
from core.models.policies import DiagnosisRelease
from core.rules.reference import DiagnosisList, by_category
from core.rules.time.formats import date_text, period_text

MOST_MISSING = 0.05
"""A whole release never lacks more of the codes of the one before it."""
LONGEST_RELEASE = timedelta(days=366)
EARLIEST, LATEST = date(2015, 10, 1), date(2100, 1, 1)
"""ICD-10-CM is in use since that day."""
LONGEST_NAME = 60
CHAPTER, CATEGORY = 1, 3
"""How many characters of a code name its chapter, roughly, and its category."""
ADDED, REMOVED, NOT_BILLABLE = "Added", "Removed", "No longer billable"
HEADS = ("Code", "Change", "Title")


@dataclass(frozen=True)
class LoadDiagnosisList:
    """A file of CMS with the codes read from it. Its name gives the days and the release unless
    they are given. A partial list decides only about the categories that it has."""

    path: Path
    listed: Mapping[str, ListedCode]
    from_on: date | None = None
    to_on: date | None = None
    release: str = ""
    is_partial: bool = False


@guard(ADMINISTERING)
def load_diagnosis_list(context: WriteContext, command: LoadDiagnosisList) -> Receipt:
    """Load it, and write what changed into a file beside it. Loading a list again does nothing.

    Raises InvalidInput by field, and OSError where the changes cannot be written.
    """
    new = _new_list(command)
    context.queue("diagnosis lists")
    known = sorted(load_reference(context).diagnoses, key=lambda one: one.from_on)
    old = next((one for one in reversed(known) if one.from_on <= new.from_on), None)
    if old == new:
        return Receipt(new.release, f"The list of {new.release} is loaded already.")
    if not command.is_partial:
        _must_be_whole(command.path, new, old or known[0])
    changes = _changes(command.listed, new, old)
    said = [_summary(new), _compared(old, changes)]
    if changes:
        said.append(f"The changes: {_write(command.path, changes)}")
    _store(context, new, changes)
    return Receipt(new.release, "\n".join(said))


def _days(command: LoadDiagnosisList) -> tuple[date, date]:
    named = days_of_name(command.path.name)
    first = command.from_on or (named[0] if named else None)
    if first is None or not EARLIEST <= first <= LATEST:
        raise InvalidInput({"from": "Add the first day of the list, as in --from 2026-10-01."})
    last = command.to_on or end_of_year(first)
    if not first <= last <= first + LONGEST_RELEASE:
        raise InvalidInput(
            {"to": f"Enter a day within a year from {date_text(first)}, when the list begins."}
        )
    return first, last


def _new_list(command: LoadDiagnosisList) -> DiagnosisList:
    """The list of the file; a whole one decides about all chapters that it has."""
    days = _days(command)
    release = " ".join(command.release.split()) or f"{days[0]:%B %Y}"
    if len(release) > LONGEST_NAME or not release.isprintable():
        raise InvalidInput({"release": f"Enter a name of at most {LONGEST_NAME} characters."})
    codes = sorted(one.code for one in command.listed.values() if one.is_billable)
    width = CATEGORY if command.is_partial else CHAPTER
    covers = tuple(sorted({code[:width] for code in codes}))
    lines = (" ".join(some) for _, some in groupby(codes, key=lambda code: code[:CATEGORY]))
    return DiagnosisList(release, *days, covers, by_category(lines))


def _must_be_whole(path: Path, new: DiagnosisList, old: DiagnosisList) -> None:
    had = old.all_codes
    missing = sum(not new.holds(code) for code in had)
    if missing > len(had) * MOST_MISSING:
        raise InvalidInput(
            {
                "file": f"{path.name} lacks {missing:,} of the {len(had):,} codes of the list of "
                f"{old.release}. Load the whole release, or add --partial to check only the "
                "categories that the file has."
            }
        )


def _changes(
    listed: Mapping[str, ListedCode], new: DiagnosisList, old: DiagnosisList | None
) -> dict[str, tuple[str, str]]:
    """What changed in the chapters of both lists, by code: the change, and the title if known.

    A code that others of the new list continue was split: it is no longer billable by itself.
    """
    if old is None:
        return {}
    parents = {code[:length] for code in new.all_codes for length in range(3, len(code))}
    parents |= {one.code for one in listed.values() if not one.is_billable}
    changes = {}
    for code in sorted({*old.all_codes, *new.all_codes}):
        if old.holds(code) != new.holds(code) and old.speaks_of(code) and new.speaks_of(code):
            gone = NOT_BILLABLE if code in parents else REMOVED
            title = listed[code].title if code in listed else ""
            changes[code] = (ADDED if new.holds(code) else gone, title)
    return changes


def _summary(new: DiagnosisList) -> str:
    days = period_text(new.from_on, new.to_on)
    return f"{new.release}: {len(new.all_codes):,} billable codes, in force {days}."


def _compared(old: DiagnosisList | None, changes: Mapping[str, tuple[str, str]]) -> str:
    if old is None:
        return "There is no earlier list to compare it with."
    kinds = [kind for kind, _ in changes.values()]
    counts = (f"{kinds.count(one):,} {one.lower()}" for one in (ADDED, REMOVED, NOT_BILLABLE))
    chapters = "the chapters of both lists"
    return f"Compared with {old.release}, in {chapters}: {', '.join(counts)}."


def _write(path: Path, changes: Mapping[str, tuple[str, str]]) -> Path:
    """The changes as a file for people, beside the list."""
    target = path.with_name(f"{path.stem}-changes.csv")
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        writer.writerows((code, *change) for code, change in changes.items())
    return target


def _store(
    context: WriteContext, new: DiagnosisList, changes: Mapping[str, tuple[str, str]]
) -> None:
    codes = "\n".join(line.strip() for line in new.codes.values())
    row = DiagnosisRelease(
        release=new.release,
        from_on=new.from_on,
        to_on=new.to_on,
        covers=" ".join(new.covers),
        codes=codes,
        count=len(new.all_codes),
        digest=hashlib.sha256(codes.encode()).hexdigest(),
        loaded_at=context.now,
        loaded_by=context.actor.name,
    )
    context.db.add(row)
    context.db.flush()
    shown = {"release": row.release, "from_on": row.from_on, "to_on": row.to_on}
    shown |= {"codes": row.count, "digest": row.digest, "changes": len(changes)}
    context.record("diagnosis_list.loaded", "diagnosis_release", row.key, after=shown)
