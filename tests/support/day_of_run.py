"""The day a test run takes place on: today, or another one that `--day` names.

`--day=commit` derives the day from the commit, so that every commit is tried on some other day and
a failure can be repeated. Half of the commits get a day that has broken software before.
"""

import hashlib
import os
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.settings import ROOT, settings

NEW_YORK = ZoneInfo("America/New_York")
EDGES = (
    "2027-01-01T00:01:00-05:00",  # a year has just begun in New York
    "2028-02-29T12:00:00-05:00",
    "2026-03-08T22:00:00-04:00",  # clocks went forward this morning
    "2026-11-01T22:00:00-05:00",  # clocks went back this morning
    "2026-04-30T22:00:00-04:00",  # a month's end, and May already in UTC
    "2026-11-26T12:00:00-05:00",  # Thanksgiving
)
FIRST, DAYS = date(2026, 1, 1), 3 * 365


def instant_of(day: str) -> datetime:
    """The instant that `--day` means: "2026-12-31" is noon in New York, "commit" one derived from
    HEAD. Raises ValueError for anything else that is no instant with an offset."""
    if day == "commit":
        day = day_of_commit(_head())
    found = datetime.fromisoformat(day)
    if found.tzinfo is None and found.time() == time():
        found = found.replace(hour=12, tzinfo=NEW_YORK)
    if found.tzinfo is None:
        raise ValueError(f"{day} has no offset: write 2026-12-31 or 2026-12-31T23:00-05:00")
    return found


def day_of_commit(commit: str) -> str:
    """An edge for half of all commits, any day of three years for the others."""
    number = int(hashlib.sha256(commit.encode()).hexdigest(), 16)
    is_edge, number = number % 2, number // 2
    if is_edge:
        return EDGES[number % len(EDGES)]
    return (FIRST + timedelta(days=number % DAYS)).isoformat()


def run_on(day: str) -> str:
    """Shift the clock of this process and of those it starts; returns the instant it begins at."""
    at = instant_of(day)
    seconds = int((at - datetime.now(UTC)).total_seconds())
    sign = "-" if seconds < 0 else ""
    os.environ["SESSION_DESK_CLOCK_SHIFT"] = f"{sign}PT{abs(seconds)}S"
    settings.cache_clear()
    return at.isoformat()


def _head() -> str:
    """The commit, or "" outside a repository and without git."""
    if not shutil.which("git"):
        return ""
    command = ["git", "rev-parse", "HEAD"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip()
