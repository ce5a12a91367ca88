"""How a request ends before its work is done: rejected, withdrawn, sent elsewhere."""

from dataclasses import dataclass

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput
from core.requests import lifecycle
from core.rules.texts import text_problem
from core.vocabulary.requests import RequestStatus
from core.vocabulary.words import phrase

LONGEST_PLACE = 120


@dataclass(frozen=True)
class RejectRequest:
    """The request is not done, and why."""

    ref: str
    version: int
    reason: str


@dataclass(frozen=True)
class WithdrawRequest:
    """The requester takes it back, and why."""

    ref: str
    version: int
    reason: str


@dataclass(frozen=True)
class RedirectRequest:
    """It belongs elsewhere: `to` is where the requester was sent."""

    ref: str
    version: int
    to: str
    reason: str = ""


@guard(WORKING)
def reject_request(context: WriteContext, command: RejectRequest) -> Receipt:
    """End a request that is not to be done. Refused for a kind that ends on its own step."""
    _check(reason=text_problem(command.reason, "Say why: the requester will ask."))
    return _end(context, command, RequestStatus.REJECTED, command.reason.strip())


@guard(WORKING)
def withdraw_request(context: WriteContext, command: WithdrawRequest) -> Receipt:
    """End a request that its requester takes back. Refused for a kind that ends on its own step."""
    _check(reason=text_problem(command.reason, "Say who took it back, and why."))
    return _end(context, command, RequestStatus.WITHDRAWN, command.reason.strip())


@guard(WORKING)
def redirect_request(context: WriteContext, command: RedirectRequest) -> Receipt:
    """End a request that others must do, keeping where it went. Refused for a kind that ends on
    its own step."""
    has_reason = bool(command.reason.strip())
    _check(
        to=text_problem(command.to, "Say where the requester was sent.", LONGEST_PLACE),
        reason=text_problem(command.reason, "") if has_reason else None,
    )
    to, why = " ".join(command.to.split()), command.reason.strip()
    outcome = f"{to}: {why}"[:400] if why else to
    return _end(context, command, RequestStatus.REDIRECTED, outcome)


def _end(
    context: WriteContext,
    command: RejectRequest | WithdrawRequest | RedirectRequest,
    status: RequestStatus,
    outcome: str,
) -> Receipt:
    request = lifecycle.lock_request(context, command.ref, command.version)
    lifecycle.end_otherwise(context, request, status, outcome)
    lifecycle.note(
        context, request, f"request.{status.value}", after={"status": status}, reason=outcome
    )
    return Receipt(request.ref, f"{request.ref} is {phrase(status)}.")


def _check(**problems: str | None) -> None:
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise InvalidInput(found)
