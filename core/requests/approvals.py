"""Approval by a lead or manager: before a record could turn into another person's, or money goes
back."""

from dataclasses import dataclass, replace

from sqlmodel import col, select

from core.access import APPROVING, WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict, InvalidInput, Refused
from core.facts import approvals
from core.models.requests import Approval, SupportRequest
from core.requests import lifecycle, locking
from core.rules.reasons import reason
from core.vocabulary.requests import ApprovalOutcome

DECIDED = (ApprovalOutcome.APPROVED, ApprovalOutcome.REFUSED)


@dataclass(frozen=True)
class AskApproval:
    """Request an approval of the request as it is."""

    ref: str
    version: int


@dataclass(frozen=True)
class DecideApproval:
    """Approve or decline what was seen: the request and the record at these versions."""

    ref: str
    version: int
    record_version: int
    is_approved: bool
    reason: str


@guard(WORKING)
def ask_approval(context: WriteContext, command: AskApproval) -> Receipt:
    """Request an approval; refused where none is needed or one is requested already."""
    request = locking.lock_request(context, command.ref, command.version)
    locking.must_be_mine(context, request)
    if not approvals.approval_needed(context.db, request, context.now):
        raise _refused(request, "no_approval_needed")
    version = approvals.record_version(context.db, request)
    old = _newest(context, request, ApprovalOutcome.ASKED)
    if old is not None:
        if old.record_version == version:
            raise _refused(request, "approval_asked")
        old.outcome = ApprovalOutcome.LAPSED
        context.db.flush()
    lifecycle.record_edit(context, request, "approval.asked")
    context.db.add(
        Approval(
            created_at=context.now,
            updated_at=context.now,
            request_id=request.key,
            asked_by_id=context.staff_id,
            asked_at=context.now,
            record_version=version,
            outcome=ApprovalOutcome.ASKED,
        )
    )
    return Receipt(request.ref, "Approval requested. A lead or manager decides.")


@guard(APPROVING)
def decide_approval(context: WriteContext, command: DecideApproval) -> Receipt:
    """Approve or decline exactly what was seen, never one's own work; declining takes a reason."""
    if not command.is_approved and not command.reason.strip():
        raise InvalidInput({"reason": "Enter a reason, so that the assignee knows what to change."})
    request = locking.lock_request(context, command.ref, command.version)
    approval = _newest(context, request, ApprovalOutcome.ASKED)
    if approval is None:
        raise Conflict("This approval is no longer requested. Load the page again.")
    if context.staff_id in approvals.own_work(context.db, request, approval):
        raise _refused(request, "own_request")
    if command.record_version != approvals.record_version(context.db, request):
        raise Conflict(
            "Someone changed the record while you were looking at it. Load the page again."
        )
    _decide(context, approval, command)
    verb = "approval.given" if command.is_approved else "approval.refused"
    lifecycle.record_edit(context, request, verb, reason=command.reason.strip() or None)
    return Receipt(request.ref, "Approved." if command.is_approved else "Declined.")


def is_approved(context: WriteContext, request: SupportRequest) -> bool:
    """Whether the newest decision approves the record as it is now."""
    return given_approval(context, request) is not None


def given_approval(context: WriteContext, request: SupportRequest) -> Approval | None:
    """The newest decision, where it approves the record as it is now."""
    found = _newest(context, request, *DECIDED)
    if found is None or found.outcome != ApprovalOutcome.APPROVED:
        return None
    is_current = found.record_version == approvals.record_version(context.db, request)
    return found if is_current else None


def current_approval(context: WriteContext, request: SupportRequest) -> Approval | None:
    """The approval that is requested or given for the record as it is now. A step of the approved
    work moves its `record_version` on, so that only changes by others make it lapse."""
    version = approvals.record_version(context.db, request)
    if (given := given_approval(context, request)) is not None:
        return given
    open_one = _newest(context, request, ApprovalOutcome.ASKED)
    return open_one if open_one is not None and open_one.record_version == version else None


def _newest(
    context: WriteContext, request: SupportRequest, *outcomes: ApprovalOutcome
) -> Approval | None:
    """The newest approval of the request with one of these outcomes."""
    return context.db.scalars(
        select(Approval)
        .where(col(Approval.request_id) == request.key, col(Approval.outcome).in_(outcomes))
        .order_by(col(Approval.id).desc())
    ).first()


def _decide(context: WriteContext, approval: Approval, command: DecideApproval) -> None:
    yes = command.is_approved
    approval.outcome = ApprovalOutcome.APPROVED if yes else ApprovalOutcome.REFUSED
    approval.record_version = command.record_version
    approval.decided_by_id, approval.decided_at = context.staff_id, context.now
    approval.reason = command.reason.strip()[:400] or None


def _refused(request: SupportRequest, code: str) -> Refused:
    return Refused([replace(reason(code), rule=approvals.approval_rule(request))])
