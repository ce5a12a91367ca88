"""The stage of a session at an instant, and why it is closed or not billed (R01, R07)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from core.rules.reasons import reason
from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.time.formats import MISSING, day_text, instant_text
from core.vocabulary.care import PayerKind, SessionKind, SessionStage, SessionStatus
from core.vocabulary.reasons import Reason
from core.vocabulary.words import phrase

STORED = {one: SessionStage(one.value) for one in SessionStatus}
MISSED = frozenset({SessionStage.CANCELLED, SessionStage.NO_SHOW})
PLATFORM = "the session on the platform to see who started it"
"""Where to look for a cancellation that no request here is about."""


def stage(session: SessionFacts, blocked_from: datetime | None, now: datetime) -> SessionStage:
    """The stage of this session."""
    return stage_of(session.status, session.kind, session.end_at, blocked_from, now)


def stage_of(
    status: SessionStatus,
    kind: SessionKind,
    end_at: datetime,
    blocked_from: datetime | None,
    now: datetime,
) -> SessionStage:
    """The stored status, with *took place* from the end on and *expired* from `blocked_from` on.

    A consultation call is never confirmed, so it never expires (R54).
    """
    if status != SessionStatus.SCHEDULED:
        return STORED[status]
    if now < end_at:
        return SessionStage.SCHEDULED
    if kind == SessionKind.SESSION and blocked_from is not None and now >= blocked_from:
        return SessionStage.EXPIRED
    return SessionStage.TOOK_PLACE


@dataclass(frozen=True)
class SessionEnd:
    """What tells why a session can no longer be changed. `last_on` is its last day to confirm,
    inclusive; `request` the open request that cancels it, None where none is known here. `today`
    lets this year's days go without the year."""

    stage: SessionStage
    payer_kind: PayerKind
    last_on: date | None = None
    request: str | None = None
    today: date | None = None

    @classmethod
    def of(cls, session: SessionFacts) -> Self:
        """By the stored status alone, which is none of the derived stages."""
        at = SessionStage(session.status.value)
        return cls(at, session.payer_kind, None, session.cancel_request)


def closed_because(end: SessionEnd) -> Reason | None:
    """Why nothing is left to confirm, edit, cancel or bill; None while something is (R01, R07, R16,
    R40)."""
    if end.stage == SessionStage.CANCEL_REQUESTED:
        where = f"request {end.request}" if end.request else PLATFORM
        return reason("cancel_requested", where=where)
    if end.stage == SessionStage.CANCELLED_AFTER_CONFIRM:
        return reason("cancelled_after_confirm")
    if end.stage == SessionStage.EXPIRED:
        last = day_text(end.last_on, end.today) if end.last_on else MISSING
        return reason("expired_30d", on=last)
    if end.stage in MISSED:
        code = "mos_not_held" if end.payer_kind == PayerKind.MOS else "not_held"
        return reason(code, status=phrase(end.stage))
    return None


def unbilled_because(session: SessionFacts, end: SessionEnd, now: datetime) -> Reason | None:
    """Why a session is not billed, or not yet; None for a confirmed one (R01, R38, R54)."""
    if session.kind == SessionKind.CONSULT:
        return reason("consult")
    if end.stage in MISSED and end.payer_kind == PayerKind.MOS:
        return reason("mos_never_billed")
    if end.stage == SessionStage.SCHEDULED:
        return reason("not_over", ends=instant_text(session.end_at, session.tz, now))
    if end.stage == SessionStage.TOOK_PLACE:
        return reason("not_confirmed")
    return closed_because(end)
