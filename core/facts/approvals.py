"""Whether a request needs an approval, by which rule, and the version of what is approved."""

from datetime import datetime

from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.facts import cancellations
from core.facts.client_record import record_values
from core.facts.identity import identity_basis
from core.facts.policies import dated_rules
from core.models.audit import AuditEntry
from core.models.care import CareSession
from core.models.people import Client
from core.models.requests import Approval, CorrectionLine, SupportRequest
from core.rules.people.judgment import IdentityJudgment
from core.rules.requests import cancellation
from core.rules.requests.corrections import Line
from core.vocabulary.requests import RequestKind

COMPLETED = "request.completed"
"""The audit entry of a request whose missing information was entered."""
RULES = {RequestKind.SESSION_CANCELLATION: "R16", RequestKind.SESSION_EDIT: "R15"}


def approval_needed(db: Session, request: SupportRequest, now: datetime) -> bool:
    """Whether someone else must approve: a correction that could turn the record into another
    person's, a cancellation that gives money back to a payer, or a late edit, which asks for one
    where somebody else than the provider asks, or a check is not sure."""
    if request.kind == RequestKind.CLIENT_CORRECTION:
        return bool(_judgment(db, request, now).another)
    if request.kind == RequestKind.SESSION_CANCELLATION:
        return _gives_money_back(db, request, now)
    return request.kind == RequestKind.SESSION_EDIT


def record_version(db: Session, request: SupportRequest) -> int:
    """A number that goes up with each change of what is approved: the client's record, the claims
    of the session, or the session."""
    if request.kind == RequestKind.SESSION_CANCELLATION:
        return cancellations.claims_version(db, request.session_id)
    if request.kind == RequestKind.SESSION_EDIT:
        return _session_version(db, request)
    found = select(col(Client.version)).where(col(Client.id) == request.client_id)
    return db.scalar(found) or 0


def own_work(db: Session, request: SupportRequest, approval: Approval) -> set[int | None]:
    """Who may not decide: whoever filed or completed the request, has it, or asks."""
    completed = select(col(AuditEntry.staff_id)).where(
        col(AuditEntry.request_id) == request.key, col(AuditEntry.action) == COMPLETED
    )
    own = {approval.asked_by_id, request.filed_by_id, request.assignee_id}
    return own | set(db.scalars(completed))


def approval_rule(request: SupportRequest) -> str:
    """The rule by which a request of this kind needs an approval."""
    return RULES.get(request.kind, "R45")


def _session_version(db: Session, request: SupportRequest) -> int:
    found = select(col(CareSession.version)).where(col(CareSession.id) == request.session_id)
    return db.scalar(found) or 0


def _judgment(db: Session, request: SupportRequest, now: datetime) -> IdentityJudgment:
    """Without a record there is nothing that could turn into another person's."""
    client = request.client_id and db.get(Client, request.client_id)
    if not client:
        return IdentityJudgment()
    of_request = col(CorrectionLine.request_id) == request.key
    rows = db.scalars(select(CorrectionLine).where(of_request))
    lines = [Line(one.field, one.current_value, one.correct_value) for one in rows]
    basis = identity_basis(db, client, dated_rules(db).book, now)
    return basis.judged(lines, record_values(db, client))


def _gives_money_back(db: Session, request: SupportRequest, now: datetime) -> bool:
    session = db.get(CareSession, request.session_id)
    if session is None:
        return False
    found = cancellations.cancellation_rows(db, session)
    return cancellation.needs_approval(cancellations.cancellation_facts(found, now))
