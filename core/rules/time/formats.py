"""Instants and spans in words: the one formatter for screen, export and message."""

from datetime import date, datetime, timedelta, tzinfo

MINUTE, HOUR, DAY = 60, 3600, 86400


def when(instant: datetime, tz: tzinfo) -> str:
    """An instant on the clock of `tz`: "Tue 10 Mar 2026, 14:05 EDT"."""
    local = instant.astimezone(tz)
    return f"{on(local.date())}, {local:%H:%M %Z}"


def on(day: date) -> str:
    """A date: "Tue 10 Mar 2026"."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def born(day: date | None) -> str:
    """A birth date, without its weekday: "31 Jan 1990"."""
    return f"{day.day} {day:%b %Y}" if day else "not known"


def span(seconds: float) -> str:
    """A length of time in its two largest units: "2 days 4 h", "3 h 20 min", "12 min"."""
    left = int(abs(seconds))
    if left >= 2 * DAY:
        days, hours = left // DAY, left % DAY // HOUR
        return f"{days} days {hours} h" if hours and days < 10 else f"{days} days"
    if left >= HOUR:
        hours, minutes = left // HOUR, left % HOUR // MINUTE
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{left // MINUTE} min" if left >= MINUTE else "less than a minute"


def left(limit: datetime, now: datetime) -> str:
    """The time until `limit`, or since: "in 3 h 20 min", "2 days ago"."""
    gap: timedelta = limit - now
    seconds = gap.total_seconds()
    return f"in {span(seconds)}" if seconds >= 0 else f"{span(seconds)} ago"


def amount(value: str, unit: str) -> str:
    """A policy value with its unit: "1 business day", "72 hours"."""
    return f"{value} {unit.removesuffix('s') if value == '1' else unit}"


def dollars(cents: int) -> str:
    """Cents as dollars: "$1,234.50"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"
