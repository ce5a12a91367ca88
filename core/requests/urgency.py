"""Words that suggest self-harm: noticing them in what is typed, and marking them as handled
(R53)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import timedelta

from core.access import WORKING, guard
from core.db import outbox
from core.db.transaction import Receipt, WriteContext
from core.errors import Refused, refuse_problems
from core.models.requests import SupportRequest
from core.requests import locking
from core.rules.reasons import reason
from core.rules.requests.distress import ACT_WITHIN, suggests_self_harm
from core.rules.texts import text_problem
from core.settings import settings
from core.vocabulary.requests import Priority

NOTICED = "request.urgent"
WHY = "Words that suggest self-harm"
ALERT = """Words in request {ref} suggest self-harm. A person must act within {minutes} minutes.

Open it and follow the steps at the top: {where}
"""


@dataclass(frozen=True)
class MarkHandled:
    """Mark an urgent request as handled; `reason` says what was done."""

    ref: str
    version: int
    reason: str


@guard(WORKING)
def mark_handled(context: WriteContext, command: MarkHandled) -> Receipt:
    """End the urgency, saying what was done (R53). Refused where nothing is urgent."""
    refuse_problems({"reason": text_problem(command.reason, "Enter what was done, and by whom.")})
    request = locking.lock_request(context, command.ref, command.version)
    if request.priority != Priority.URGENT:
        raise Refused([reason("not_urgent")])
    request.priority = Priority.NORMAL
    context.record(
        "request.handled",
        "support_request",
        request.key,
        before={"priority": Priority.URGENT},
        after={"priority": Priority.NORMAL},
        reason=command.reason.strip(),
        request_id=request.key,
    )
    return Receipt(request.ref, f"{request.ref} marked as handled.")


def notice_self_harm(
    context: WriteContext, request: SupportRequest, typed: object, *, is_known: bool = False
) -> None:
    """Make the request urgent where anything typed suggests self-harm (R53): `typed` is a text or
    a whole command; `is_known` where words that are not kept do. One that is urgent already keeps
    its deadline."""
    if request.priority == Priority.URGENT:
        return
    if not (is_known or suggests_self_harm(texts_in(typed))):
        return
    before = request.priority
    request.priority = Priority.URGENT
    context.record(
        NOTICED,
        "support_request",
        request.key,
        before={"priority": before},
        after={"priority": Priority.URGENT},
        reason=WHY,
        request_id=request.key,
    )
    _alert_on_call(context, request)


def _alert_on_call(context: WriteContext, request: SupportRequest) -> None:
    """Queue an e-mail to each on-call contact, with the reference alone."""
    where = f"{settings().public_url.rstrip('/')}/request?ref={request.ref}"
    body = ALERT.format(ref=request.ref, minutes=ACT_WITHIN // timedelta(minutes=1), where=where)
    for address in settings().on_call_contacts:
        subject = outbox.alert_subject(request.ref)
        outbox.send(context, request.key, address, subject, body)


def texts_in(typed: object) -> Iterator[str]:
    """Every text in a command, however deep."""
    if isinstance(typed, str):
        yield typed
    elif is_dataclass(typed):
        for one in fields(typed):
            yield from texts_in(getattr(typed, one.name))
    elif isinstance(typed, Iterable):
        for part in typed:
            yield from texts_in(part)
