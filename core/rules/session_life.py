"""Where a session stands at an instant: what the clock alone decides is derived here (R01, R07)."""

from datetime import datetime

from core.rules.facts import SessionFacts
from core.vocabulary.care import SessionKind, SessionStage, SessionStatus


def stage(session: SessionFacts, blocked_from: datetime | None, now: datetime) -> SessionStage:
    """The stored status, with *held* once the end has come and *expired* from `blocked_from`.

    A consultation call is never confirmed, so it never expires (R54).
    """
    if session.status != SessionStatus.SCHEDULED:
        return SessionStage(session.status.value)
    if now < session.end_at:
        return SessionStage.SCHEDULED
    if session.kind == SessionKind.SESSION and blocked_from is not None and now >= blocked_from:
        return SessionStage.EXPIRED
    return SessionStage.HELD
