"""What a change of an Evernorth listing needs, and when what was typed makes sense (R47-R49)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.rules.names import is_same_name
from core.rules.reasons import reason
from core.rules.requests.corrections import clean, value_problem
from core.rules.requests.npi import npi_problem
from core.rules.texts import one_line_problem
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.instants import covers
from core.rules.time.pauses import Pause
from core.vocabulary.reasons import Reason
from core.vocabulary.requests import DirectoryTopic

LONGEST_VALUE, LONGEST_NAME, LONGEST_REFERENCE = 400, 160, 60
"""Characters."""

STOPPED, TAKING = "Not taking MOS clients", "Taking MOS clients"
"""The two things a listing can say of Military OneSource."""

ONE_VALUE = frozenset({DirectoryTopic.MOS_STATUS, DirectoryTopic.NAME})
"""Topics a listing has one of; of the others it may have several."""


class Directory(StrEnum):
    """Whose directory is wrong."""

    EVERNORTH = "evernorth"
    OTHER = "other"


@dataclass(frozen=True)
class ListingLine:
    """One item of a listing: what it says, and what is right. Of the Military OneSource status
    the correct value is STOPPED or TAKING."""

    topic: str
    listed_value: str
    correct_value: str


@dataclass(frozen=True)
class ProviderFact:
    """What our record says of the provider; the span of enrollment includes both days."""

    ref: str
    npi: str
    first_name: str
    last_name: str
    suffix: str | None
    enrolled_from: date | None
    enrolled_to: date | None

    def is_enrolled(self, day: date) -> bool:
        """Whether the provider is a Military OneSource provider on `day`."""
        return self.enrolled_from is not None and covers(self.enrolled_from, self.enrolled_to, day)


@dataclass(frozen=True)
class ListingCourse:
    """How far a listing's change is. `submitted_on` is the last hand-over and `returned_on` the
    last return, `is_out` while Evernorth has it; `seen_on` the day all had been seen right;
    `pauses` the snoozes of the request."""

    submitted_on: date | None = None
    returned_on: date | None = None
    is_out: bool = False
    seen_on: date | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def handed_over_on(self) -> date | None:
        """The day of the submission that ended our part; None while it is ours to submit."""
        return self.submitted_on if self.is_out or self.seen_on else None


class ListingStage(StrEnum):
    """Where a listing's change is: with us, on days 1 to 4, expected on days 5 to 7, or past it."""

    TO_SUBMIT = "to_submit"
    WAITING = "waiting"
    EXPECTED = "expected"
    LATE = "late"
    RETURNED = "returned"
    SEEN = "seen"


@dataclass(frozen=True)
class RulerDay:
    """One day after a submission: its number among the business days, else why it has none."""

    day: date
    number: int | None
    why_not: str | None


def cleaned(lines: Sequence[ListingLine]) -> tuple[ListingLine, ...]:
    """The lines without blanks around or doubled."""
    return tuple(
        ListingLine(one.topic, clean(one.listed_value), clean(one.correct_value)) for one in lines
    )


def line_problems(lines: Sequence[ListingLine], today: date) -> dict[str, str]:
    """Everything wrong with the lines, as "lines.0.correct_value" → what to do about it. An empty
    correct value is no fault: the request is incomplete, and says so."""
    problems: dict[str, str] = {}
    for place, line in enumerate(lines):
        name = f"lines.{place}"
        if line.topic not in set(DirectoryTopic):
            problems[f"{name}.topic"] = "Choose the field to change."
            continue
        if _is_said_already(line, lines[:place]):
            problems[f"{name}.topic"] = "Another line already has this field."
        if problem := one_line_problem(line.listed_value, LONGEST_VALUE):
            problems[f"{name}.listed_value"] = problem
        if problem := _correct_problem(line, today):
            problems[f"{name}.correct_value"] = problem
    return problems


def _is_said_already(line: ListingLine, before: Sequence[ListingLine]) -> bool:
    same = [one for one in before if one.topic == line.topic]
    return bool(same) and (line.topic in ONE_VALUE or line in same)


def _correct_problem(line: ListingLine, today: date) -> str | None:
    if line.correct_value and line.correct_value == line.listed_value:
        return "The listing already shows this."
    if line.topic == DirectoryTopic.MOS_STATUS and line.correct_value not in ("", STOPPED, TAKING):
        return "Choose one of the two values."
    if line.topic == DirectoryTopic.PHONE and line.correct_value:
        return value_problem("phone", line.correct_value, today)
    return one_line_problem(line.correct_value, LONGEST_VALUE)


def given_npi_problem(npi: str, provider: ProviderFact | None, is_chosen: bool) -> str | None:
    """What is wrong with the NPI a requester gave; `provider` is the chosen one, or whose it is
    (R48)."""
    if problem := npi_problem(npi):
        return f"{problem} Ask the provider, or leave this empty for now."
    if provider is None:
        return "No provider here has this NPI. It may be a group's. Ask for the provider's own NPI."
    if is_chosen and npi != provider.npi:
        return (
            f"This NPI does not belong to {provider.ref}. It may be a group's or another "
            "provider's. Ask for the provider's own NPI, or choose another provider."
        )
    return None


def name_problem(full_name: str, provider: ProviderFact | None) -> str | None:
    """What is wrong with the full name beside the provider's record; "" is no fault (R48)."""
    if problem := one_line_problem(full_name, LONGEST_NAME):
        return problem
    if full_name and provider is not None and not is_named(provider, full_name):
        return (
            "The provider with this NPI has another name. Enter first and last name as on the "
            "record, or check the NPI."
        )
    return None


def is_named(provider: ProviderFact, full_name: str) -> bool:
    """Whether `full_name` is the provider's, with or without what follows the name (R48)."""
    return is_same_name(full_name, provider.first_name, provider.last_name, provider.suffix)


def missing(full_name: str, npi: str, lines: Sequence[ListingLine]) -> tuple[str, ...]:
    """Which of the inputs a listing's change needs are not there yet (R48); all there: empty."""
    found = []
    if not full_name:
        found.append("the provider's full name")
    if not npi:
        found.append("the provider's NPI")
    if not lines:
        found.append("the fields to change")
    found += [f"the correct {topic_label(one.topic)}" for one in lines if not one.correct_value]
    return tuple(found)


def elsewhere(directory: Directory) -> list[Reason]:
    """Why this is not for Evernorth, and who can help instead (R47); empty where it is."""
    return [] if directory == Directory.EVERNORTH else [reason("other_directory")]


def not_enrolled(
    lines: Sequence[ListingLine], provider: ProviderFact | None, today: date
) -> list[Reason]:
    """Why a listing cannot say yet that the provider takes Military OneSource clients (R47)."""
    starts = any(line.correct_value == TAKING for line in lines)
    is_early = starts and provider is not None and not provider.is_enrolled(today)
    return [reason("not_enrolled")] if is_early else []


def submission_problem(
    submitted_at: datetime,
    received_at: datetime,
    returned_on: date | None,
    now: datetime,
    day: date,
) -> str | None:
    """What is wrong with the instant of a submission, whose platform day is `day`."""
    if submitted_at > now:
        return "This is in the future. Enter when it was submitted."
    if submitted_at < received_at.replace(second=0, microsecond=0):
        return "This is before the request was received. Enter when it was submitted."
    if returned_on is not None and day < returned_on:
        return "This is before Evernorth returned it. Enter when it was submitted again."
    return None


def after_submission_problem(
    on: date, at: datetime, submitted_on: date, now: datetime
) -> str | None:
    """What is wrong with the instant of a look or a return, whose platform day is `on`."""
    if at > now:
        return "This is in the future. Enter a time that has passed."
    return (
        "This is before the submission to Evernorth. Enter a later time."
        if on < submitted_on
        else None
    )


def ruler(submitted_on: date, last_on: date, calendar: BusinessCalendar) -> tuple[RulerDay, ...]:
    """Every day after the submission up to `last_on`, the business days numbered from 1 (R49)."""
    days, number, day = [], 0, submitted_on
    while day < last_on:
        day += timedelta(days=1)
        why_not = calendar.why_not(day)
        number += why_not is None
        days.append(RulerDay(day, None if why_not else number, why_not))
    return tuple(days)


def stand_of(expected_on: date, late_after_on: date, today: date) -> ListingStage:
    """Where a change that Evernorth has is on `today` (R49)."""
    if today > late_after_on:
        return ListingStage.LATE
    return ListingStage.EXPECTED if today >= expected_on else ListingStage.WAITING


def topic_label(topic: str) -> str:
    """The words for a topic, inside a sentence."""
    return "Military OneSource status" if topic == DirectoryTopic.MOS_STATUS else topic
