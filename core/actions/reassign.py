"""A lead gives a request to somebody."""

from dataclasses import dataclass

from sqlmodel import col, select

from core.access import WORKING, guard
from core.actions import lifecycle
from core.errors import InvalidInput, Reason, Refused
from core.models.people import Staff
from core.rules.request_life import ENDED
from core.rules.texts import text_problem
from core.transaction import Change, Receipt
from core.vocabulary.requests import RequestStatus


@dataclass(frozen=True)
class ReassignRequest:
    """Who has the request from now on, and why; no reason is needed."""

    ref: str
    version: int
    assignee_id: int | None
    reason: str = ""


@guard
def reassign_request(change: Change, command: ReassignRequest) -> Receipt:
    """Give an open request to an active agent or lead. Raises InvalidInput for anybody else, and
    for the person who has it."""
    _check(command.reason)
    person = _person(change, command.assignee_id)
    request = lifecycle.lock_request(change, command.ref, command.version)
    if request.status in ENDED:
        raise Refused([Reason("request_ended", "This request has ended.", "R46")])
    if request.assignee_id == person.key:
        raise InvalidInput({"assignee_id": f"{person.name} has this request already."})
    before = lifecycle.name_of(change, request.assignee_id)
    request.assignee_id = person.key
    if request.status == RequestStatus.READY:
        lifecycle.move(request, RequestStatus.IN_PROGRESS)
    lifecycle.started(change, request)
    lifecycle.note(
        change,
        request,
        "request.reassigned",
        before={"assignee": before},
        after={"assignee": person.name},
        reason=command.reason.strip() or None,
    )
    return Receipt(request.ref, f"{person.name} has {request.ref} now.")


def _check(reason: str) -> None:
    problem = text_problem(reason, "") if reason.strip() else None
    if problem:
        raise InvalidInput({"reason": problem})


def _person(change: Change, key: int | None) -> Staff:
    known = select(Staff).where(
        col(Staff.id) == key, col(Staff.is_active), col(Staff.role).in_(WORKING)
    )
    person = change.db.scalar(known)
    if person is None:
        raise InvalidInput({"assignee_id": "Choose an agent or a lead who works here."})
    return person
