"""Cancellations whose claim, charge, payout and CAR were settled in time (R16)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    Date,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    column,
    not_,
    select,
    values,
)
from sqlmodel import col

from core.db.transaction import ReadContext
from core.facts.policies import business_calendar, policy_book
from core.facts.requests import had_ended_early
from core.metrics import population
from core.metrics.contract import Column, Metric, Rate
from core.models.base import UtcDateTime
from core.models.care import CareSession
from core.models.people import Client, Provider
from core.models.requests import CancellationCase, SupportRequest
from core.rules.metric_filters import MetricFilter
from core.rules.time.instants import start_of
from core.rules.time.platform_clock import platform_day, platform_zone
from core.rules.time.policy import PolicyBook
from core.vocabulary.metrics import ChartForm

TARGET = "cancel_settle_bd"
LONGEST = timedelta(days=90)
"""No deadline is later than this after the request was ready."""
PARTS = {
    "Claim": col(CancellationCase.claim_settled),
    "Charge": col(CancellationCase.charge_settled),
    "Payout": col(CancellationCase.payout_settled),
    "CAR": col(CancellationCase.car_settled),
}
OUTCOMES = {"late": "Settled late", "open": "Not settled", "on_time": "Settled on time"}


def _population(context: ReadContext, wanted: MetricFilter) -> Select[Any]:
    deadlines, settled_at = _deadlines(context, wanted), col(CancellationCase.settled_at)
    ready_at = col(SupportRequest.ready_at)
    deadline = deadlines.c
    outcome = case(
        (settled_at.is_(None), "open"),
        (settled_at < deadline.late_from, "on_time"),
        else_="late",
    )
    columns: tuple[Any, ...] = (
        col(CancellationCase.id),
        population.month_of(context.db, deadline.last_on).label("group"),
        outcome.label("series"),
        outcome.label("outcome"),
        ready_at.label("started_at"),
        settled_at.label("ended_at"),
        deadline.last_on,
    )
    is_ready_then = and_(ready_at >= deadline.ready_from, ready_at < deadline.ready_before)
    return (
        select(*columns)
        .select_from(CancellationCase)
        .join(SupportRequest, col(SupportRequest.id) == col(CancellationCase.request_id))
        .join(CareSession, col(CareSession.id) == col(CancellationCase.session_id))
        .join(deadlines, is_ready_then)
        .where(not_(had_ended_early(deadline.late_from)), *population.of_requests(wanted))
    )


def _deadlines(context: ReadContext, wanted: MetricFilter) -> CTE:
    """The last day for each day on which a request may have become ready: business days, which
    the database cannot count. Only last days that fall in the period and have passed."""
    book, calendar = policy_book(context), business_calendar(context)
    before = platform_day(context.now, book)
    rows = []
    for ready_on in _ready_days(book, wanted):
        last_on = calendar.after(ready_on, book.on(TARGET, ready_on).number).day
        if wanted.from_on <= last_on <= wanted.to_on and last_on < before:
            starts = (_start(book, day) for day in (ready_on, _next(ready_on), _next(last_on)))
            rows.append((*starts, last_on))
    named = values(
        column("ready_from", UtcDateTime),
        column("ready_before", UtcDateTime),
        column("late_from", UtcDateTime),
        column("last_on", Date),
        name="deadline",
    )
    nothing = [(context.now, context.now, context.now, before)]
    return named.data(rows or nothing).cte("deadline")


def _ready_days(book: PolicyBook, wanted: MetricFilter) -> list[date]:
    first = min(value.effective_from for value in book.all() if value.key == TARGET)
    start = max(first, wanted.from_on - LONGEST)
    return [start + timedelta(days=n) for n in range((wanted.to_on - start).days + 1)]


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _start(book: PolicyBook, day: date) -> Any:
    return start_of(day, platform_zone(day, book))


def _records(cases: Subquery) -> FromClause:
    return (
        cases.join(CancellationCase, col(CancellationCase.id) == cases.c.id)
        .join(SupportRequest, col(SupportRequest.id) == col(CancellationCase.request_id))
        .join(CareSession, col(CareSession.id) == col(CancellationCase.session_id))
        .join(Provider, col(Provider.id) == col(CareSession.provider_id))
        .join(Client, col(Client.id) == col(CareSession.client_id))
    )


SETTLED_CANCELLATIONS = Metric(
    code="settled_cancellations",
    name="Cancellations settled",
    title="Cancellations settled on time, by month of the deadline",
    question="Are canceled sessions settled in time?",
    formula="Cancellations whose claim, charge, payout and CAR were all settled or not applicable "
    "by the deadline ÷ cancellations. Snoozing does not extend the deadline. A step that is added "
    "after all were settled does not change when they were.",
    cohort="Cancellations of confirmed sessions whose deadline, counted in business days from the "
    "day the request was ready, falls in the period and has passed.",
    exclusions=("Requests that were withdrawn by the deadline",),
    unit=("cancellation", "cancellations"),
    record_name="Requests",
    opens="request",
    chart=ChartForm.BARS_BY_PERIOD,
    grouping=population.BY_MONTH,
    series_name="Outcome",
    series=OUTCOMES,
    outcomes=OUTCOMES,
    rate=Rate("settled on time", ("on_time",), tuple(OUTCOMES)),
    median_name="Median time to settle",
    population=_population,
    records=_records,
    columns=(
        population.REQUEST,
        Column("Outcome", ("outcome",), OUTCOMES.__getitem__),
        Column("Ready", ("started_at",), is_instant=True),
        Column("Deadline", ("last_on",)),
        Column("Settled", ("ended_at",), is_instant=True),
        *(Column(name, (part,)) for name, part in PARTS.items()),
        population.SESSION,
        population.PROVIDER,
        population.CLIENT,
    ),
    order=(col(SupportRequest.ready_at), col(SupportRequest.id)),
    target_policy=TARGET,
)
