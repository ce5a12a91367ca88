"""What the actions on requests share: changing the status, its deadlines, recording the edit."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from core.db.edits import count_edit
from core.db.transaction import WriteContext
from core.errors import Conflict, Refused
from core.facts.due_instants import write_deadlines_of
from core.facts.late_edits import applied_at
from core.facts.policies import business_calendar, policy_book
from core.models.people import Staff
from core.models.requests import Approval, CorrectionLine, Snooze, SupportRequest
from core.requests import locking, urgency
from core.rules.reasons import reason
from core.rules.requests.transitions import OWN_STEP, may_become
from core.vocabulary.requests import ApprovalOutcome, RequestStatus
from core.vocabulary.words import phrase


def correction_lines(context: WriteContext, request: SupportRequest) -> list[CorrectionLine]:
    """The lines of a correction, in the order they were typed."""
    of_request = col(CorrectionLine.request_id) == request.key
    found = select(CorrectionLine).where(of_request).order_by(col(CorrectionLine.id))
    return list(context.db.scalars(found))


def change_status(request: SupportRequest, status: RequestStatus) -> None:
    """Set `status`; Conflict where it may not follow, as from a stale page."""
    if not may_become(request.status, status):
        raise Conflict(f"This request is now {phrase(request.status)}. Load the page again.")
    request.status = status


def note_first_action(context: WriteContext, request: SupportRequest) -> None:
    """Record the first action, once; from then on the reply deadline counts. A directory update
    gets its reply after Evernorth changed the listing, so its deadline stays."""
    if request.first_action_at is None and request.ready_at is not None:
        request.first_action_at = context.now
        request.due_at = request.told_due_at or request.due_at


def end_early(
    context: WriteContext, request: SupportRequest, status: RequestStatus, outcome: str
) -> None:
    """End a request before its work is done. Refused while it is urgent (R53), once the work is
    done, and for a kind that ends with a step of its own."""
    locking.must_not_be_anothers(context, request)
    locking.must_not_be_urgent(request, outcome)
    if request.status == RequestStatus.REPLY_PENDING:
        raise Refused([reason("work_done")])
    if applied_at(context.db, request) is not None:
        raise Refused([reason("edit_applied")])
    if request.kind in OWN_STEP:
        raise Refused([reason("own_step", kind=phrase(request.kind))])
    change_status(request, status)
    request.outcome, request.closed_at = outcome, context.now
    lapse_approvals(context, request)


def lapse_approvals(context: WriteContext, request: SupportRequest) -> None:
    """Let the approvals that are requested or given lapse: what they were of has changed."""
    is_live = col(Approval.outcome).in_((ApprovalOutcome.ASKED, ApprovalOutcome.APPROVED))
    live = select(Approval).where(col(Approval.request_id) == request.key, is_live)
    for approval in context.db.scalars(live):
        approval.outcome = ApprovalOutcome.LAPSED


def name_of(context: WriteContext, staff_id: int | None) -> str | None:
    """The name of a member of staff; None for nobody."""
    return context.db.scalar(select(col(Staff.name)).where(col(Staff.id) == staff_id))


def write_deadlines(context: WriteContext, request: SupportRequest) -> None:
    """Write the request's deadlines again, without the business days that it was snoozed."""
    write_deadlines_of(context.db, request, policy_book(context), business_calendar(context))


def end_snooze(context: WriteContext, request: SupportRequest) -> None:
    """End the snooze, if there is one; the deadline counts from now."""
    is_open = (col(Snooze.request_id) == request.key) & col(Snooze.ended_at).is_(None)
    waits = list(context.db.scalars(select(Snooze).where(is_open)))
    for wait in waits:
        wait.ended_at = context.now
    if waits:
        context.db.flush()
        write_deadlines(context, request)


def record_edit(
    context: WriteContext,
    request: SupportRequest,
    action: str,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    **details: Any,
) -> None:
    """Count the edit of the request and add its audit entry, with the old status beside a new one.
    Any edit that leaves the request not snoozed ends its snooze."""
    old = context.db.info.get(locking.BEFORE, {}).get(request.key)
    if after and old is not None and after.get("status", old) != old:
        before = {"status": old, **(before or {})}
    if old == RequestStatus.SNOOZED and request.status != RequestStatus.SNOOZED:
        end_snooze(context, request)
    count_edit(request)
    context.record(
        action,
        "support_request",
        request.key,
        before=before,
        after=after,
        request_id=request.key,
        **details,
    )
    urgency.notice_self_harm(context, request, details.get("reason") or "")
