"""Dates and instants of the cases, from the calendar and the zone tables alone.

Nothing of the product is imported here: what these few lines say is held against what the product
says, so they must not be its echo.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

PLATFORM_ZONE = "America/New_York"
CONFIRM_DAYS = 30
EDIT_HOURS = 48


def instant(text: str) -> datetime:
    """An instant written as "2026-05-12T19:00:00Z", or on a wall clock with the zone behind it:
    "2026-05-12 15:00 America/New_York", and "fold=1" behind that for the second of two equal
    hours."""
    if text.endswith("Z"):
        return datetime.fromisoformat(text)
    day, clock, zone, *rest = text.split()
    fold = 1 if rest == ["fold=1"] else 0
    local = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZoneInfo(zone), fold=fold)
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"{text} is an hour that no clock of {zone} showed")
    return moment


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def start_of(session: dict[str, Any]) -> datetime:
    return instant(session["actual_start"] or session["scheduled_start"])


def end_of(session: dict[str, Any]) -> datetime:
    return instant(session["actual_end"] or session["scheduled_end"])


def service_day(session: dict[str, Any]) -> date:
    """The day the session began, on the clock of the calendar it was booked in."""
    return local_day(start_of(session), session["zone"])


def note_due(session: dict[str, Any], hours: int) -> datetime:
    """Hours that really pass, so a changed clock neither gives nor takes one."""
    return end_of(session) + timedelta(hours=hours)


def last_day_to_confirm(session: dict[str, Any]) -> date:
    return service_day(session) + timedelta(days=CONFIRM_DAYS)


def too_late_to_confirm_from(session: dict[str, Any]) -> datetime:
    day = last_day_to_confirm(session) + timedelta(days=1)
    return datetime.combine(day, time(), ZoneInfo(session["zone"])).astimezone(UTC)


def editable_until(session: dict[str, Any]) -> datetime:
    return instant(session["confirmed_at"]) + timedelta(hours=EDIT_HOURS)


def car_day(session: dict[str, Any]) -> date:
    return service_day(session) + timedelta(days=1)


def charge_day(session: dict[str, Any]) -> date:
    return local_day(instant(session["confirmed_at"]), PLATFORM_ZONE) + timedelta(days=1)


def days_since(session: dict[str, Any], at: datetime) -> int:
    return (local_day(at, session["zone"]) - service_day(session)).days


def deadlines(facts: dict[str, Any], note_hours: int) -> dict[str, Any]:
    """All deadlines of a session; None where the session has no such deadline."""
    session = facts["session"]
    confirmed = session["confirmed_at"] is not None
    charged = confirmed and facts["charge"] is not None and facts["charge"]["amount_cents"] > 0
    return {
        "note_hours": note_hours,
        "note_due_at": stamp(note_due(session, note_hours)),
        "confirm_last_on": last_day_to_confirm(session).isoformat(),
        "confirm_blocked_from": stamp(too_late_to_confirm_from(session)),
        "edit_until_at": stamp(editable_until(session)) if confirmed else None,
        "car_date": car_day(session).isoformat() if session["payer_kind"] == "mos" else None,
        "charge_on": charge_day(session).isoformat() if charged else None,
    }
