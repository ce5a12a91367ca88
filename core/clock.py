"""The one clock: nothing else in the product or its tests asks the machine for the time."""

from datetime import UTC, datetime

from core.settings import settings


def now() -> datetime:
    """The current instant in UTC, moved by `SESSION_DESK_CLOCK_SHIFT` in tests and demos."""
    return datetime.now(UTC) + settings().clock_shift
