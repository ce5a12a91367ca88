"""Requests in the middle of their life, for tests: what happens to one of any kind."""

from datetime import date, timedelta
from typing import Any

from core.db.transaction import Receipt
from core.requests.assignment import AssignRequest, assign_request
from core.requests.duplicates import MarkDuplicate, mark_duplicate
from core.requests.endings import (
    RedirectRequest,
    RejectRequest,
    ReopenRequest,
    WithdrawRequest,
    redirect_request,
    reject_request,
    reopen_request,
    withdraw_request,
)
from core.requests.snooze import ResumeRequest, SnoozeRequest, resume_request, snooze_request
from core.rules.requests.corrections import Line
from core.vocabulary.people import Role
from tests.support.correction import Desk
from tests.support.make import NOW

TODAY = NOW.date()
IN_A_WEEK = TODAY + timedelta(days=7)


def version(desk: Desk, ref: str) -> int:
    return desk.request(ref).version


def put_away(desk: Desk, ref: str, wake_on: date | None = IN_A_WEEK, **given: Any) -> Receipt:
    command = SnoozeRequest(
        ref,
        given.get("version", version(desk, ref)),
        given.get("reason", "The provider sends a document"),
        wake_on,
    )
    return desk.do(snooze_request, command, given.get("role", Role.AGENT), given.get("key", ""))


def resume(desk: Desk, ref: str, **given: Any) -> Receipt:
    command = ResumeRequest(ref, given.get("version", version(desk, ref)))
    return desk.do(resume_request, command, given.get("role", Role.AGENT), given.get("key", ""))


def reassign(desk: Desk, ref: str, to: int | None, **given: Any) -> Receipt:
    command = AssignRequest(
        ref, given.get("version", version(desk, ref)), to, given.get("reason", "")
    )
    return desk.do(assign_request, command, given.get("role", Role.LEAD), given.get("key", ""))


def reject(desk: Desk, ref: str, **given: Any) -> Receipt:
    return _end(desk, ref, reject_request, RejectRequest, given)


def withdraw(desk: Desk, ref: str, **given: Any) -> Receipt:
    return _end(desk, ref, withdraw_request, WithdrawRequest, given)


def reopen(desk: Desk, ref: str, **given: Any) -> Receipt:
    return _end(desk, ref, reopen_request, ReopenRequest, given)


def redirect(desk: Desk, ref: str, to: str = "The contact form", **given: Any) -> Receipt:
    seen = given.get("version", version(desk, ref))
    command = RedirectRequest(ref, seen, to, given.get("reason", ""))
    return desk.do(redirect_request, command, given.get("role", Role.AGENT), given.get("key", ""))


def duplicate(desk: Desk, ref: str, of_ref: str, **given: Any) -> Receipt:
    command = MarkDuplicate(ref, given.get("version", version(desk, ref)), of_ref)
    return desk.do(mark_duplicate, command, given.get("role", Role.AGENT), given.get("key", ""))


def _end(desk: Desk, ref: str, action: Any, command: Any, given: dict[str, Any]) -> Receipt:
    made = command(
        ref,
        given.get("version", version(desk, ref)),
        given.get("reason", "The requester called again"),
    )
    return desk.do(action, made, given.get("role", Role.AGENT), given.get("key", ""))


def closed(desk: Desk) -> str:
    """A correction that is done and told."""
    ref = desk.taken(Line("phone", "", "212-555-0111"))
    desk.apply(ref)
    desk.tell(ref)
    return ref
