"""A session as it was at an earlier instant, by the instants on record.

What has none, such as the times that were entered or a diagnosis, is taken as it is stored.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.rules.eligibility.session_facts import MoneyFact, SessionCase
from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.sessions.notes import NoteFact
from core.vocabulary.care import SessionStatus

NOT_ASKED: dict[str, Any] = {"cancel_asked_at": None, "cancel_request": None}
UNDONE = frozenset(
    {
        SessionStatus.CONFIRMED,
        SessionStatus.CANCEL_REQUESTED,
        SessionStatus.CANCELLED_AFTER_CONFIRM,
    }
)
"""What a session can only be after its confirmation."""


def session(facts: SessionFacts, at: datetime) -> SessionFacts:
    """Without the confirmation, the cancellation, or the request for one, that came after `at`."""
    asked_at = facts.cancel_asked_at
    if _is_later(facts.confirmed_at, at):
        status = SessionStatus.SCHEDULED if facts.status in UNDONE else facts.status
        return replace(facts, status=status, confirmed_at=None, **NOT_ASKED)
    if facts.status == SessionStatus.CANCEL_REQUESTED and _is_later(asked_at, at):
        return replace(facts, status=SessionStatus.CONFIRMED, **NOT_ASKED)
    if not _is_later(facts.cancelled_at, at):
        return facts
    if facts.status == SessionStatus.CANCELLED:
        return replace(facts, status=SessionStatus.SCHEDULED, cancelled_at=None)
    if facts.status != SessionStatus.CANCELLED_AFTER_CONFIRM:
        return facts
    if asked_at is not None and asked_at <= at:
        return replace(facts, status=SessionStatus.CANCEL_REQUESTED, cancelled_at=None)
    return replace(facts, status=SessionStatus.CONFIRMED, cancelled_at=None, **NOT_ASKED)


def _is_later(instant: datetime | None, at: datetime) -> bool:
    return instant is not None and instant > at


def notes(facts: Iterable[NoteFact], at: datetime) -> tuple[NoteFact, ...]:
    """Without signatures, and drafts, of after `at`."""
    begun = (one for one in facts if not _is_later(one.drafted_at, at))
    return tuple(
        replace(one, signed_at=None) if _is_later(one.signed_at, at) else one for one in begun
    )


def case(facts: SessionCase, at: datetime) -> SessionCase:
    """The same for a case, and without the money that a later confirmation brought.

    Verifications, reports and approvals have instants of their own, which the checks compare.
    """
    then = session(facts.session, at)
    is_undone = facts.session.confirmed_at is not None and then.confirmed_at is None
    return replace(
        facts,
        session=then,
        notes=notes(facts.notes, at),
        attested_at=None if _is_later(facts.attested_at, at) else facts.attested_at,
        money=MoneyFact() if is_undone else facts.money,
    )
