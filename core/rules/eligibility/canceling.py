"""Who cancels this session: the provider in the calendar, support, or nobody (R16, R52, R53)."""

from dataclasses import dataclass

from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.reasons import concluded, reason
from core.rules.sessions.stage import SessionEnd, closed_because, stage
from core.rules.time import deadlines
from core.vocabulary.care import SessionStage
from core.vocabulary.reasons import Reason
from core.vocabulary.verdicts import CancelPath


@dataclass(frozen=True)
class CancelRoute:
    """The way a cancellation goes, and why."""

    path: CancelPath
    reason: Reason


def route(asked: SessionQuestion) -> CancelRoute:
    """The way at `asked.now`: support for a confirmed session, at any time after it (R16);
    before it the provider, whom a client asks through Messages (R52, R53)."""
    session = asked.case.session
    limit = deadlines.confirmation(session, asked.book)
    at = stage(session, limit.blocked_from, asked.now)
    if at == SessionStage.CONFIRMED:
        return CancelRoute(CancelPath.SUPPORT, reason("cancel_by_support"))
    end = SessionEnd(at, session.payer_kind, limit.last_day, session.cancel_request, asked.today)
    closed = closed_because(end)
    if closed is None:
        return CancelRoute(CancelPath.PROVIDER_CALENDAR, reason("cancel_in_calendar"))
    return CancelRoute(CancelPath.NONE, concluded("cancel_closed", closed))
