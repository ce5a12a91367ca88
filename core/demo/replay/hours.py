"""When the demo's staff work: business days from nine to half past five on the platform's clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.demo.timeline import PLATFORM
from core.rules.time.business_days import BusinessCalendar

OPENS, CLOSES = time(9), time(17, 30)
_CALENDAR = BusinessCalendar()


@dataclass(frozen=True)
class Hours:
    """Working time up to `until`, after which nothing has happened yet."""

    until: datetime

    @property
    def today(self) -> date:
        """The platform's day at `until`."""
        return self.until.astimezone(PLATFORM).date()

    def day(self, ago: int) -> date:
        """The business day that lies `ago` business days before today, or after it if negative;
        0 is today, or on a day off the next business day, when nothing has come in yet."""
        day = _next_open(self.today, 1)
        for _ in range(abs(ago)):
            step = 1 if ago < 0 else -1
            day = _next_open(day + timedelta(days=step), step)
        return day

    def at(self, ago: int, hour: float) -> datetime:
        """The instant of that business day at `hour`, 9 to 17.5."""
        return _at(self.day(ago), hour)


def later(instant: datetime, hours: float) -> datetime:
    """The instant `hours` of working time after `instant`."""
    local = instant.astimezone(PLATFORM)
    now, left = _opening(local), timedelta(hours=hours)
    while now + left > (end := datetime.combine(now.date(), CLOSES, PLATFORM)):
        left -= end - now
        now = _opening(datetime.combine(now.date() + timedelta(days=1), OPENS, PLATFORM))
    return (now + left).astimezone(UTC)


def days_later(instant: datetime, days: int, hour: float) -> datetime:
    """`hour` o'clock on the business day that is the `days`-th after `instant`'s."""
    return _at(_CALENDAR.after(instant.astimezone(PLATFORM).date(), days).day, hour)


def _next_open(day: date, step: int) -> date:
    """`day`, or the next business day in the direction of `step`."""
    while not _CALENDAR.is_business_day(day):
        day += timedelta(days=step)
    return day


def _opening(local: datetime) -> datetime:
    """`local` itself in working time, else the next opening."""
    day = local.date()
    if _CALENDAR.is_business_day(day) and local.timetz().replace(tzinfo=None) < CLOSES:
        return max(local, datetime.combine(day, OPENS, PLATFORM))
    return datetime.combine(_CALENDAR.after(day, 1).day, OPENS, PLATFORM)


def _at(day: date, hour: float) -> datetime:
    start = datetime.combine(day, time(0), PLATFORM)
    return (start + timedelta(minutes=round(hour * 60))).astimezone(UTC)
