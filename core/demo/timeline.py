"""The two years that end on the demo's day, and what happens on which of its dates."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from core.rules.time.business_days import BusinessCalendar

PLATFORM = ZoneInfo("America/New_York")
HISTORY = timedelta(days=730)
BOOKED_AHEAD = timedelta(days=14)
LAGGING = {-2: 0.10, -1: 0.22, 0: 0.34, 1: 0.26, 2: 0.12}
"""By the week around the bad one: the share of notes that come late on top of the usual ones."""


@dataclass(frozen=True)
class Timeline:
    """Everything in the demo that depends on its last day, `today`."""

    today: date

    @property
    def begins_on(self) -> date:
        """The first day with sessions."""
        return self.today - HISTORY

    @property
    def ends_on(self) -> date:
        """The last day for which sessions are booked."""
        return self.today + BOOKED_AHEAD

    @cached_property
    def as_of(self) -> datetime:
        """Noon of the last day on the platform's clock: nothing has happened after it."""
        return datetime.combine(self.today, time(12), PLATFORM).astimezone(UTC)

    @cached_property
    def payer_change_on(self) -> date:
        """The first of the month, some eight months ago, on which a plan is no more."""
        return (self.today - timedelta(days=240)).replace(day=1)

    @cached_property
    def bad_week(self) -> date:
        """The Monday of the worst week for notes, half a year ago."""
        day = self.today - timedelta(days=182)
        return day - timedelta(days=day.weekday())

    def lagging(self, day: date) -> float:
        """The share of notes that come late on `day` on top of the usual ones."""
        return LAGGING.get((day - self.bad_week).days // 7, 0.0)

    def event(self, instant: datetime) -> datetime | None:
        """`instant` in UTC if it has come by `as_of`, else None."""
        return instant.astimezone(UTC) if instant <= self.as_of else None

    def quiet(self, day: date) -> float:
        """How likely an appointment on `day` does not take place: holidays, year's end, summer."""
        if day.weekday() < 5 and _CALENDAR.why_not(day):
            return 0.95
        if (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 1):
            return 0.75
        if day.month == 11 and day.weekday() == 4 and _CALENDAR.why_not(day - timedelta(days=1)):
            return 0.8
        return 0.24 if day.month in (7, 8) else 0.05

    def clock_changes(self, tz: ZoneInfo) -> list[date]:
        """The past days of the timeline on which `tz` changes its clock."""
        days = (self.begins_on + timedelta(days=n) for n in range(HISTORY.days))
        return [day for day in days if _offset(day, tz) != _offset(day + timedelta(days=1), tz)]


_CALENDAR = BusinessCalendar()


def _offset(day: date, tz: ZoneInfo) -> timedelta | None:
    return datetime.combine(day, time(0), tz).utcoffset()
