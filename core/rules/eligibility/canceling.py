"""Who cancels this session: the provider in the calendar, support, or nobody (R16, R52, R53)."""

from dataclasses import dataclass

from core.rules.eligibility.session_facts import Asked
from core.rules.eligibility.verdict import Finding, found
from core.rules.sessions.stage import stage
from core.rules.time import deadlines
from core.vocabulary.care import SessionStage
from core.vocabulary.verdicts import CancelPath, Code
from core.vocabulary.words import label

IN_CALENDAR = frozenset({SessionStage.SCHEDULED, SessionStage.HELD})


@dataclass(frozen=True)
class CancelRoute:
    """The way a cancellation goes, and why."""

    path: CancelPath
    finding: Finding


def route(asked: Asked) -> CancelRoute:
    """The way at `asked.now`: support for a confirmed session, at any time after it (R16);
    before it the provider, whom a client asks through Messages (R52, R53)."""
    session = asked.case.session
    limit = deadlines.confirmation(session, asked.book)
    at = stage(session, limit.blocked_from, asked.now)
    if at == SessionStage.CONFIRMED:
        return CancelRoute(CancelPath.SUPPORT, found(Code.CANCEL_BY_SUPPORT))
    if at in IN_CALENDAR:
        return CancelRoute(CancelPath.PROVIDER_CALENDAR, found(Code.CANCEL_IN_CALENDAR))
    return CancelRoute(CancelPath.NONE, found(Code.CANCEL_CLOSED, status=label(at)))
