"""The approval of a request by a second person."""

from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from core.access import APPROVING
from core.db.transaction import ReadContext
from core.facts.approvals import own_work
from core.models.people import Staff
from core.models.requests import Approval, SupportRequest
from core.vocabulary.requests import ApprovalOutcome


@dataclass(frozen=True)
class ApprovalView:
    """An approval: who requested it, who decided, and for which version of the record."""

    outcome: ApprovalOutcome
    asked_by: str
    decided_by: str | None
    reason: str | None
    record_version: int
    may_decide: bool

    def holds_for(self, record_version: int) -> bool:
        """Whether the record was approved at this version."""
        return self.outcome == ApprovalOutcome.APPROVED and self.record_version == record_version


def approval_of(context: ReadContext, request: SupportRequest) -> ApprovalView | None:
    """The newest approval of the request; None when none was requested."""
    asker, decider = aliased(Staff), aliased(Staff)
    row = context.db.execute(
        select(Approval, asker.name, decider.name)
        .join(asker, col(asker.id) == col(Approval.asked_by_id))
        .outerjoin(decider, col(decider.id) == col(Approval.decided_by_id))
        .where(col(Approval.request_id) == request.key)
        .order_by(col(Approval.id).desc())
    ).first()
    if row is None:
        return None
    approval, asked_by, decided_by = row
    is_open = approval.outcome == ApprovalOutcome.ASKED
    return ApprovalView(
        outcome=approval.outcome,
        asked_by=asked_by,
        decided_by=decided_by,
        reason=approval.reason,
        record_version=approval.record_version,
        may_decide=is_open
        and context.actor.role in APPROVING
        and context.actor.staff_id not in own_work(context.db, request, approval),
    )
