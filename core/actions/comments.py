"""Notes among staff on a request."""

from dataclasses import dataclass

from sqlmodel import col, select

from core.access import guard
from core.actions.urgency import notice
from core.errors import InvalidInput, NotFound
from core.models.requests import Comment, SupportRequest
from core.rules.distress import suggests_self_harm
from core.rules.texts import BODY_LENGTH, text_problem
from core.transaction import Change, Receipt
from core.vocabulary.requests import Visibility


@dataclass(frozen=True)
class AddComment:
    """What colleagues should know; the requester never sees it."""

    ref: str
    body: str


@guard
def add_comment(change: Change, command: AddComment) -> Receipt:
    """Add a note. It contradicts nothing that anybody looks at, so it asks for no version and
    makes no open page stale, unless its words suggest self-harm and make the request urgent."""
    problem = text_problem(command.body, "Write what colleagues should know.", BODY_LENGTH)
    if problem:
        raise InvalidInput({"body": problem})
    known = select(col(SupportRequest.id)).where(col(SupportRequest.ref) == command.ref)
    key = change.db.scalar(known)
    if key is None:
        raise NotFound(f"There is no request {command.ref}.")
    change.db.add(
        Comment(
            request_id=key,
            at=change.now,
            author_id=change.staff_id,
            body=command.body.strip(),
            visibility=Visibility.INTERNAL,
        )
    )
    change.record("request.commented", "support_request", key, request_id=key)
    if suggests_self_harm([command.body]):
        request = change.lock(SupportRequest, key)
        notice(change, request, command.body)
        change.touch(request)
    return Receipt(command.ref, "Your note is kept.")
