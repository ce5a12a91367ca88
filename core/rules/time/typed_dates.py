"""Days and times as people type them, month before day: read as meant, or refused in words.

Own patterns instead of `dateutil`, which reads "13/1/2026" as January 13 and "3/4" as a day of this
year.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import UTC, date, datetime, time
from typing import NoReturn
from zoneinfo import ZoneInfo

from core.rules.time.formats import birth_date_text, clock_text, day_text, input_day_text, zone_text
from core.rules.time.instants import exists

MONTHS = tuple(f"{date(2000, month, 1):%B}".lower() for month in range(1, 13))
WEEKDAYS = tuple(f"{date(2001, 1, day):%A}".lower() for day in range(1, 8))
FIRST_YEAR, LAST_YEAR = 1800, 2299
"""Years of four digits outside these, included, are typing errors."""

ADULT = 18
"""Years. Most clients are adults: a child's birth date is more likely one a century ago."""

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("’‘", "'"))
_NTH, _NAME, _YEAR = "(?:st|nd|rd|th)?", r"(?P<name>[a-z]{3,9})\.?", r"'?(?P<year>\d{2,4})"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"(?P<month>\d{{1,2}})(?P<by>[/.-])(?P<day>\d{{1,2}})(?P=by){_YEAR}",
        r"(?P<year>\d{4})(?P<by>[/.-])(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})",
        r"(?P<year>(?:1[89]|2[0-2])\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<month>[01]\d)(?P<day>\d\d)(?P<year>\d{4})",
        rf"{_NAME}[ -]?(?P<day>\d{{1,2}}){_NTH}(?:, ?|[ /-]){_YEAR}",
        rf"(?P<day>\d{{1,2}}){_NTH}(?: of)?[ /-]?{_NAME}(?:, ?|[ /-]){_YEAR}",
        rf"(?P<year>\d{{4}})[ -]{_NAME}[ -](?P<day>\d{{1,2}})",
    )
)
_WEEKDAY = re.compile(r"(?P<name>[a-z]{3,9})\.?,? (?=.*\d.*\d)")
_MOMENT = re.compile(
    r"(?P<date>.+?)(?:,? (?:at )?|(?<=\d)t)(?=\d\d?(?::| ?[ap]\.?m))"
    r"(?P<hour>\d\d?)(?::(?P<minute>\d\d))? ?(?P<half>[ap]\.?m\.?)?"
    r"(?: (?P<zone>[a-z]{2,5}|[+-]\d{2,4}))?",
    re.ASCII,
)


class UnreadableDate(ValueError):
    """`str(error)` says to the person what is wrong and what to write."""


def read_day(text: str, today: date, *, is_birth: bool = False) -> date:
    """The day that `text` names. A year of two digits is the nearest to `today`, for a birth date
    the last that has begun; a child's age is asked for with four. Raises UnreadableDate."""
    plain = _plain(text)
    weekday, plain = _without_weekday(plain)
    found = _match(plain)
    if found is None:
        _refuse_text(text, plain, today)
    month, day = _month(found), int(found["day"])
    year = _year(found["year"], month, day, today, is_birth)
    if month > 12 or month == 0:
        swapped = f" The month comes first: {day}/{month}/{year}." if 0 < day <= 12 < month else ""
        raise UnreadableDate(f"There is no month {month}.{swapped}")
    last = monthrange(year, month)[1]
    if not 0 < day <= last:
        raise UnreadableDate(f"{MONTHS[month - 1].title()} {year} has {last} days, not {day}.")
    read = date(year, month, day)
    if weekday is not None and weekday != read.weekday():
        is_on = WEEKDAYS[read.weekday()].title()
        raise UnreadableDate(f"{birth_date_text(read)} is a {is_on}. Correct the date.")
    if is_birth and len(found["year"]) == 2 and (age := _age(read, today)) < ADULT:
        years = "1 year" if age == 1 else f"{age} years"
        raise UnreadableDate(
            f"{birth_date_text(read)}, {years} old? Write the year with four digits."
        )
    return read


def read_instant(text: str, tz: ZoneInfo, today: date) -> datetime:
    """The instant in UTC of a day and a time on the clock of `tz`: "3/4/2026 3:15 PM", with the
    zone where an hour happens twice. Raises UnreadableDate."""
    plain = _plain(text)
    found = _MOMENT.fullmatch(plain)
    if found is None:
        day = read_day(text, today)
        raise UnreadableDate(f"Add the time: {input_day_text(day)} 3:15 PM.")
    day = read_day(found["date"], today)
    hour, minute = _hour(found), int(found["minute"] or 0)
    if minute > 59:
        raise UnreadableDate(f"There is no minute {minute}.")
    return _on_clock(datetime.combine(day, time(hour, minute)), found["zone"], tz)


def input_instant_text(instant: datetime, tz: ZoneInfo) -> str:
    """An instant as a box holds it: "03/04/2026 3:15 PM", with its zone where the hour happens
    twice."""
    local = instant.astimezone(tz)
    is_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    clock = clock_text(instant, tz) if is_twice else _bare_clock(local)
    return f"{input_day_text(local.date())} {clock}"


def _plain(text: str) -> str:
    """In lower case, with plain digits and dashes and no doubled blanks."""
    words = " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).lower().split())
    return re.sub(r"(?<=\d) ?([/.-]) ?(?=\d)", r"\1", words)


def _without_weekday(plain: str) -> tuple[int | None, str]:
    found = _WEEKDAY.match(plain)
    name = found["name"] if found else ""
    number = next((n for n, one in enumerate(WEEKDAYS) if name and one.startswith(name)), None)
    return number, plain[found.end() :] if found and number is not None else plain


def _match(plain: str) -> re.Match[str] | None:
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found and ("month" in found.groupdict() or _month(found)):
            return found
    return None


def _month(found: re.Match[str]) -> int:
    parts = found.groupdict()
    if "month" in parts:
        return int(parts["month"])
    name = "sep" if parts["name"] == "sept" else parts["name"]
    return next((n for n, one in enumerate(MONTHS, 1) if one.startswith(name)), 0)


def _year(digits: str, month: int, day: int, today: date, is_birth: bool) -> int:
    if len(digits) == 4:
        if not FIRST_YEAR <= int(digits) <= LAST_YEAR:
            raise UnreadableDate(f"Check the year: {digits}.")
        return int(digits)
    if len(digits) == 3:
        raise UnreadableDate(f"Write the year with four digits, not {digits}.")
    years = [century + int(digits) for century in range(FIRST_YEAR, LAST_YEAR, 100)]
    if is_birth:
        so_far = (today.year, today.month, today.day)
        return max(year for year in years if (year, month, day) <= so_far)
    return min(years, key=lambda year: (abs(year - today.year), year))


def _age(born: date, today: date) -> int:
    """The completed years of life."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _refuse_text(text: str, plain: str, today: date) -> NoReturn:
    for by in (", ", "/", "-", "."):
        if _match(f"{plain}{by}{today.year}"):
            raise UnreadableDate(f"Add the year: {' '.join(text.split())}{by}{today.year}.")
    shown = " ".join(text.split())[:40]
    raise UnreadableDate(f"“{shown}” is not a date that we can read. Write MM/DD/YYYY.")


def _hour(found: re.Match[str]) -> int:
    hour, minute, half = int(found["hour"]), found["minute"] or "00", found["half"]
    if hour > (12 if half else 23) or (half and hour == 0):
        raise UnreadableDate("Check the time. Write it as 3:15 PM.")
    if half:
        return hour % 12 + (12 if half.startswith("p") else 0)
    if 1 <= hour <= 12:
        raise UnreadableDate(f"Add AM or PM: {hour}:{minute} AM or {hour}:{minute} PM.")
    return hour


def _bare_clock(local: datetime) -> str:
    return f"{local.hour % 12 or 12}:{local:%M %p}"


def _on_clock(local: datetime, zone: str | None, tz: ZoneInfo) -> datetime:
    both = sorted({local.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1)})
    day, clock = day_text(local.date()), _bare_clock(local)
    ways = " or ".join(clock_text(one, tz) for one in both)
    if not exists(local, tz):
        raise UnreadableDate(f"{clock} does not happen on {day}: clocks go forward. Write {ways}.")
    meant = [one for one in both if zone in (None, f"{one.astimezone(tz):%Z}".lower())]
    if not meant:
        raise UnreadableDate(f"On {day}, write the time in {zone_text(tz.key)}: {ways}.")
    if len(meant) > 1:
        raise UnreadableDate(f"{clock} happens twice on {day}. Write {ways}.")
    return meant[0]
