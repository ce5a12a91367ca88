"""What the steps of a directory update share: the locked request, its lines, its submissions."""

from typing import Any

from sqlmodel import col, select

from core.db.transaction import WriteContext
from core.errors import Conflict, Refused
from core.models.requests import DirectoryLine, DirectorySubmission, SupportRequest
from core.requests import lifecycle, locking
from core.rules.reasons import reason
from core.vocabulary.requests import RequestKind, RequestStatus

AT_WORK = frozenset({RequestStatus.IN_PROGRESS, RequestStatus.SNOOZED})


def taken(context: WriteContext, ref: str, version: int) -> SupportRequest:
    """The directory update, held until the commit; for the person who took it, while it is worked
    on. Raises Conflict and Refused."""
    request = locking.lock_request(context, ref, version)
    locking.must_be_kind(request, RequestKind.DIRECTORY_UPDATE)
    locking.must_be_mine(context, request)
    if request.status not in AT_WORK:
        raise Conflict("This request has moved to another step. Load the page again.")
    return request


def lines_of(context: WriteContext, request: SupportRequest) -> list[DirectoryLine]:
    """The lines, in the order they were typed."""
    of_request = col(DirectoryLine.request_id) == request.key
    found = select(DirectoryLine).where(of_request).order_by(col(DirectoryLine.id))
    return list(context.db.scalars(found))


def last_submission(context: WriteContext, request: SupportRequest) -> DirectorySubmission | None:
    """The newest submission; None before the first."""
    of_request = col(DirectorySubmission.request_id) == request.key
    newest = col(DirectorySubmission.attempt).desc()
    return context.db.scalars(
        select(DirectorySubmission).where(of_request).order_by(newest)
    ).first()


def submission_out(context: WriteContext, request: SupportRequest) -> DirectorySubmission:
    """The submission that Evernorth has now; Refused where it has none."""
    last = last_submission(context, request)
    if last is None or last.returned_on is not None:
        raise Refused([reason("not_submitted")])
    return last


def noted(context: WriteContext, request: SupportRequest, action: str, **details: Any) -> None:
    """Write the deadlines and the audit entry after a step."""
    context.db.flush()
    lifecycle.write_deadlines(context, request)
    lifecycle.record_edit(context, request, action, **details)
