"""Pauses: until when a deadline is paused, and how many business days that adds (R46).

A snooze ends by itself: on its wake-up day the request is back, whether or not anything ran since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.rules.time.business_days import BusinessCalendar

LONGEST_DAYS = 366
"""Nothing is put away for longer than a year."""


@dataclass(frozen=True)
class Pause:
    """One wait: from a day, to its wake-up day or to the day that somebody ended it earlier."""

    from_on: date
    wake_on: date
    ended_on: date | None = None

    @property
    def to_on(self) -> date:
        """The day on which the clock runs again."""
        return self.wake_on if self.ended_on is None else min(self.wake_on, self.ended_on)


def is_awake(wake_on: date, today: date) -> bool:
    """Whether a request that waits for `wake_on` is back: from the start of that day."""
    return wake_on <= today


def paused_business_days(pauses: Iterable[Pause], calendar: BusinessCalendar) -> int:
    """The business days by which a limit moves out: as many are left after the day of waking as
    were left after the day it was put away."""
    return sum(calendar.between(one.from_on, one.to_on) for one in pauses)


def wake_problem(wake_on: date | None, today: date) -> str | None:
    """What is wrong with a wake-up day chosen on `today`; None for a good one."""
    if wake_on is None:
        return "Choose the day on which the request comes back."
    if wake_on <= today:
        return "Choose tomorrow or a later day."
    if wake_on > today + timedelta(days=LONGEST_DAYS):
        return "Choose a day within a year."
    return None
