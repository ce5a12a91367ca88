"""Instants and zones: wall-clock times that exist, hours that DST neither adds nor steals."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone(name: str) -> ZoneInfo:
    """The IANA zone `name`; raises ValueError for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValueError(f"'{name}' is not a time zone") from problem


def exists(local: datetime, tz: ZoneInfo) -> bool:
    """Whether the naive wall-clock time `local` happens in `tz`: false inside a spring gap."""
    aware = local.replace(tzinfo=tz)
    return aware.astimezone(UTC).astimezone(tz).replace(tzinfo=None) == local


def to_utc(local: datetime, tz: ZoneInfo) -> datetime:
    """The instant of a naive wall-clock time; of a repeated hour `fold` picks one (R03).

    Raises ValueError for an hour that does not exist.
    """
    instant = local.replace(tzinfo=tz).astimezone(UTC)
    if instant.astimezone(tz).replace(tzinfo=None) != local:
        raise ValueError(f"{local:%Y-%m-%d %H:%M} does not exist in {tz.key}")
    return instant


def hours_after(start: datetime, hours: int) -> datetime:
    """`start` plus elapsed hours, in UTC (R10, R11, R13)."""
    return start.astimezone(UTC) + timedelta(hours=hours)


def start_of(day: date, tz: ZoneInfo) -> datetime:
    """The first instant of `day` in `tz`, in UTC."""
    return datetime.combine(day, time(0), tzinfo=tz).astimezone(UTC)


def local_date(instant: datetime, tz: ZoneInfo) -> date:
    """The calendar date of `instant` in `tz`."""
    return instant.astimezone(tz).date()


def covers(from_on: date | None, to_on: date | None, day: date) -> bool:
    """Whether `day` lies in the span; both ends count, None is open (A21, A38)."""
    return (from_on is None or from_on <= day) and (to_on is None or day <= to_on)
