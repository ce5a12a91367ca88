"""Days and times of day in a text. A day that does not exist is none, never another one."""

import re
from datetime import date, time, timedelta

from core.rules.messages.proposals import Mention
from core.rules.time.typed_dates import MONTHS, WEEKDAYS, UnreadableDate, read_day

_WEEKDAY = r"(?P<weekday>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\.?"
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?:\.(?= ?[\d,]))?"
)
_NTH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>\d{4})(?!\d))?"
_FORMS = (
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
    rf"(?:{_WEEKDAY},? )?(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})"
    r"(?:/(?P<year>\d{4}|\d\d))?(?![\d/])",
    rf"(?:{_WEEKDAY},? )?(?P<month>\d{{1,2}})(?P<by>[.-])(?P<day>\d{{1,2}})(?P=by)"
    r"(?P<year>\d{4}|\d\d)(?![\d.-]*\d)",
    rf"(?:{_WEEKDAY},? )?{_MONTH} (?P<day>\d{{1,2}}){_NTH}(?!\d){_YEAR}",
    rf"(?:{_WEEKDAY},? )?(?:the )?(?P<day>\d{{1,2}}){_NTH}(?: of)? {_MONTH}{_YEAR}",
    r"(?<=on )the (?P<day>\d{1,2})(?:st|nd|rd|th)\b",
    rf"last {_WEEKDAY}(?![a-z])",
    r"yesterday(?:['’]?s)?\b",
)
_ANY = [re.compile(rf"(?<![\w/.-]){form}", re.I) for form in _FORMS]
_TIME = re.compile(r"(?<![\d:])(\d{1,2})(?::(\d\d))? ?([ap])(?:\.m\.|m?\b)", re.I)


def days(text: str, received: date, *, may_come: bool = False) -> list[Mention]:
    """Each day as YYYY-MM-DD. Without a year it is the last one up to `received`, or the nearest
    where it `may_come` later. One whose weekday does not fit is left out."""
    found = [(one, _day(one, received, may_come)) for one in _matches(text)]
    return [Mention(day.isoformat(), *one.span()) for one, day in found if day]


def birth_dates(text: str, received: date) -> list[Mention]:
    """Each day with a year, as YYYY-MM-DD, that somebody can be born on."""
    read = [(one, _birth_date(one, received)) for one in _matches(text) if "year" in _said(one)]
    return [Mention(day.isoformat(), *one.span()) for one, day in read if day]


def times(text: str) -> list[Mention]:
    """Each time of day with AM or PM, as HH:MM."""
    found = []
    for one in _TIME.finditer(text):
        hour, minute = int(one[1]), int(one[2] or 0)
        if 1 <= hour <= 12 and minute < 60:
            at = time(hour % 12 + (12 if one[3].lower() == "p" else 0), minute)
            found.append(Mention(f"{at:%H:%M}", *one.span()))
    return found


def _matches(text: str) -> list[re.Match[str]]:
    """Each once, in the order of the text: the longest of those that begin together."""
    found = [one for form in _ANY for one in form.finditer(text)]
    found.sort(key=lambda one: (one.start(), -one.end()))
    kept: list[re.Match[str]] = []
    for one in found:
        if not kept or one.start() >= kept[-1].end():
            kept.append(one)
    return kept


def _said(found: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in found.groupdict().items() if value}


def _birth_date(found: re.Match[str], received: date) -> date | None:
    said = _said(found)
    try:
        day = read_day(f"{_month(said)}/{said['day']}/{said['year']}", received, is_birth=True)
    except UnreadableDate:
        return None
    return day if day <= received else None


def _day(found: re.Match[str], received: date, may_come: bool) -> date | None:
    said = _said(found)
    if "day" not in said:
        back = (received.weekday() - _weekday(said)) % 7 or 7 if "weekday" in said else 1
        return received - timedelta(days=back)
    wanted = [day for day in _possible(said, received) if _fits(said, day)]
    if "year" in said:
        return wanted[0] if wanted else None
    if may_come:
        return min(wanted, key=lambda day: abs(day - received), default=None)
    return max((day for day in wanted if day <= received), default=None)


def _possible(said: dict[str, str], received: date) -> list[date]:
    """The days that are meant, of each year and month left open."""
    years = [received.year - 1, received.year, received.year + 1]
    if "year" in said:
        years = [int(said["year"]) + (2000 if len(said["year"]) == 2 else 0)]
    months = [_month(said)] if "month" in said or "name" in said else range(1, 13)
    return [day for year in years for month in months if (day := _made(year, month, said))]


def _made(year: int, month: int, said: dict[str, str]) -> date | None:
    try:
        return date(year, month, int(said["day"]))
    except ValueError:
        return None


def _month(said: dict[str, str]) -> int:
    if "month" in said:
        return int(said["month"])
    return next(n for n, one in enumerate(MONTHS, 1) if one.startswith(said["name"].lower()[:3]))


def _weekday(said: dict[str, str]) -> int:
    start = said["weekday"].lower()[:3]
    return next(n for n, one in enumerate(WEEKDAYS) if one.startswith(start))


def _fits(said: dict[str, str], day: date) -> bool:
    return "weekday" not in said or _weekday(said) == day.weekday()
