"""A request that says again what another says."""

from dataclasses import dataclass
from datetime import timedelta

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput, refuse_problems
from core.facts.references import find_ids
from core.models.requests import RequestLink, SupportRequest
from core.requests import lifecycle, locking
from core.rules.requests.transitions import ENDED
from core.vocabulary.requests import LinkKind, RequestStatus

RECENT = timedelta(days=90)
"""A request that ended longer ago is no answer to a new one."""


@dataclass(frozen=True)
class MarkDuplicate:
    """The request `ref` says again what `of_ref` says."""

    ref: str
    version: int
    of_ref: str


@guard(WORKING)
def mark_duplicate(context: WriteContext, command: MarkDuplicate) -> Receipt:
    """End the request in favor of another one of its kind that is open or ended recently; the two
    stay linked. Raises InvalidInput for any other."""
    request, other = _both(context, command)
    _check(context, request, other)
    lifecycle.end_early(context, request, RequestStatus.DUPLICATE, other.ref)
    context.db.add(
        RequestLink(
            from_id=request.key,
            to_id=other.key,
            kind=LinkKind.DUPLICATE_OF,
            at=context.now,
            by_id=context.staff_id,
        )
    )
    after = {"status": request.status, "duplicate_of": other.ref}
    lifecycle.record_edit(context, request, "request.duplicate", after=after)
    context.record(
        "request.said_again",
        "support_request",
        other.key,
        after={"duplicate": request.ref},
        request_id=other.key,
    )
    return Receipt(request.ref, f"{request.ref} closed as a duplicate of {other.ref}.")


def _both(context: WriteContext, command: MarkDuplicate) -> tuple[SupportRequest, SupportRequest]:
    """Both rows, held in the order of their ids, so that two people who link the same two
    requests in opposite directions neither wait for each other nor both succeed."""
    own = find_ids(context.db, SupportRequest, command.ref)
    other = find_ids(context.db, SupportRequest, command.of_ref)
    for key in sorted({*own, *other}):
        context.lock(SupportRequest, key)
    request = locking.lock_request(context, command.ref, command.version)
    if not other:
        raise InvalidInput({"of_ref": "There is no request with this reference."})
    return request, context.lock(SupportRequest, other[0])


def _check(context: WriteContext, request: SupportRequest, other: SupportRequest) -> None:
    problem = None
    if other.key == request.key:
        problem = "This is the same request. Enter the other one."
    elif other.status == RequestStatus.DUPLICATE:
        problem = f"{other.ref} is itself a duplicate. Enter the request that it repeats."
    elif other.kind != request.kind:
        problem = f"{other.ref} is of another kind. Enter a request of the same kind."
    elif other.status in ENDED and other.updated_at < context.now - RECENT:
        problem = f"{other.ref} ended more than {RECENT.days} days ago. Work on this one."
    refuse_problems({"of_ref": problem})
