"""Whether a request needs an approval, by which rule, and the version of what is approved."""

from datetime import datetime

from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.facts import cancellations
from core.models.care import CareSession
from core.models.people import Client
from core.models.requests import CorrectionLine, SupportRequest
from core.rules.requests import cancellation, corrections
from core.vocabulary.requests import RequestKind


def approval_needed(db: Session, request: SupportRequest, now: datetime) -> bool:
    """Whether someone else must approve: a correction that could turn the record into another
    person's, or a cancellation that gives money back to a payer."""
    if request.kind == RequestKind.CLIENT_CORRECTION:
        return _turns_into_another(db, request)
    if request.kind == RequestKind.SESSION_CANCELLATION:
        return _gives_money_back(db, request, now)
    return False


def record_version(db: Session, request: SupportRequest) -> int:
    """A number that goes up with each change of what is approved: the client's record, or the
    claims of the session."""
    if request.kind == RequestKind.SESSION_CANCELLATION:
        return cancellations.claims_version(db, request.session_id)
    found = select(col(Client.version)).where(col(Client.id) == request.client_id)
    return db.scalar(found) or 0


def approval_rule(request: SupportRequest) -> str:
    """The rule by which a request of this kind needs an approval."""
    return "R16" if request.kind == RequestKind.SESSION_CANCELLATION else "R45"


def _turns_into_another(db: Session, request: SupportRequest) -> bool:
    fields = select(col(CorrectionLine.field)).where(col(CorrectionLine.request_id) == request.key)
    return corrections.needs_approval(list(db.scalars(fields)))


def _gives_money_back(db: Session, request: SupportRequest, now: datetime) -> bool:
    session = db.get(CareSession, request.session_id)
    if session is None:
        return False
    found = cancellations.cancellation_rows(db, session)
    return cancellation.needs_approval(cancellations.cancellation_facts(found, now))
