"""The rows of request lists."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, not_
from sqlmodel import col, select

from core.db.transaction import ReadContext
from core.facts.policies import business_calendar, policy_book
from core.facts.requests import Day, is_at_evernorth, is_snoozed, wake_up_day
from core.models.care import CareSession
from core.models.people import Client, Provider, Staff
from core.models.requests import Approval, SupportRequest
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.instants import local_date
from core.rules.time.pauses import is_awake
from core.rules.time.platform_clock import platform_day, platform_zone
from core.rules.time.policy import PolicyBook
from core.vocabulary.requests import (
    ApprovalOutcome,
    Priority,
    RequestKind,
    RequestStage,
    RequestStatus,
)


@dataclass(frozen=True)
class RequestRow:
    """One request of a list. `due_at` is the first instant that is too late, `due_on` the last day
    that is not, by the platform's calendar, `days_left` the business days until then or, below
    zero, since; `paused_until` is given while a snooze pauses the deadline; `asks_approval` until
    the approval is decided."""

    ref: str
    version: int
    kind: RequestKind
    stage: RequestStage
    client_ref: str | None
    provider_ref: str | None
    provider: str | None
    session_ref: str | None
    assignee: str | None
    received_at: datetime
    due_at: datetime | None
    due_on: date | None
    days_left: int | None
    paused_until: date | None
    asks_approval: bool
    is_urgent: bool


def platform_today(context: ReadContext) -> date:
    """Today on the platform's calendar."""
    return platform_day(context.now, policy_book(context))


def business_days_left(calendar: BusinessCalendar, today: date, day: date) -> int:
    """Business days from `today` until `day`, below zero since it."""
    return calendar.between(today, day) or -calendar.between(day, today)


def is_woken(day: Day) -> ColumnElement[bool]:
    """The request was snoozed and its wake-up day has come."""
    return and_(col(SupportRequest.status) == RequestStatus.SNOOZED, not_(is_snoozed(day)))


def stage_of(status: RequestStatus, wake_on: date | None, day: date) -> RequestStage:
    """The stage of a request on `day`."""
    if status == RequestStatus.SNOOZED and (wake_on is None or is_awake(wake_on, day)):
        return RequestStage.WOKEN
    return RequestStage(status.value)


def _asked() -> ColumnElement[bool]:
    """An approval was requested and is not decided."""
    is_open = col(Approval.outcome) == ApprovalOutcome.ASKED
    mine = col(Approval.request_id) == col(SupportRequest.id)
    return select(col(Approval.id)).where(mine, is_open).correlate(SupportRequest).exists()


_number: Any = col(SupportRequest.id)
_due_at: Any = col(SupportRequest.due_at)
DUE_ORDER = (_due_at.asc().nulls_last(), _number.asc())
"""The next to fall due first; a request without a deadline after all that have one."""

COLUMNS: tuple[Any, ...] = (
    col(SupportRequest.ref),
    col(SupportRequest.version),
    col(SupportRequest.kind),
    col(SupportRequest.status),
    col(Client.ref).label("client_ref"),
    col(Provider.ref).label("provider_ref"),
    (col(Provider.first_name) + " " + col(Provider.last_name)).label("provider"),
    col(CareSession.ref).label("session_ref"),
    col(Staff.name),
    col(SupportRequest.received_at),
    col(SupportRequest.due_at),
    col(SupportRequest.priority),
    wake_up_day().label("wake_on"),
    is_at_evernorth().label("at_evernorth"),
    _asked().label("asks_approval"),
)


def request_columns(picked: FromClause) -> Select[Any]:
    """What `RequestRow`s are made of, for the requests whose `id` was picked: only these few are
    joined to what they are about."""
    found: Select[Any] = (
        select(*COLUMNS)
        .select_from(picked)
        .join(SupportRequest, _number == picked.c.id)
        .outerjoin(Client, col(Client.id) == col(SupportRequest.client_id))
        .outerjoin(Provider, col(Provider.id) == col(SupportRequest.provider_id))
        .outerjoin(CareSession, col(CareSession.id) == col(SupportRequest.session_id))
        .outerjoin(Staff, col(Staff.id) == col(SupportRequest.assignee_id))
    )
    return found


def request_row(context: ReadContext, row: Any) -> RequestRow:
    """The row of a list that `row` of `request_columns` makes."""
    today, book = platform_today(context), policy_book(context)
    stage = stage_of(row.status, row.wake_on, today)
    is_paused = stage == RequestStage.SNOOZED and not row.at_evernorth
    due_on = _last_day(row.due_at, book)
    return RequestRow(
        ref=row.ref,
        version=row.version,
        kind=row.kind,
        stage=stage,
        client_ref=row.client_ref,
        provider_ref=row.provider_ref,
        provider=row.provider,
        session_ref=row.session_ref,
        assignee=row.name,
        received_at=row.received_at,
        due_at=row.due_at,
        due_on=due_on,
        days_left=business_days_left(business_calendar(context), today, due_on) if due_on else None,
        paused_until=row.wake_on if is_paused else None,
        asks_approval=row.asks_approval,
        is_urgent=row.priority == Priority.URGENT,
    )


def _last_day(due_at: datetime | None, book: PolicyBook) -> date | None:
    if due_at is None:
        return None
    last = due_at - timedelta(microseconds=1)
    return local_date(last, platform_zone(last.date(), book))
