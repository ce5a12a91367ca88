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
    """Without the confirmation, the cancellation, or the asking for one, that came after `at`."""
    if facts.confirmed_at is not None and facts.confirmed_at > at:
        status = SessionStatus.SCHEDULED if facts.status in UNDONE else facts.status
        return replace(
            facts, status=status, confirmed_at=None, cancel_asked_at=None, cancel_request=None
        )
    if facts.status == SessionStatus.CANCEL_REQUESTED:
        return _before_asking(facts, at)
    if facts.cancelled_at is None or facts.cancelled_at <= at:
        return facts
    if facts.status == SessionStatus.CANCELLED_AFTER_CONFIRM:
        return _before_the_end(facts, at)
    if facts.status == SessionStatus.CANCELLED:
        return replace(facts, status=SessionStatus.SCHEDULED, cancelled_at=None)
    return facts


def _before_asking(facts: SessionFacts, at: datetime) -> SessionFacts:
    """One that is being cancelled was confirmed until that was asked for."""
    if facts.cancel_asked_at is None or facts.cancel_asked_at <= at:
        return facts
    return replace(facts, status=SessionStatus.CONFIRMED, **NOT_ASKED)


def _before_the_end(facts: SessionFacts, at: datetime) -> SessionFacts:
    """One that was cancelled was being cancelled from the asking on, where that is known."""
    if facts.cancel_asked_at is not None and facts.cancel_asked_at <= at:
        return replace(facts, status=SessionStatus.CANCEL_REQUESTED, cancelled_at=None)
    return replace(
        facts,
        status=SessionStatus.CONFIRMED,
        cancelled_at=None,
        cancel_asked_at=None,
        cancel_request=None,
    )


def notes(facts: Iterable[NoteFact], at: datetime) -> tuple[NoteFact, ...]:
    """Without signatures, and drafts, of after `at`."""
    begun = (one for one in facts if one.drafted_at is None or one.drafted_at <= at)
    return tuple(
        replace(one, signed_at=None) if one.signed_at and one.signed_at > at else one
        for one in begun
    )


def case(facts: SessionCase, at: datetime) -> SessionCase:
    """The same for a case, and without the money that a later confirmation brought.

    Verifications, reports and approvals have instants of their own, which the checks compare.
    """
    then = session(facts.session, at)
    attested = facts.attested_at
    is_undone = facts.session.confirmed_at is not None and then.confirmed_at is None
    return replace(
        facts,
        session=then,
        notes=notes(facts.notes, at),
        attested_at=attested if attested and attested <= at else None,
        money=MoneyFact() if is_undone else facts.money,
    )
