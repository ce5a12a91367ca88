"""What the actions on requests share: finding one, moving it on, and its own clocks."""

import secrets

from sqlmodel import col, select

from core.errors import Conflict, NotFound, Reason, Refused
from core.models.requests import CorrectionLine, SupportRequest
from core.rules.request_life import may_become
from core.transaction import Change
from core.vocabulary.requests import RequestStatus
from core.vocabulary.words import label

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs of a reference: none that is mistaken for another on the phone."""


def new_ref() -> str:
    """A reference for a new request: opaque, and unique by the table's constraint."""
    return "R-" + "".join(secrets.choice(ALPHABET) for _ in range(6))


def lock_request(change: Change, ref: str, version: int) -> SupportRequest:
    """The request, held until the commit; NotFound without one, Conflict past `version`."""
    known = select(col(SupportRequest.id)).where(col(SupportRequest.ref) == ref)
    key = change.db.scalar(known) if ref.isprintable() else None
    if key is None:
        raise NotFound(f"There is no request {ref}.")
    return change.lock(SupportRequest, key, version)


def correction_lines(change: Change, request: SupportRequest) -> list[CorrectionLine]:
    """The lines of a correction, in the order they were typed."""
    of_request = col(CorrectionLine.request_id) == request.key
    found = select(CorrectionLine).where(of_request).order_by(col(CorrectionLine.id))
    return list(change.db.scalars(found))


def move(request: SupportRequest, status: RequestStatus) -> None:
    """Go on to `status`; a step the map does not have is a Conflict, as after a stale page."""
    if not may_become(request.status, status):
        raise Conflict(f"This request is {label(request.status)} by now. Load the page again.")
    request.status = status


def must_be_mine(change: Change, request: SupportRequest) -> None:
    """Work is done by the person who took the request."""
    if request.assignee_id != change.staff_id:
        raise Refused([Reason("not_taken", "Take the request first, then work on it.", "R46")])


def started(change: Change, request: SupportRequest) -> None:
    """Note the first action, once; from then on the clock is the one for telling."""
    if request.first_action_at is None and request.ready_at is not None:
        request.first_action_at = change.now
        request.due_at = request.told_due_at


def note(change: Change, request: SupportRequest, action: str, **details: object) -> None:
    """Count the edit of the request and add its audit entry."""
    change.touch(request)
    change.record(action, "support_request", request.key, request_id=request.key, **details)
