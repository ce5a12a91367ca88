"""A lead gives a request to somebody."""

from dataclasses import dataclass

from sqlmodel import col, select

from core.access import LEADING, WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput, Refused
from core.models.people import Staff
from core.requests import lifecycle
from core.rules.reasons import reason
from core.rules.requests.transitions import ENDED
from core.rules.texts import text_problem
from core.vocabulary.reasons import ReasonCode
from core.vocabulary.requests import RequestStatus


@dataclass(frozen=True)
class AssignRequest:
    """Who has the request from now on, and why; no reason is needed."""

    ref: str
    version: int
    assignee_id: int | None
    reason: str = ""


@guard(LEADING)
def assign_request(context: WriteContext, command: AssignRequest) -> Receipt:
    """Give an open request to an active agent or lead. Raises InvalidInput for anybody else, and
    for the person who has it."""
    _check(command.reason)
    person = _person(context, command.assignee_id)
    request = lifecycle.lock_request(context, command.ref, command.version)
    if request.status in ENDED:
        raise Refused([reason(ReasonCode.REQUEST_ENDED)])
    if request.assignee_id == person.key:
        raise InvalidInput({"assignee_id": f"{person.name} has this request already."})
    before = lifecycle.name_of(context, request.assignee_id)
    request.assignee_id = person.key
    if request.status == RequestStatus.READY:
        lifecycle.move(request, RequestStatus.IN_PROGRESS)
    lifecycle.started(context, request)
    lifecycle.note(
        context,
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


def _person(context: WriteContext, key: int | None) -> Staff:
    known = select(Staff).where(
        col(Staff.id) == key, col(Staff.is_active), col(Staff.role).in_(WORKING)
    )
    person = context.db.scalar(known)
    if person is None:
        raise InvalidInput({"assignee_id": "Choose an agent or a lead who works here."})
    return person
