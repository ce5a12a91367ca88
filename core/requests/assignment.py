"""Who works on a request: taken by oneself, assigned to a colleague, unassigned with a reason."""

from dataclasses import dataclass

from sqlmodel import col, select

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput, Refused, refuse_problems
from core.models.people import Staff
from core.models.requests import SupportRequest
from core.requests import lifecycle, locking
from core.rules.reasons import reason
from core.rules.requests.transitions import ENDED
from core.rules.texts import text_problem
from core.vocabulary.requests import RequestStatus


@dataclass(frozen=True)
class TakeRequest:
    """Assign an unassigned request to oneself."""

    ref: str
    version: int


@dataclass(frozen=True)
class AssignRequest:
    """Who works on the request from now on; whoever hands over their own request says why."""

    ref: str
    version: int
    assignee_id: int | None
    reason: str = ""


@dataclass(frozen=True)
class UnassignRequest:
    """Leave a request to the team, with the reason."""

    ref: str
    version: int
    reason: str


@guard(WORKING)
def take_request(context: WriteContext, command: TakeRequest) -> Receipt:
    """Assign the request to the actor; refused once it is assigned or has ended."""
    request = locking.lock_request(context, command.ref, command.version)
    if request.status in ENDED:
        raise Refused([reason("request_ended")])
    if request.assignee_id is not None:
        name = lifecycle.name_of(context, request.assignee_id)
        raise Refused([reason("taken", name=name or "someone else")])
    _assign(context, request, context.staff_id)
    after = {"assignee": context.actor.name}
    lifecycle.record_edit(context, request, "request.taken", after=after)
    return Receipt(request.ref, f"{request.ref} assigned to you.")


@guard(WORKING)
def assign_request(context: WriteContext, command: AssignRequest) -> Receipt:
    """Assign an open request to an active agent or lead: one's own with a note, an unassigned one,
    or, for a lead, anybody's. Raises InvalidInput for any other person, and for the current
    assignee."""
    why = command.reason.strip()
    refuse_problems({"reason": why and text_problem(why, "")})
    person = _person(context, command.assignee_id)
    request = locking.lock_request(context, command.ref, command.version)
    if request.status in ENDED:
        raise Refused([reason("request_ended")])
    locking.must_not_be_anothers(context, request)
    if request.assignee_id == context.staff_id and not why:
        raise InvalidInput({"reason": "Enter a note. Your colleague reads it first."})
    if request.assignee_id == person.key:
        raise InvalidInput({"assignee_id": f"This request is already assigned to {person.name}."})
    before = {"assignee": lifecycle.name_of(context, request.assignee_id)}
    _assign(context, request, person.key)
    after = {"assignee": person.name}
    lifecycle.record_edit(
        context, request, "request.reassigned", before=before, after=after, reason=why or None
    )
    return Receipt(request.ref, f"{request.ref} assigned to {person.name}.")


@guard(WORKING)
def unassign_request(context: WriteContext, command: UnassignRequest) -> Receipt:
    """Leave one's own request to the team; refused for anybody else's."""
    refuse_problems(
        {"reason": text_problem(command.reason, "Enter a reason. The next person reads it.")}
    )
    request = locking.lock_request(context, command.ref, command.version)
    locking.must_be_mine(context, request)
    request.assignee_id = None
    if request.status == RequestStatus.IN_PROGRESS:
        lifecycle.change_status(request, RequestStatus.READY)
    before, why = {"assignee": context.actor.name}, command.reason.strip()
    lifecycle.record_edit(context, request, "request.returned", before=before, reason=why)
    return Receipt(request.ref, f"{request.ref} unassigned.")


def _assign(context: WriteContext, request: SupportRequest, staff_id: int) -> None:
    request.assignee_id = staff_id
    if request.status == RequestStatus.READY:
        lifecycle.change_status(request, RequestStatus.IN_PROGRESS)
    lifecycle.note_first_action(context, request)


def _person(context: WriteContext, key: int | None) -> Staff:
    known = select(Staff).where(
        col(Staff.id) == key, col(Staff.is_active), col(Staff.role).in_(WORKING)
    )
    person = context.db.scalar(known)
    if person is None:
        raise InvalidInput({"assignee_id": "Choose an active agent or lead."})
    return person
