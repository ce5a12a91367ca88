"""The two years that end on the demo's day, and what happens when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from core.rules.time.business_days import BusinessCalendar

PLATFORM = ZoneInfo("America/New_York")
EXPIRED_AT_WORST, FALLS_BY = 0.06, 0.75
"""The share of sessions left to expire half a year ago, and how it falls with each month."""
CALENDAR = BusinessCalendar()
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Period:
    """What depends on the demo's last day, and on the instant when it is made."""

    today: date
    now: datetime = NEVER

    @property
    def begins_on(self) -> date:
        """The first day with sessions."""
        return self.today - timedelta(days=730)

    @cached_property
    def until(self) -> datetime:
        """The last instant: noon of the last day on the platform's clock, or `now` if earlier."""
        return min(datetime.combine(self.today, time(12), PLATFORM).astimezone(UTC), self.now)

    @property
    def imported_at(self) -> datetime:
        """When the platform's extract is imported, before the second one at the end."""
        return self.until - timedelta(hours=1)

    @cached_property
    def payer_change_on(self) -> date:
        """The first of a month, 75 to 105 days ago, on which one plan ends."""
        return (self.today - timedelta(days=75)).replace(day=1)

    @cached_property
    def bad_week(self) -> date:
        """The Monday of the week in which notes are late, the first after the payer change."""
        return self.payer_change_on + timedelta(days=-self.payer_change_on.weekday() % 7)

    def expired_share(self, last_on: date) -> float:
        """The share of sessions that nobody confirms by `last_on`; it falls month by month."""
        today = self.today
        months_ago = (today.year - last_on.year) * 12 + today.month - last_on.month
        return EXPIRED_AT_WORST * FALLS_BY ** abs(6 - months_ago)

    def happened(self, instant: datetime) -> datetime | None:
        """`instant` in UTC if it has come by `until`, else None."""
        return instant.astimezone(UTC) if instant <= self.until else None

    def skipped(self, day: date) -> float:
        """How likely an appointment on `day` is dropped: holidays, year's end, summer."""
        if day.weekday() < 5 and CALENDAR.why_not(day):
            return 0.95
        if (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 1):
            return 0.75
        if day.month == 11 and day.weekday() == 4 and CALENDAR.why_not(day - timedelta(days=1)):
            return 0.8
        return 0.2 if day.month in (7, 8) else 0.05
