"""Snoozing a request until a day, and resuming it."""

from dataclasses import dataclass
from datetime import date

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput
from core.facts.policies import policy_book
from core.models.requests import Snooze
from core.requests import lifecycle, locking
from core.rules.texts import text_problem
from core.rules.time.formats import day_text
from core.rules.time.pauses import wake_problem
from core.rules.time.platform_clock import platform_day
from core.vocabulary.requests import RequestStatus


@dataclass(frozen=True)
class SnoozeRequest:
    """Wait for something, and for what; `wake_on` is the day on which the request is back."""

    ref: str
    version: int
    reason: str
    wake_on: date | None


@dataclass(frozen=True)
class ResumeRequest:
    """Resume a snoozed request, or one that is back from snooze."""

    ref: str
    version: int


@guard(WORKING)
def snooze_request(context: WriteContext, command: SnoozeRequest) -> Receipt:
    """Snooze one's own request; its deadline is paused until the wake-up day, unless it is
    Evernorth's.

    Raises InvalidInput by field: no reason, a day that has come or is more than a year off. One
    that is snoozed already, or is back, can be snoozed again.
    """
    today = platform_day(context.now, policy_book(context))
    wake_on, reason = _checked(command, today)
    request = locking.lock_request(context, command.ref, command.version)
    locking.must_be_mine(context, request)
    if request.status != RequestStatus.SNOOZED:
        lifecycle.change_status(request, RequestStatus.SNOOZED)
    lifecycle.end_snooze(context, request)
    context.db.add(
        Snooze(
            created_at=context.now,
            updated_at=context.now,
            request_id=request.key,
            reason=reason,
            from_on=today,
            wake_on=wake_on,
        )
    )
    context.db.flush()
    lifecycle.write_deadlines(context, request)
    after = {"status": RequestStatus.SNOOZED, "wake_on": wake_on}
    lifecycle.record_edit(context, request, "request.put_away", after=after, reason=reason)
    return Receipt(request.ref, f"{request.ref} snoozed until {day_text(wake_on)}.")


@guard(WORKING)
def resume_request(context: WriteContext, command: ResumeRequest) -> Receipt:
    """Resume one's own request; its deadline counts from today."""
    request = locking.lock_request(context, command.ref, command.version)
    locking.must_be_mine(context, request)
    lifecycle.change_status(request, RequestStatus.IN_PROGRESS)
    lifecycle.record_edit(context, request, "request.resumed", after={"status": request.status})
    return Receipt(request.ref, f"{request.ref} resumed.")


def _checked(command: SnoozeRequest, today: date) -> tuple[date, str]:
    missing = "Enter what this waits for. The next person reads it."
    problems = {
        "wake_on": wake_problem(command.wake_on, today),
        "reason": text_problem(command.reason, missing),
    }
    found = {field: problem for field, problem in problems.items() if problem}
    if found or command.wake_on is None:
        raise InvalidInput(found)
    return command.wake_on, command.reason.strip()
