"""Words that suggest self-harm: noticing them in what is typed, and marking them as handled
(R53)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput, Refused
from core.models.requests import SupportRequest
from core.requests import locking
from core.rules.reasons import reason
from core.rules.requests.distress import suggests_self_harm
from core.rules.texts import text_problem
from core.vocabulary.requests import Priority

NOTICED = "request.urgent"
WHY = "Words that suggest self-harm"


@dataclass(frozen=True)
class MarkHandled:
    """Mark an urgent request as handled; `reason` says what was done."""

    ref: str
    version: int
    reason: str


@guard(WORKING)
def mark_handled(context: WriteContext, command: MarkHandled) -> Receipt:
    """End the urgency, saying what was done (R53). Refused where nothing is urgent."""
    problem = text_problem(command.reason, "Enter what was done, and by whom.")
    if problem:
        raise InvalidInput({"reason": problem})
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


def notice_self_harm(context: WriteContext, request: SupportRequest, typed: object) -> None:
    """Make the request urgent where anything typed suggests self-harm (R53): `typed` is a text or
    a whole command. One that is urgent already keeps its deadline."""
    if request.priority == Priority.URGENT or not suggests_self_harm(_texts(typed)):
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


def _texts(typed: object) -> Iterator[str]:
    """Every text in a command, however deep."""
    if isinstance(typed, str):
        yield typed
    elif is_dataclass(typed):
        for one in fields(typed):
            yield from _texts(getattr(typed, one.name))
    elif isinstance(typed, Iterable):
        for part in typed:
            yield from _texts(part)
