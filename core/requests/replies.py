"""Replying to the requester, which closes the request."""

from dataclasses import dataclass

from core.access import WORKING, guard
from core.db import outbox
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput, refuse_problems
from core.facts import client_record
from core.models.people import Client
from core.models.requests import Comment, SupportRequest
from core.requests import lifecycle, locking
from core.rules.requests.corrections import field_label
from core.rules.requests.reply_text import client_data_in
from core.vocabulary.requests import RequestStatus, Visibility


@dataclass(frozen=True)
class SendReply:
    """The reply, sent by e-mail or already given another way (`is_told`)."""

    ref: str
    version: int
    is_told: bool
    text: str
    by_email: bool = False


@guard(WORKING)
def send_reply(context: WriteContext, command: SendReply) -> Receipt:
    """Keep the reply and close the request, never before its work is done (R46). The worker sends
    an e-mail after the commit; it holds no data of the client."""
    text = command.text.strip()
    problems = {}
    if not command.is_told and not command.by_email:
        problems["told"] = (
            "Confirm that you replied to the requester. Until then the request stays open."
        )
    if not text:
        problems["text"] = "Enter the reply. It shows what we promised."
    if len(text) > 4000:
        problems["text"] = "At most 4,000 characters."
    refuse_problems(problems)
    request = locking.lock_request(context, command.ref, command.version)
    locking.must_be_mine(context, request)
    locking.must_not_be_urgent(request)
    lifecycle.change_status(request, RequestStatus.CLOSED)
    if command.by_email:
        _must_go_by_email(context, request, text)
    request.told_at = request.closed_at = context.now
    _keep_words(context, request, text, command.by_email)
    lifecycle.record_edit(context, request, "request.closed", after={"status": request.status})
    return Receipt(request.ref, f"{request.ref} closed.")


def _must_go_by_email(context: WriteContext, request: SupportRequest, text: str) -> None:
    if not outbox.can_send(request.requester_contact):
        raise InvalidInput(
            {"told": "We can't send an e-mail to this requester. Reply another way."}
        )
    client = context.db.get(Client, request.client_id) if request.client_id else None
    record = client_record.record_values(context.db, client) if client else {}
    found = client_data_in(text, record, request.requester_name)
    if found:
        named = ", ".join(field_label(field) for field in found)
        advice = f"This contains the client's {named}. Remove it: e-mails carry references only."
        raise InvalidInput({"text": advice})


def _keep_words(context: WriteContext, request: SupportRequest, text: str, by_email: bool) -> None:
    context.db.add(
        Comment(
            request_id=request.key,
            at=context.now,
            author_id=context.staff_id,
            body=text,
            visibility=Visibility.REQUESTER,
        )
    )
    recipient = request.requester_contact or request.requester_name
    subject = f"Your request {request.ref}"
    outbox.send(context, request.key, recipient, subject, text, by_hand=not by_email)
