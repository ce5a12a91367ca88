"""Taking up again what had ended."""

from dataclasses import dataclass

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput, Refused
from core.models.requests import SupportRequest
from core.requests import lifecycle
from core.rules.reasons import reason
from core.rules.requests.transitions import OWN_STEP
from core.rules.texts import text_problem
from core.vocabulary.reasons import ReasonCode
from core.vocabulary.requests import RequestStatus
from core.vocabulary.words import phrase


@dataclass(frozen=True)
class ReopenRequest:
    """Why a request that ended is not done after all."""

    ref: str
    version: int
    reason: str


@guard(WORKING)
def reopen_request(context: WriteContext, command: ReopenRequest) -> Receipt:
    """Put a closed or rejected request back to the team: counted, and its clocks start anew.

    One that was rejected incomplete is incomplete again. Refused for a kind whose end cannot be
    taken back.
    """
    problem = text_problem(command.reason, "Say what is still wrong: the next person reads it.")
    if problem:
        raise InvalidInput({"reason": problem})
    request = lifecycle.lock_request(context, command.ref, command.version)
    _check(request)
    before = {"status": request.status}
    _restart(context, request)
    after = {"status": request.status, "reopened": request.reopen_count}
    reason = command.reason.strip()
    lifecycle.note(context, request, "request.reopened", before=before, after=after, reason=reason)
    return Receipt(request.ref, f"{request.ref} is open again.")


def _check(request: SupportRequest) -> None:
    if request.kind in OWN_STEP:
        raise Refused([reason(ReasonCode.NOT_REOPENED, kind=phrase(request.kind))])


def _restart(context: WriteContext, request: SupportRequest) -> None:
    was_ready = request.ready_at is not None
    lifecycle.move(request, RequestStatus.READY if was_ready else RequestStatus.NEEDS_INFORMATION)
    request.reopen_count += 1
    request.assignee_id = None
    request.outcome = None
    request.first_action_at = request.told_at = request.closed_at = None
    request.ready_at = context.now if was_ready else None
    lifecycle.reckon(context, request)
