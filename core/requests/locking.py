"""Finding a request, holding it until the commit, and checking who may work on it."""

from core.db.transaction import WriteContext
from core.errors import Conflict, NotFound, Refused
from core.facts.references import find_by_ref
from core.models.requests import SupportRequest
from core.rules.reasons import reason
from core.rules.requests.distress import unhandled
from core.vocabulary.people import Role
from core.vocabulary.requests import Priority, RequestKind
from core.vocabulary.words import phrase

BEFORE = "the status of each locked request"


def lock_request(context: WriteContext, ref: str, version: int) -> SupportRequest:
    """The request, held until the commit; NotFound without one, Conflict past `version`."""
    request = find_by_ref(context.db, SupportRequest, ref, hold=True)
    if request is None:
        raise NotFound(f"There is no request {ref}.")
    context.refuse_past(request, version)
    context.db.info.setdefault(BEFORE, {})[request.key] = request.status
    return request


def must_be_kind(request: SupportRequest, kind: RequestKind) -> None:
    """A step of one kind is no step of another; a Conflict, as after a page of another request."""
    if request.kind != kind:
        raise Conflict(f"This request is a {phrase(request.kind)}. Load the page again.")


def must_be_mine(context: WriteContext, request: SupportRequest) -> None:
    """Work is done by the person who took the request."""
    if request.assignee_id != context.staff_id:
        raise Refused([reason("not_taken")])


def must_not_be_anothers(context: WriteContext, request: SupportRequest) -> None:
    """What ends a request is for whoever has it, for anybody while nobody has it, or for a lead."""
    free = request.assignee_id in (None, context.staff_id)
    if not free and context.actor.role != Role.LEAD:
        raise Refused([reason("anothers")])


def must_not_be_urgent(request: SupportRequest, *texts: str) -> None:
    """Nothing urgent ends before a person has acted, nor by words that would make it so (R53)."""
    if reasons := unhandled(request.priority == Priority.URGENT, texts):
        raise Refused(reasons)
