"""The platform's own zone, on whose calendar requests and charges are counted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.rules.time.instants import local_date
from core.rules.time.policy import PolicyBook

PLATFORM_ZONE = "tz.platform"


def platform_zone(day: date, book: PolicyBook) -> ZoneInfo:
    """The zone in force on `day`."""
    return ZoneInfo(book.on(PLATFORM_ZONE, day).text)


def platform_day(instant: datetime, book: PolicyBook) -> date:
    """The calendar day of `instant` in the platform's zone."""
    return local_date(instant, platform_zone(instant.date(), book))
