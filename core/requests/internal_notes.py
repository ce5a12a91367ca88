"""Internal notes on a request."""

from dataclasses import dataclass

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import NotFound, refuse_problems
from core.facts.references import find_by_ref
from core.models.requests import Comment, SupportRequest
from core.requests.urgency import notice_self_harm
from core.rules.requests.distress import suggests_self_harm
from core.rules.texts import BODY_LENGTH, text_problem
from core.vocabulary.requests import Visibility


@dataclass(frozen=True)
class AddInternalNote:
    """An internal note; the requester never sees it."""

    ref: str
    body: str


@guard(WORKING)
def add_internal_note(context: WriteContext, command: AddInternalNote) -> Receipt:
    """Add a note. It contradicts nothing that anybody looks at, so it asks for no version and
    makes no open page stale, unless its words suggest self-harm and make the request urgent."""
    refuse_problems({"body": text_problem(command.body, "Enter the note.", BODY_LENGTH)})
    request = find_by_ref(context.db, SupportRequest, command.ref)
    if request is None:
        raise NotFound(f"There is no request {command.ref}.")
    context.db.add(
        Comment(
            request_id=request.key,
            at=context.now,
            author_id=context.staff_id,
            body=command.body.strip(),
            visibility=Visibility.INTERNAL,
        )
    )
    context.record("request.commented", "support_request", request.key, request_id=request.key)
    if suggests_self_harm([command.body]):
        notice_self_harm(context, context.lock(SupportRequest, request.key), command.body)
    return Receipt(command.ref, "Internal note added.")
