"""Closing a business day, or working on a federal holiday; open requests follow (R46, R49)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import col, select

from core.access import CALENDAR_KEEPING, Actor, guard
from core.db import yielding
from core.db.transaction import Receipt, WriteContext, transaction
from core.errors import refuse_problems
from core.facts.due_instants import rewrite_cancellations
from core.facts.policies import BUSINESS_DAYS, business_calendar, policy_book
from core.facts.request_deadlines import rewrite_requests
from core.models.installation import DeskFact
from core.models.policies import HolidayOverride
from core.models.requests import CancellationCase, SupportRequest
from core.rules.texts import one_line_problem, text_problem
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.formats import day_text
from core.rules.time.platform_clock import platform_day
from core.rules.time.policy import PolicyBook
from core.vocabulary.administration import REQUESTS_TO_RECALCULATE, HolidayOverrideKind
from core.vocabulary.requests import OPEN_STATUSES

AT_ONCE = 200
"""Requests a transaction: others write in between."""
LONGEST_REASON = 120
FARTHEST = timedelta(days=3 * 366)
IN_THE_PAST = " Closed requests keep the deadlines they had."


@dataclass(frozen=True)
class SetBusinessDay:
    """Make `day` a business day or take it out, with the reason that is shown beside the day."""

    day: date | None
    is_open: bool
    reason: str


@dataclass(frozen=True)
class RequestsRecalculated:
    """How many requests have other deadlines so far; `is_done` when none is left to look at."""

    changed: int
    is_done: bool


@guard(CALENDAR_KEEPING)
def set_business_day(context: WriteContext, command: SetBusinessDay) -> Receipt:
    """Close or open a day, and note that open requests are to be recalculated.

    Closed requests keep the deadlines they were judged by. Raises InvalidInput on "day" and
    "reason".
    """
    context.queue("recalculation of requests")
    context.queue(BUSINESS_DAYS)
    today = platform_day(context.now, policy_book(context))
    problem = _day_problem(command, business_calendar(context), today)
    missing = "Enter a reason. It is shown beside the day."
    reason = text_problem(command.reason, missing, LONGEST_REASON)
    reason = reason or one_line_problem(command.reason, LONGEST_REASON)
    refuse_problems({"day": problem, "reason": reason})
    day = command.day or today
    _write(context, day, command)
    rewrite_cancellations(context.db, col(CancellationCase.settle_last_on) >= day)
    context.db.merge(DeskFact(name=REQUESTS_TO_RECALCULATE, value="0 0"))
    text = f"{day_text(day)} is {'a business day' if command.is_open else 'closed'}."
    return Receipt(day.isoformat(), f"{text}{IN_THE_PAST if day < today else ''}")


def recalculate_requests(engine: Engine, actor: Actor, now: datetime) -> str:
    """Recalculate open requests in transactions of their own, from where it stopped; returns what
    changed as a sentence. Raises NotPermitted."""
    while True:
        with yielding(engine), transaction(engine, actor, now) as context:
            done = recalculate_some_requests(context)
        if done.is_done:
            requests = "open request has" if done.changed == 1 else "open requests have"
            return f"{done.changed:,} {requests} new deadlines."


@guard(CALENDAR_KEEPING)
def recalculate_some_requests(context: WriteContext) -> RequestsRecalculated:
    """Write the deadlines of the next open requests where they differ."""
    context.queue("recalculation of requests")
    mark = context.db.get(DeskFact, REQUESTS_TO_RECALCULATE)
    after, changed = map(int, mark.value.split()) if mark else (0, 0)
    keys = col(SupportRequest.id)
    statement = select(SupportRequest).where(keys > after).order_by(keys).limit(AT_ONCE)
    statement = statement.where(col(SupportRequest.status).in_(OPEN_STATUSES)).with_for_update()
    requests = context.db.scalars(statement).all()
    book, calendar = policy_book(context), business_calendar(context)
    moved = rewrite_requests(context.db, requests, book, calendar)
    for one in moved:
        context.record(
            "request.deadlines_recalculated",
            "support_request",
            one.request_id,
            before={"due_on": _last_day(one.before, book)},
            after={"due_on": _last_day(one.after, book)},
            request_id=one.request_id,
        )
    done = RequestsRecalculated(changed + len(moved), len(requests) < AT_ONCE)
    _keep_place(context, done, requests[-1].key if requests else after)
    return done


def _keep_place(context: WriteContext, done: RequestsRecalculated, last_id: int) -> None:
    if not done.is_done:
        place = f"{last_id} {done.changed}"
        context.db.merge(DeskFact(name=REQUESTS_TO_RECALCULATE, value=place))
    elif mark := context.db.get(DeskFact, REQUESTS_TO_RECALCULATE):
        context.db.delete(mark)


def _last_day(due_at: datetime | None, book: PolicyBook) -> date | None:
    """The last day of a deadline that is stored as the instant after it."""
    return due_at and platform_day(due_at - timedelta(seconds=1), book)


def _day_problem(command: SetBusinessDay, calendar: BusinessCalendar, today: date) -> str | None:
    day = command.day
    if day is None:
        return "Enter the day."
    if abs(day - today) > FARTHEST:
        return "Enter a day within three years."
    why_not = calendar.why_not(day)
    if not command.is_open:
        return f"This day is closed already: {why_not}." if why_not else None
    if why_not is None:
        return "This is a business day already."
    return "Saturdays and Sundays cannot be business days." if day.weekday() >= 5 else None


def _write(context: WriteContext, day: date, command: SetBusinessDay) -> None:
    """Keep the day only where it differs from the federal calendar."""
    reason = command.reason.strip()
    row = context.db.scalar(select(HolidayOverride).where(col(HolidayOverride.day) == day))
    before = {"day": day, "kind": row.kind, "name": row.name} if row else None
    kind = HolidayOverrideKind.OPEN if command.is_open else HolidayOverrideKind.CLOSED
    after = {"day": day, "kind": kind, "name": reason}
    if row is not None:
        context.db.delete(row)
        context.db.flush()
    if row is None or BusinessCalendar().is_business_day(day) != command.is_open:
        now = context.now
        row = HolidayOverride(created_at=now, updated_at=now, day=day, name=reason, kind=kind)
        context.db.add(row)
        context.db.flush()
    action = "business_day.opened" if command.is_open else "business_day.closed"
    context.record(action, "holiday_override", row.key, before=before, after=after, reason=reason)
