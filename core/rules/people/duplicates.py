"""Whether two records of clients may be of one person (R44)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import JaroWinkler

from core.rules.contacts import is_same_phone
from core.rules.names import email_key, fold
from core.rules.people.birth_dates import birth_date_difference
from core.rules.people.likeness import part_likeness
from core.rules.people.name_changes import (
    NAMES,
    IdentityLimits,
    are_exchanged,
    first_name_change,
    generation,
    name_change,
)
from core.rules.time.policy import PolicyBook
from core.vocabulary.people import Sex
from core.vocabulary.words import sentence_case

Values = Mapping[str, str]


@dataclass(frozen=True)
class DuplicateLimits:
    """How alike names must be, 0 to 1: beside one birth date, and beside one contact."""

    names: float
    names_of_one_birth_date: float
    slips: IdentityLimits


@dataclass(frozen=True)
class PossibleDuplicate:
    """Why two records may be of one person, without their values; `score` is how alike the names
    are, 0 to 1."""

    score: float
    reasons: tuple[str, ...]

    @property
    def text(self) -> str:
        """The reasons: "Same name, same birth date"."""
        return sentence_case(", ".join(self.reasons))


def duplicate_limits(book: PolicyBook, day: date, slips: IdentityLimits) -> DuplicateLimits:
    """The limits that are in force on `day`."""
    names = float(book.on("duplicate_threshold", day).value)
    of_one_day = float(book.on("duplicate_threshold_same_birth_date", day).value)
    return DuplicateLimits(names, of_one_day, slips)


def possible_duplicate(
    one: Values, other: Values, limits: DuplicateLimits
) -> PossibleDuplicate | None:
    """Why these records, field → value as text, may be of one person; None where they are of two.

    Another first name is another person: twins, couples and siblings share the rest. So is another
    birth date that no slip explains, Jr. beside Sr., and another sex with another name. Another
    last name is a new one only beside the same birth date and the same contact.
    """
    if not (one.get("last_name") and other.get("last_name")) or _is_relative(one, other, limits):
        return None
    names = _names_alike(one, other, limits)
    birth = _birth_alike(one, other, limits)
    shared = list(_contacts(one, other))
    if names is None or birth is None:
        return None
    score, words = names
    is_same_birth = birth == SAME_BIRTH_DATE
    enough = limits.names_of_one_birth_date if is_same_birth else limits.names
    if score < enough and not (is_same_birth and shared and words == NEW_LAST_NAME):
        return None
    if not (is_same_birth or shared):
        return None
    return PossibleDuplicate(score, (*words, birth, *shared))


SAME_BIRTH_DATE = "same birth date"
SAME_NAME = ("same name",)
NEW_LAST_NAME = ("same first name", "another last name")


def _is_relative(one: Values, other: Values, limits: DuplicateLimits) -> bool:
    generations = {generation(each["last_name"]) for each in (one, other)} - {frozenset()}
    if len(generations) > 1:
        return True
    sexes = {each.get("sex", "") for each in (one, other)} - {"", Sex.UNKNOWN.value}
    first = name_change(one["first_name"], other["first_name"], limits.slips)
    return len(sexes) > 1 and not first.is_writing


def _names_alike(
    one: Values, other: Values, limits: DuplicateLimits
) -> tuple[float, tuple[str, ...]] | None:
    """How alike the names are, and in words; None for another first name."""
    if are_exchanged(one, other):
        return 1.0, ("first and last name swapped",)
    both = (one, {**one, **other}), (other, {**other, **one})
    if not any(first_name_change(*pair, limits.slips).is_kept for pair in both):
        return None
    last = name_change(one["last_name"], other["last_name"], limits.slips)
    if not last.is_kept:
        return 0.0, NEW_LAST_NAME
    score = min(_similarity(one[name], other[name]) for name in NAMES)
    differing = [(name, part_likeness(one[name], other[name])) for name in NAMES]
    words = [
        f"{name.replace('_', ' ')}: {found.text if found else 'another form'}"
        for name, found in differing
        if found is None or found.distance
    ]
    return score, tuple(words) or SAME_NAME


def _similarity(one: str, other: str) -> float:
    """A nickname, an initial or one of several names is the name; letters count else."""
    found = part_likeness(one, other)
    if found is None or not found.letters:
        return 1.0
    return JaroWinkler.similarity(fold(one), fold(other))


def _birth_alike(one: Values, other: Values, limits: DuplicateLimits) -> str | None:
    days = [each.get("date_of_birth") for each in (one, other)]
    if not all(days):
        return "birth date not on both records"
    old, new = (date.fromisoformat(str(day)) for day in days)
    if old == new:
        return SAME_BIRTH_DATE
    found = birth_date_difference(old, new, limits.slips.digits)
    return f"birth date: {found.words}" if found.is_slip else None


def _contacts(one: Values, other: Values) -> Iterator[str]:
    emails, phones = ((one.get(name), other.get(name)) for name in ("email", "phone"))
    if all(emails) and email_key(emails[0]) == email_key(emails[1]):
        yield "same e-mail"
    if phones[0] and phones[1] and is_same_phone(phones[0], phones[1]):
        yield "same phone"
