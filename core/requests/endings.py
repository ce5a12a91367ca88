"""Ending a request before its work is done, and reopening one that ended."""

from dataclasses import dataclass

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import Refused, refuse_problems
from core.models.requests import SupportRequest
from core.requests import lifecycle, locking
from core.rules.reasons import reason
from core.rules.requests.transitions import NOT_REOPENED
from core.rules.texts import text_problem
from core.vocabulary.requests import RequestStatus
from core.vocabulary.words import phrase

LONGEST_PLACE = 120
"""Characters."""


@dataclass(frozen=True)
class RejectRequest:
    """Reject the request, with the reason."""

    ref: str
    version: int
    reason: str


@dataclass(frozen=True)
class WithdrawRequest:
    """Withdraw the request for its requester, with the reason."""

    ref: str
    version: int
    reason: str


@dataclass(frozen=True)
class RedirectRequest:
    """Redirect the requester to whoever can help: `to`."""

    ref: str
    version: int
    to: str
    reason: str = ""


@guard(WORKING)
def reject_request(context: WriteContext, command: RejectRequest) -> Receipt:
    """End a request that is not to be done. Refused for a kind that ends on its own step."""
    missing = "Enter a reason. The requester will ask for it."
    refuse_problems({"reason": text_problem(command.reason, missing)})
    return _end(context, command, RequestStatus.REJECTED, command.reason.strip())


@guard(WORKING)
def withdraw_request(context: WriteContext, command: WithdrawRequest) -> Receipt:
    """End a request that its requester withdraws. Refused for a kind that ends on its own step."""
    refuse_problems({"reason": text_problem(command.reason, "Enter who withdrew it, and why.")})
    return _end(context, command, RequestStatus.WITHDRAWN, command.reason.strip())


@guard(WORKING)
def redirect_request(context: WriteContext, command: RedirectRequest) -> Receipt:
    """End a request that others must do, keeping where it went. Refused for a kind that ends on
    its own step."""
    to, why = " ".join(command.to.split()), command.reason.strip()
    wrong = text_problem(command.to, "Enter who can help the requester.", LONGEST_PLACE)
    refuse_problems({"to": wrong, "reason": why and text_problem(why, "")})
    outcome = f"{to}: {why}"[:400] if why else to
    return _end(context, command, RequestStatus.REDIRECTED, outcome)


def _end(
    context: WriteContext,
    command: RejectRequest | WithdrawRequest | RedirectRequest,
    status: RequestStatus,
    outcome: str,
) -> Receipt:
    request = locking.lock_request(context, command.ref, command.version)
    lifecycle.end_early(context, request, status, outcome)
    lifecycle.record_edit(
        context, request, f"request.{status.value}", after={"status": status}, reason=outcome
    )
    return Receipt(request.ref, f"{request.ref} {phrase(status)}.")


@dataclass(frozen=True)
class ReopenRequest:
    """Reopen a request that ended, with the reason."""

    ref: str
    version: int
    reason: str


@guard(WORKING)
def reopen_request(context: WriteContext, command: ReopenRequest) -> Receipt:
    """Open a closed or rejected request again, unassigned; its deadlines start again.

    One that needed information when it was rejected needs it again. Refused for a kind that can
    not be reopened.
    """
    refuse_problems(
        {
            "reason": text_problem(
                command.reason, "Enter what is still wrong. The next person reads it."
            )
        }
    )
    request = locking.lock_request(context, command.ref, command.version)
    if request.kind in NOT_REOPENED:
        raise Refused([reason("not_reopened", kind=phrase(request.kind))])
    _restart(context, request)
    after = {"status": request.status, "reopened": request.reopen_count}
    why = command.reason.strip()
    lifecycle.record_edit(context, request, "request.reopened", after=after, reason=why)
    return Receipt(request.ref, f"{request.ref} reopened.")


def _restart(context: WriteContext, request: SupportRequest) -> None:
    was_ready = request.ready_at is not None
    lifecycle.change_status(
        request, RequestStatus.READY if was_ready else RequestStatus.NEEDS_INFORMATION
    )
    request.reopen_count += 1
    request.assignee_id = None
    request.outcome = None
    request.first_action_at = request.told_at = request.closed_at = None
    request.ready_at = context.now if was_ready else None
    lifecycle.write_deadlines(context, request)
