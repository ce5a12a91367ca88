"""Business days: Monday to Friday without US federal holidays, observed days included (R49)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays


@dataclass(frozen=True)
class Skipped:
    """A day that was passed over, and why."""

    day: date
    why: str


@dataclass(frozen=True)
class Counted:
    """The day that a count of business days ends on, and what it passed over on the way."""

    day: date
    skipped: tuple[Skipped, ...]


class BusinessCalendar:
    """Which days are worked: the statute's holidays, plus and minus the overrides."""

    def __init__(
        self, closed: Iterable[tuple[date, str]] = (), opened: Iterable[date] = ()
    ) -> None:
        self._closed = dict(closed)
        self._opened = frozenset(opened)

    def why_not(self, day: date) -> str | None:
        """Why nobody works on `day`; None on a business day."""
        if day in self._closed:
            return self._closed[day]
        if day.weekday() >= 5:
            return day.strftime("%A")
        if day in self._opened:
            return None
        return federal_holidays(day.year).get(day)

    def is_business_day(self, day: date) -> bool:
        """Whether `day` counts."""
        return self.why_not(day) is None

    def after(self, start: date, count: int) -> Counted:
        """The `count`-th business day after `start`, which itself does not count."""
        day, skipped = start, list[Skipped]()
        while count > 0:
            day += timedelta(days=1)
            why = self.why_not(day)
            if why is None:
                count -= 1
            else:
                skipped.append(Skipped(day, why))
        return Counted(day, tuple(skipped))

    def between(self, start: date, end: date) -> int:
        """The business days after `start` up to `end`, which counts; 0 where `end` is not later."""
        off = {day for year in range(start.year, end.year + 1) for day in federal_holidays(year)}
        off = (off - self._opened) | self._closed.keys()
        closed = sum(start < day <= end and day.weekday() < 5 for day in off)
        return max(0, _weekdays_before(end) - _weekdays_before(start) - closed)


def _weekdays_before(day: date) -> int:
    """Mondays to Fridays up to `day`, which counts, since the first Monday of the calendar."""
    weeks, rest = divmod(day.toordinal(), 7)
    return 5 * weeks + min(rest, 5)


@cache
def federal_holidays(year: int) -> dict[date, str]:
    """The federal holidays of a year by day, under 5 U.S.C. 6103, as observed."""
    found = holidays.country_holidays(
        "US", years=(year - 1, year, year + 1), categories=("public",)
    )
    return {day: name for day, name in found.items() if day.year == year}
