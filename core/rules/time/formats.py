"""Dates, times, money and counts as people read them: screens, exports, e-mails and terminal.

A day of this year goes without its year where the caller gives `today`. Without it the year is
always there: a text that is stored or sent is read on another day.
"""

import re
from datetime import date, datetime, tzinfo

MINUTE, HOUR, DAY = 60, 3600, 86400
MISSING = "–"
"""What stands where there is no value; screens give it the accessible label "none"."""


def day_text(day: date, today: date | None = None) -> str:
    """A day: "Fri, Nov 27" in the year of `today`, else "Fri, Nov 27, 2026"."""
    short = f"{day:%a}, {day:%b} {day.day}"
    return short if today and today.year == day.year else f"{short}, {day.year}"


def short_instant_text(instant: datetime, tz: tzinfo, today: date) -> str:
    """An instant of a timeline whose zone is said elsewhere: "Nov 24, 9:31 AM", with its year
    unless that is the year of `today`."""
    local = instant.astimezone(tz)
    day = f"{local:%b} {local.day}" + ("" if local.year == today.year else f", {local.year}")
    return f"{day}, {local.hour % 12 or 12}:{local:%M %p}"


def instant_text(instant: datetime, tz: tzinfo, now: datetime | None = None) -> str:
    """An instant on the clock of `tz`: "Fri, Nov 27, 3:15 PM EST", with its year unless that is
    the year of `now` there."""
    local = instant.astimezone(tz)
    today = now.astimezone(tz).date() if now else None
    return f"{day_text(local.date(), today)}, {clock_text(instant, tz)}"


def without_this_year(text: str, today: date) -> str:
    """A stored text whose days of this year go without their year."""
    return re.sub(rf"\b([A-Z][a-z]{{2}}, [A-Z][a-z]{{2}} \d{{1,2}}), {today.year}\b", r"\1", text)


def clock_text(instant: datetime, tz: tzinfo) -> str:
    """The time of day on the clock of `tz`: "3:15 PM EST"."""
    local = instant.astimezone(tz)
    return f"{local.hour % 12 or 12}:{local:%M %p %Z}"


def zone_text(name: str) -> str:
    """An IANA zone as people say it: "New York time" for "America/New_York"."""
    return f"{name.rpartition('/')[2].replace('_', ' ')} time"


def birth_date_text(day: date | None) -> str:
    """A birth date, without its weekday: "Jan 31, 1990"; MISSING when there is none."""
    return date_text(day) if day else MISSING


def date_text(day: date) -> str:
    """A day without its weekday, such as the last day of a list: "Sep 30, 2026"."""
    return f"{day:%b} {day.day}, {day.year}"


def input_day_text(day: date) -> str:
    """A day as a date box holds it: "03/04/1985"."""
    return f"{day.month:02}/{day.day:02}/{day.year:04}"


def period_text(first: date, last: date) -> str:
    """Days from `first` to `last`, both included: "Nov 2–8, 2026", "Dec 29, 2025 – Jan 4, 2026"."""
    start, end = f"{first:%b} {first.day}", date_text(last)
    if first == last:
        return end
    if first.year != last.year:
        return f"{start}, {first.year} – {end}"
    if first.month != last.month:
        return f"{start} – {end}"
    return f"{start}–{last.day}, {last.year}"


def span_text(seconds: float) -> str:
    """A length of time, rounded down: "12 min", "3 h 20 min"; one unit from a day on ("47 h"), days
    from 48 h on."""
    length = int(abs(seconds))
    if length >= 2 * DAY:
        return f"{length // DAY} days"
    hours, minutes = length // HOUR, length % HOUR // MINUTE
    if hours:
        return f"{hours} h {minutes} min" if minutes and length < DAY else f"{hours} h"
    return f"{minutes} min" if minutes else "less than a minute"


def due_text(limit: datetime, now: datetime) -> str:
    """The time until `limit`, or since: "Due in 3 h", "Overdue by 2 days"."""
    seconds = (limit - now).total_seconds()
    return f"Due in {span_text(seconds)}" if seconds >= 0 else f"Overdue by {span_text(seconds)}"


def business_days_text(days_left: int, *, is_overdue: bool) -> str:
    """The business days left or since: "Due in 2 business days", "Overdue by 1 business day"."""
    if not days_left:
        return "Overdue" if is_overdue else "Due today"
    days = count_text(abs(days_left), "business day")
    return f"Overdue by {days}" if is_overdue else f"Due in {days}"


def count_text(count: int, noun: str) -> str:
    """So many of what `noun` names: "1 file", "1,204 files"."""
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def amount_text(value: str, unit: str) -> str:
    """A policy value with its unit: "1 business day", "72 hours"."""
    return f"{value} {unit.removesuffix('s') if value == '1' else unit}"


def money_text(cents: int) -> str:
    """Cents as dollars: "$1,240.00", "-$5.00"; "$0" when there is nothing."""
    if cents == 0:
        return "$0"
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"
