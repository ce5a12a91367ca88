"""Whether a correction of name, birth date or sex mends a slip, or makes another person of a
record (R45)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from core.rules.people.birth_dates import BirthDateDifference, birth_date_difference
from core.rules.people.name_changes import (
    NAMES,
    IdentityLimits,
    NameChange,
    are_exchanged,
    first_name_change,
    last_name_change,
)
from core.rules.time.policy import PolicyBook
from core.vocabulary.people import Sex
from core.vocabulary.words import sentence_case

IDENTITY = {
    "first_name": "first name",
    "last_name": "last name",
    "date_of_birth": "birth date",
    "sex": "sex",
}
"""What says who a person is, in words. A preferred name, an address or a contact does not."""
UNSAID = frozenset({"", Sex.UNKNOWN})
SEX_ALONE = "Name and birth date stay: looks like an entry error"
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class IdentityJudgment:
    """What each changed field looks like, in a sentence without its values, and why the record
    would look like another person's, "" where it would not."""

    notes: Mapping[str, str] = field(default_factory=dict)
    another: str = ""


def identity_limits(book: PolicyBook, day: date) -> IdentityLimits:
    """The limits that are in force on `day`."""
    keys = ("identity_letters_in", "identity_letters_most", "identity_digits", "identity_days")
    return IdentityLimits(*(book.on(key, day).number for key in keys))


def judge_identity(
    record: Mapping[str, str],
    changes: Mapping[str, str],
    limits: IdentityLimits,
    earlier: Mapping[str, str] = NOTHING,
) -> IdentityJudgment:
    """What it would be to write `changes` into `record`, both field → value as text; `earlier` has
    what fields of it held before recent corrections, so that two small steps are judged as one.

    Name and birth date together, or sex and either of them, look like another person however
    little changes of each (R45). An empty value in `changes` changes nothing.
    """
    found = _judge(record, changes, limits)
    if found.another or not found.notes or not earlier:
        return found
    before = {**record, **earlier}
    whole = _judge(before, {**{name: record[name] for name in earlier}, **changes}, limits)
    if not whole.another:
        return found
    return IdentityJudgment(found.notes, f"With the recent corrections, {_lower(whole.another)}")


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _judge(
    record: Mapping[str, str], changes: Mapping[str, str], limits: IdentityLimits
) -> IdentityJudgment:
    changed = [one for one in IDENTITY if changes.get(one) and changes[one] != record.get(one, "")]
    after = {**record, **{name: changes[name] for name in changed}, **_preferred(changes)}
    names = _names(record, after, changed, limits)
    notes = {name: one.note for name, one in names.items()}
    born = None
    if "date_of_birth" in changed:
        born = _birth_dates(record, after, limits)
        notes["date_of_birth"] = born.text if born else "The record has no birth date yet"
    is_sex_changed = "sex" in changed and record.get("sex", "") not in UNSAID
    if is_sex_changed:
        notes["sex"] = "Another sex" if len(changed) > 1 else SEX_ALONE
    another = _together(changed, is_sex_changed=is_sex_changed) or _names_alone(names)
    if not another and born and not born.is_slip:
        another = "The birth date changes by more than a slip."
    return IdentityJudgment(notes, another)


def _preferred(changes: Mapping[str, str]) -> dict[str, str]:
    name = changes.get("preferred_name")
    return {"preferred_name": name} if name else {}


def _names(
    before: Mapping[str, str],
    after: Mapping[str, str],
    changed: Collection[str],
    limits: IdentityLimits,
) -> dict[str, NameChange]:
    if set(NAMES) <= set(changed) and are_exchanged(before, after):
        return dict.fromkeys(NAMES, NameChange("First and last name changed places", is_slip=True))
    judges = {"first_name": first_name_change, "last_name": last_name_change}
    return {name: judge(before, after, limits) for name, judge in judges.items() if name in changed}


def _birth_dates(
    before: Mapping[str, str], after: Mapping[str, str], limits: IdentityLimits
) -> BirthDateDifference | None:
    """None where the record has no birth date."""
    if not before.get("date_of_birth"):
        return None
    old, new = (date.fromisoformat(of["date_of_birth"]) for of in (before, after))
    return birth_date_difference(old, new, limits.digits)


def _together(changed: Collection[str], *, is_sex_changed: bool) -> str:
    kinds = [
        not {*NAMES}.isdisjoint(changed),
        "date_of_birth" in changed,
        is_sex_changed,
    ]
    if sum(kinds) < 2:
        return ""
    *most, last = (IDENTITY[one] for one in changed if one != "sex" or is_sex_changed)
    how_many = "all" if len(most) > 1 else "both"
    return sentence_case(f"{', '.join(most)} and {last} {how_many} change.")


def _names_alone(names: Mapping[str, NameChange]) -> str:
    differing = {name: one for name, one in names.items() if not one.is_writing}
    if len(differing) == 2:
        is_slip = all(one.is_slip for one in differing.values())
        return "" if is_slip else "First name and last name both become other names."
    for name, one in differing.items():
        if not one.is_kept:
            return f"{one.note}." if name == "last_name" else "The first name becomes another name."
    return ""
