"""Crises: what is on record of one, what its approval was given for, and those still open."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlmodel import col

from core.facts.gather import Kind
from core.models.audit import AuditEntry
from core.models.care import CareSession
from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.session_facts import ApprovedFor, CrisisDecline, CrisisFact, SessionCase
from core.vocabulary.care import SessionStatus


def is_open_crisis(now: datetime) -> ColumnElement[bool]:
    """A crisis session that can still be confirmed at `now`."""
    return and_(
        col(CareSession.is_crisis),
        col(CareSession.status) == SessionStatus.SCHEDULED,
        col(CareSession.confirm_blocked_from) > now,
    )


DECLINES = Kind(
    AuditEntry.entity_id,
    (AuditEntry.actor, AuditEntry.at, AuditEntry.reason),
    CrisisDecline,
    order=(AuditEntry.number,),
    source=lambda found: found.where(
        col(AuditEntry.entity) == CareSession.__tablename__,
        col(AuditEntry.action) == "session.crisis_not_approved",
    ),
)


def crisis_fact(
    session: CareSession, approver: str | None, declines: Sequence[CrisisDecline]
) -> CrisisFact | None:
    """What is on record; None for no crisis. Until an import says when an exception was first
    needed, it is the one that brought the session (A46). The last of `declines` counts unless an
    approval came after it."""
    if not session.is_crisis:
        return None
    return CrisisFact(
        has_narrative=session.has_crisis_narrative,
        has_resolution=session.has_crisis_resolution,
        approved_by=approver,
        approved_at=session.exception_approved_at,
        approved_for=_approved_for(session.exception_approved_for),
        needed_at=session.exception_needed_at or session.created_at,
        declined=declines[-1] if declines and session.exception_declined_at else None,
        ended_at=session.exception_ended_at,
        ended_by=session.exception_ended_by,
    )


def approval_text(case: SessionCase, no_street: str) -> str:
    """The places and codes of the session as JSON, and why a place has no street address."""
    places = [(one.state, one.line1, one.city, one.zip) for one in case.places_of_care]
    codes = {"cpt": case.cpt, "cpt_addon": case.cpt_addon}
    return json.dumps({"places": places, **codes, "no_street": no_street})


def _approved_for(text: str | None) -> ApprovedFor | None:
    if text is None:
        return None
    given = json.loads(text)
    places = frozenset(PlaceFact(*one) for one in given.pop("places"))
    return ApprovedFor(places, **given)
