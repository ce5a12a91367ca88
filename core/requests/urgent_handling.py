"""Marking an urgent request as handled, once a person has acted (R53)."""

from dataclasses import dataclass

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput, Refused
from core.requests import lifecycle
from core.rules.reasons import reason
from core.rules.texts import text_problem
from core.vocabulary.reasons import ReasonCode
from core.vocabulary.requests import Priority


@dataclass(frozen=True)
class MarkHandled:
    """A person has acted on an urgent request; `reason` says what was done."""

    ref: str
    version: int
    reason: str


@guard(WORKING)
def mark_handled(context: WriteContext, command: MarkHandled) -> Receipt:
    """End the urgency, saying what was done (R53). Refused where nothing is urgent."""
    problem = text_problem(command.reason, "Say what was done, and by whom.")
    if problem:
        raise InvalidInput({"reason": problem})
    request = lifecycle.lock_request(context, command.ref, command.version)
    if request.priority != Priority.URGENT:
        raise Refused([reason(ReasonCode.NOT_URGENT)])
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
    return Receipt(request.ref, f"{request.ref} is marked as handled.")
