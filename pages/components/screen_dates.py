"""Days and instants on a screen: this year's go without the year, on the viewer's clock unless
another is given."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.rules.time.formats import day_text, instant_text, short_instant_text
from pages import context


def screen_today() -> date:
    """The viewer's calendar day."""
    return context.now().astimezone(context.signed_in().actor.tz).date()


def screen_day(day: date) -> str:
    """A day: "Fri, Nov 27"."""
    return day_text(day, screen_today())


def screen_instant(instant: datetime, tz: ZoneInfo | None = None) -> str:
    """An instant with its zone: "Fri, Nov 27, 3:15 PM EST"."""
    return instant_text(instant, tz or context.signed_in().actor.tz, context.now())


def screen_short_instant(instant: datetime) -> str:
    """An instant on the viewer's clock, whose zone is said elsewhere: "Nov 27, 3:15 PM"."""
    return short_instant_text(instant, context.signed_in().actor.tz, screen_today())


def screen_limit(too_late_from: datetime) -> str:
    """The first instant too late, as a limit: "Fri, Nov 27, 3:15 PM EST"; a midnight of the
    viewer's clock as "the end of Fri, Nov 27", which no one takes for the day after."""
    local = too_late_from.astimezone(context.signed_in().actor.tz)
    if local.time() != time():
        return screen_instant(too_late_from)
    return f"the end of {screen_day(local.date() - timedelta(days=1))}"
