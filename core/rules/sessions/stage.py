"""Where a session stands at an instant: what the clock alone decides is derived here (R01, R07)."""

from datetime import date, datetime

from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.time.formats import day_text
from core.vocabulary.care import PayerKind, SessionKind, SessionStage, SessionStatus


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


BILLING = {
    SessionStage.SCHEDULED: "Nothing yet: it has not taken place.",
    SessionStage.HELD: "Nothing yet: the provider has not confirmed it.",
    SessionStage.CANCELLED: "Not billed: it was cancelled.",
    SessionStage.NO_SHOW: "Not billed: the client did not come.",
    SessionStage.CANCEL_REQUESTED: "Being cancelled: what was billed is held until it is settled.",
    SessionStage.CANCELLED_AFTER_CONFIRM: "Cancelled after it was confirmed: what was billed is "
    "undone.",
}


def billing_line(
    at: SessionStage, kind: SessionKind, payer_kind: PayerKind, last_on: date | None
) -> str:
    """Why a session is billed or not, in one sentence; "" where it simply is (R01, R38, R54)."""
    if kind == SessionKind.CONSULT:
        return "Never billed: a consultation call (R54)."
    if at == SessionStage.EXPIRED and last_on is not None:
        return (
            f"Not billed: it was not confirmed by {day_text(last_on)}, and no longer can be (R01)."
        )
    if payer_kind == PayerKind.MOS and at in (SessionStage.CANCELLED, SessionStage.NO_SHOW):
        return "Never billed: a Military OneSource session that did not take place (R38)."
    return BILLING.get(at, "")
