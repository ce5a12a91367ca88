"""What may be corrected in a client's record, and when what was typed makes sense (R44, R45)."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.rules.contacts import email_problem, is_same_phone, phone_problem
from core.rules.eligibility.place_facts import ZIP
from core.rules.names import fold
from core.rules.people.judgment import IdentityJudgment, judge_identity
from core.rules.people.name_changes import IdentityLimits
from core.rules.requests import home_place
from core.rules.texts import one_line_problem
from core.rules.time.formats import date_text
from core.rules.time.typed_dates import UnreadableDate, read_day
from core.vocabulary.countries import COUNTRY_NAMES
from core.vocabulary.people import Sex
from core.vocabulary.requests import ErrorType
from core.vocabulary.states import PLACE_NAMES, place_label
from core.vocabulary.words import label

FIELDS: dict[str, ErrorType] = {
    "first_name": ErrorType.NAME,
    "last_name": ErrorType.NAME,
    "preferred_name": ErrorType.NAME,
    "email": ErrorType.EMAIL,
    "date_of_birth": ErrorType.DATE_OF_BIRTH,
    "phone": ErrorType.PHONE,
    "sex": ErrorType.SEX,
    "home_line1": ErrorType.ADDRESS,
    "home_city": ErrorType.ADDRESS,
    "home_state_code": ErrorType.ADDRESS,
    "home_zip": ErrorType.ADDRESS,
    "home_country": ErrorType.ADDRESS,
    "member_id": ErrorType.OTHER,
}
"""Each field that can be corrected, with the type of error it belongs to."""

REVERIFY = frozenset({"first_name", "last_name", "date_of_birth", "member_id"})
"""Fields an insurer knows the client by: after a change the insurance is verified again."""

CHOICES: dict[str, Mapping[str, str]] = {
    "sex": {one.value: label(one) for one in Sex},
    "home_state_code": {code: place_label(code) for code in PLACE_NAMES},
    "home_country": COUNTRY_NAMES,
}
"""The values of a field with their labels."""

LENGTHS = {"first_name": 80, "last_name": 80, "preferred_name": 80, "phone": 40, "home_line1": 200}
LENGTHS |= {"home_city": 100, "home_zip": 10, "member_id": 40, "email": 254}
OLDEST = 130
"""Years; a birth date further back is taken for a typing error."""


@dataclass(frozen=True)
class Line:
    """One field that is said to be wrong: what the record is said to hold, and what is right."""

    field: str
    current_value: str
    correct_value: str


def clean(text: str) -> str:
    """What was typed, without blanks around it or doubled inside, in one spelling of accents."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def clean_line(line: Line, today: date) -> Line:
    """The line with clean values; a birth date in any common form becomes YYYY-MM-DD, what is none
    stays as typed."""
    values = [clean(line.current_value), clean(line.correct_value)]
    if line.field == "date_of_birth":
        values = [value if _unreadable(value, today) else _iso(value, today) for value in values]
    return Line(line.field, *values)


def _iso(value: str, today: date) -> str:
    return read_day(value, today, is_birth=True).isoformat() if value else ""


NO_ZIPS: home_place.ZipStates = {}


def completed(
    lines: Sequence[Line],
    record: Mapping[str, str],
    zip_states: home_place.ZipStates = NO_ZIPS,
) -> tuple[Line, ...]:
    """The lines, and those for what changes with the state or the country of a home; a correct
    value is empty where the requester must say it."""
    more = home_place.follows(_given(lines), record, zip_states)
    return (*lines, *(Line(field, "", value) for field, value in more.items()))


def _given(lines: Sequence[Line]) -> dict[str, str]:
    return {one.field: one.correct_value for one in lines}


def line_problems(
    lines: Sequence[Line],
    record: Mapping[str, str] | None,
    today: date,
    zip_states: home_place.ZipStates = NO_ZIPS,
) -> dict[str, str]:
    """Everything wrong with the lines, as "lines.0.correct_value" → what to do about it (R44, R45).

    An empty correct value is no fault here: the request is incomplete, and says so. Without a
    record (the client is not identified yet) values are only checked for themselves.
    """
    problems: dict[str, str] = {}
    home = _given(lines), record or {}
    is_abroad, moved = home_place.is_abroad(*home), home_place.moved_parts(*home, zip_states)
    for place, line in enumerate(lines):
        name = f"lines.{place}"
        if line.field not in FIELDS:
            problems[f"{name}.field"] = "Choose the field to correct."
            continue
        if any(line.field == before.field for before in lines[:place]):
            problems[f"{name}.field"] = "Another line already has this field."
        problem = line.correct_value and value_problem(
            line.field, line.correct_value, today, is_abroad=is_abroad
        )
        if line.field == home_place.COUNTRY:
            problem = problem or home_place.disagreement(_given(lines))
        if line.field == home_place.ZIP_CODE and line.correct_value:
            problem = problem or home_place.zip_problem(*home, zip_states)
        if problem:
            problems[f"{name}.correct_value"] = problem
        if line.field == "date_of_birth" and (problem := _unreadable(line.current_value, today)):
            problems[f"{name}.current_value"] = problem
        elif record is not None:
            problems |= _against(record.get(line.field, ""), line, name, line.field in moved)
    return problems


def _against(stored: str, line: Line, name: str, may_stay: bool) -> dict[str, str]:
    same_value = is_same_phone if line.field == "phone" else same
    if line.current_value and not same_value(line.current_value, stored):
        return {
            f"{name}.current_value": "The record has another value. "
            "Check that this is the right client, or leave this empty."
        }
    if line.correct_value and line.correct_value == stored and not may_stay:
        return {f"{name}.correct_value": "The record already has this value."}
    return {}


def same(left: str, right: str) -> bool:
    """Whether two spellings are one, apart from case, accents and blanks."""
    return fold(left) == fold(right)


def value_problem(field: str, value: str, today: date, *, is_abroad: bool = False) -> str | None:
    """Why `value` cannot stand in `field`; None when it can. A home abroad has no ZIP code, but a
    postal code as it is written there."""
    if problem := one_line_problem(value, LENGTHS.get(field, 40)):
        return problem
    if field == "home_zip" and is_abroad:
        return None
    if field == "date_of_birth":
        return _birth_date(value, today)
    return CHECKS[field](value) if field in CHECKS else None


def _unreadable(value: str, today: date) -> str | None:
    """Why `value` is no birth date; None for a date, or nothing."""
    try:
        _iso(value, today)
    except UnreadableDate as problem:
        return str(problem)
    return None


def _birth_date(value: str, today: date) -> str | None:
    if problem := _unreadable(value, today):
        return problem
    born = date.fromisoformat(_iso(value, today))
    if born > today:
        return "A birth date cannot be in the future."
    if born.year < today.year - OLDEST:
        return f"Enter a birth date within the last {OLDEST} years."
    return None


def _sex(value: str) -> str | None:
    return None if value in set(Sex) else "Choose a sex from the list."


def _state(value: str) -> str | None:
    return None if value in PLACE_NAMES else "Choose a state from the list."


def _country(value: str) -> str | None:
    return None if value in COUNTRY_NAMES else "Choose a country from the list."


def _zip(value: str) -> str | None:
    sound = ZIP.fullmatch(value)
    return None if sound else "Enter a ZIP code, such as 12345 or 12345-6789."


CHECKS = {
    "email": email_problem,
    "phone": phone_problem,
    "sex": _sex,
    "home_state_code": _state,
    "home_zip": _zip,
    "home_country": _country,
}


def missing(client_found: bool, named_as: str, lines: Sequence[Line]) -> tuple[str, ...]:
    """Which of the inputs that a correction needs are not there yet (R45); all there: empty."""
    found = []
    if not named_as:
        found.append("the client's name on record")
    if not client_found:
        found.append("the client record")
    if not lines:
        found.append("the fields to change")
    found += [f"the correct {field_label(line.field)}" for line in lines if not line.correct_value]
    return tuple(found)


def judged(
    lines: Sequence[Line],
    record: Mapping[str, str],
    limits: IdentityLimits,
    earlier: Mapping[str, str],
    today: date,
) -> IdentityJudgment:
    """What the lines would make of the record, also while they are typed: a value that cannot stand
    in its field is left out."""
    sound = [clean_line(one, today) for one in lines if one.field in FIELDS]
    changes = {
        one.field: one.correct_value
        for one in sound
        if one.correct_value and not value_problem(one.field, one.correct_value, today)
    }
    return judge_identity(record, changes, limits, earlier)


FIELD_WORDS = {
    "email": "e-mail",
    "home_line1": "home street",
    "home_state_code": "home state",
    "home_zip": "home ZIP code",
    "member_id": "member ID",
    "mos_status": "Military OneSource status",
    "is_accepting_mos": "accepting Military OneSource clients",
    "line1": "street",
    "state_code": "state",
    "zip": "ZIP code",
    "refunded_cents": "refunded amount",
    "cancelled_at": "canceled",
    "cancelled_by_party": "canceled by",
    "void_requested_at": "void requested",
    "submitted_on": "submitted",
    "expected_on": "expected",
    "late_after_on": "overdue after",
    "seen": "listing check",
}
"""Fields whose stored names say too little to a person, or say it in another way."""


def field_label(field: str) -> str:
    """The words for a field."""
    return FIELD_WORDS.get(field, field.replace("_", " "))


def value_text(field: str, value: str) -> str:
    """A stored value of a field in words: "Mar 4, 1985", "Texas (TX)". What was typed and is no
    value of the field stays as it is."""
    if field == "date_of_birth":
        try:
            return date_text(date.fromisoformat(value))
        except ValueError:
            return value
    return CHOICES.get(field, {}).get(value, value)
