"""Arguments of `explain`, parsed; each function raises InvalidInput for what it cannot read."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from core.clock import now
from core.errors import InvalidInput
from core.rules.time import instants
from core.rules.time.typed_dates import UnreadableDate, read_day

W = TypeVar("W", bound=StrEnum)


def text(question: Mapping[str, Any], name: str) -> str:
    """The text under `name`; "" without one."""
    value = question.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidInput({name: "Enter text."})
    return value.strip()


def number(question: Mapping[str, Any], name: str, otherwise: int) -> int:
    """The whole number under `name`."""
    value = question.get(name, otherwise)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInput({name: "Enter a whole number."})
    return value


def word(name: str, given: str, words: type[W]) -> W:
    """One of a closed list."""
    try:
        return words(given.lower())
    except ValueError as problem:
        raise InvalidInput({name: f"Choose one of: {', '.join(words)}."}) from problem


def zone(name: str, given: str) -> ZoneInfo:
    """An IANA zone."""
    try:
        return instants.zone(given)
    except ValueError as problem:
        raise InvalidInput({name: "Enter a time zone, such as America/New_York."}) from problem


def day(name: str, given: str) -> date:
    """A calendar date: 2026-03-10, or another form that `read_day` reads."""
    try:
        return read_day(given, now().date())
    except UnreadableDate as problem:
        raise InvalidInput({name: str(problem)}) from problem


def instant(name: str, given: str, tz: ZoneInfo | None = None) -> datetime:
    """An instant in UTC: of a time with an offset or a Z, or of a time of day in `tz`.

    A time that does not exist there, or that occurs twice, is refused, never guessed.
    """
    try:
        found = datetime.fromisoformat(given)
    except ValueError as problem:
        raise InvalidInput({name: "Enter the instant as 2026-03-11T15:00:00Z."}) from problem
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    if tz is None:
        raise InvalidInput({name: "Add the offset, or a Z for UTC: 2026-03-11T15:00:00Z."})
    return _of_clock(name, found, tz)


def start(name: str, given: str, tz: ZoneInfo) -> datetime | date:
    """A date, or an instant as `instant` reads it."""
    return day(name, given) if len(given) <= len("2026-03-10") else instant(name, given, tz)


def _of_clock(name: str, local: datetime, tz: ZoneInfo) -> datetime:
    try:
        found = instants.to_utc(local, tz)
    except ValueError as problem:
        raise InvalidInput({name: f"{problem}: the clocks went forward."}) from problem
    if found != instants.to_utc(local.replace(fold=1), tz):
        both = " or ".join(
            local.replace(fold=fold, tzinfo=tz).isoformat(timespec="minutes") for fold in (0, 1)
        )
        raise InvalidInput({name: f"This time occurs twice that night. Enter {both}."})
    return found
