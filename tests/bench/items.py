"""What is measured: the pieces of work, the instant they happen at, and the folder of all data."""

from datetime import UTC, datetime, timedelta

from core.settings import ROOT

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
"""Every target works at this instant, whatever the day of the run."""

FOLDER = ROOT / ".bench"
"""Data and databases; ignored by git, safe to delete."""

PAGE = 50
COUNTED_UP_TO = 1000
"""A list counts its rows up to here, and says "1,000+" beyond."""

WEEKS_FROM = (NOW - timedelta(days=NOW.weekday(), weeks=104)).date()
EXPORT_WEEKS = 5
PAYER_KINDS = {
    "commercial": "insurance",
    "medicare": "insurance",
    "medicaid": "insurance",
    "bcbs": "insurance",
    "mos": "mos",
    "eap": "eap",
}
"""The kind of each plan, and who pays under it."""
GOVERNMENT = ("medicare", "medicaid")
OPEN_STATUSES = ("ready", "in_progress", "waiting")
REQUEST_KINDS = ("client_correction", "directory_update", "booking_help", "other")
TOOK_PLACE = ("confirmed", "unconfirmed")

ITEMS = {
    "L1": "a session with all its records",
    "L2": "beginning of a client's last name, newest 50 sessions",
    "L3": "a provider's NPI and half a year, newest 50 sessions",
    "L4": "part of a client's name, newest 50 sessions",
    "L4t": "a misspelled client's name, newest 50 sessions",
    "L5": "state, payer, status and 90 days: count and newest 50 sessions",
    "L6": "five weeks of due session notes as CSV",
    "M1": "session notes on time, 104 weeks × deadline class",
    "M1s": "the same in one state",
    "M1p": "the same of one provider",
    "M2": "unconfirmed sessions by days left and payer",
    "M3": "open requests by kind and age",
    "M4": "sessions not confirmed on time, 24 months, with the pay lost",
    "M5": "cancellations settled on time, 24 months",
    "W1": "file a request",
    "W2": "take a request, unless someone changed it",
}


def stored(at: datetime) -> str:
    """The instant as the floor's SQLite file has it: UTC, as SQLAlchemy writes it."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")
