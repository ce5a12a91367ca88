"""How long a held session has gone unconfirmed, in the bands that are shown (R02)."""

from datetime import datetime

from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.time.deadlines import confirmation
from core.rules.time.instants import local_date
from core.rules.time.policy import PolicyBook

BANDS = ((2, "0-2"), (7, "3-7"), (14, "8-14"), (21, "15-21"))
"""The last day of each band, counted from the date of service, and its name."""
LAST, EXPIRED = "22-30", "expired"


def band(session: SessionFacts, book: PolicyBook, now: datetime) -> str:
    """The band of calendar days since the date of service, in the session's zone (R02)."""
    if confirmation(session, book).is_missed_by(now):
        return EXPIRED
    days = (local_date(now, session.tz) - session.date_of_service).days
    return next((name for last, name in BANDS if days <= last), LAST)
