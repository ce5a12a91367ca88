"""Cancelled sessions whose claim, charge, payout and CAR were settled in time, by month (R16)."""

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from statistics import median
from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlmodel import col

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.facts.due_instants import platform_day
from core.facts.policies import business_calendar, policy_book
from core.metrics.contract import Cases, Export, Figure, Mark, first, stream
from core.metrics.directory import GIVEN_UP
from core.metrics.population import PEOPLE, of_requests, people
from core.models.care import CareSession
from core.models.people import Client, Provider
from core.models.requests import CancellationCase, ChecklistItem, SupportRequest
from core.rules.metric_filters import MetricFilter, Pick, check, check_pick
from core.rules.time.instants import start_of, zone
from core.vocabulary.metrics import SettlementOutcome as Outcome
from core.vocabulary.requests import SettleStatus

TARGET = "cancel_settle_bd"
AT_MOST = timedelta(days=90)
"""No target ends later after a request was ready; where to begin to look for those due."""


@dataclass(frozen=True)
class SettlementFigure(Figure):
    """`median_days` is the middle of the days from a complete request to the last thing settled,
    of those that are; None where none is."""

    median_days: float | None = None


@dataclass(frozen=True)
class CancellationSettlement:
    """One cancellation; `settled_at` is when the last of its steps was done, None while one is
    open. `last_on` is the last day in time, by the platform's clock."""

    request_ref: str
    session_ref: str
    provider_ref: str
    provider: str
    client_ref: str
    client: str
    claim: SettleStatus
    charge: SettleStatus
    payout: SettleStatus
    car: SettleStatus
    ready_at: datetime
    last_on: date
    settled_at: datetime | None
    outcome: Outcome


@guard(MANAGING)
def settled_cancellations(context: ReadContext, wanted: MetricFilter) -> SettlementFigure:
    """The cancellations whose limit to settle (business days after the request was complete, by
    the policy of that day) lies in the period and has passed: whether all was settled by then.
    Not counted are those that were given up. Raises InvalidInput by field."""
    marks = Counter[tuple[str, str]]()
    days = []
    for one in _every(context, wanted, Pick()):
        marks[_month(one), one.outcome.value] += 1
        if one.settled_at is not None:
            days.append((one.settled_at - one.ready_at) / timedelta(days=1))
    found = tuple(Mark(*names, count) for names, count in sorted(marks.items()))
    return SettlementFigure(context.now, found, median(days) if days else None)


@guard(MANAGING)
def settled_cancellation_rows(
    context: ReadContext, wanted: MetricFilter, pick: Pick
) -> Cases[CancellationSettlement]:
    """The first cancellations behind a mark, by when their request was complete."""
    return first(_every(context, wanted, pick))


def _every(
    context: ReadContext, wanted: MetricFilter, pick: Pick
) -> Generator[CancellationSettlement]:
    """One by one: the limit counts business days, which the database cannot."""
    check(wanted)
    check_pick(pick)
    book, calendar = policy_book(context), business_calendar(context)

    @lru_cache(maxsize=1000)
    def last_day(ready_on: date) -> date:
        return calendar.after(ready_on, book.on(TARGET, ready_on).number).day

    today = platform_day(context.now, book)
    for row in stream(context.db, _ready(wanted)):
        last_on = last_day(platform_day(row.ready_at, book))
        if not (wanted.from_on <= last_on <= wanted.to_on and last_on < today):
            continue
        tz = zone(book.on("tz.platform", last_on).text)
        one = _row(row, last_on, start_of(last_on + timedelta(days=1), tz))
        if pick.bucket in ("", _month(one)) and pick.part in ("", one.outcome):
            yield one


EXPORT = Export(CancellationSettlement, _every)


def _ready(wanted: MetricFilter) -> Select[Any]:
    """The cancellations that were complete early enough to be due in the period."""
    until = datetime.combine(wanted.to_on, time(0), tzinfo=UTC) + timedelta(days=2)
    earliest = datetime.combine(wanted.from_on, time(0), tzinfo=UTC) - AT_MOST
    columns: tuple[Any, ...] = (
        col(SupportRequest.ref),
        col(SupportRequest.ready_at),
        col(CareSession.ref).label("session_ref"),
        col(CancellationCase.claim_settled),
        col(CancellationCase.charge_settled),
        col(CancellationCase.payout_settled),
        col(CancellationCase.car_settled),
        _settled_at().label("settled_at"),
        *PEOPLE,
    )
    return (
        select(*columns)
        .select_from(CancellationCase)
        .join(SupportRequest, col(SupportRequest.id) == col(CancellationCase.request_id))
        .join(CareSession, col(CareSession.id) == col(CancellationCase.session_id))
        .join(Provider, col(Provider.id) == col(CareSession.provider_id))
        .join(Client, col(Client.id) == col(CareSession.client_id))
        .where(
            col(SupportRequest.ready_at).between(earliest, until),
            col(SupportRequest.status).not_in(GIVEN_UP),
            *of_requests(wanted),
        )
        .order_by(col(SupportRequest.ready_at), col(SupportRequest.id))
    )


def _settled_at() -> Any:
    """When the last step was done, of a case of which nothing is open; where there was nothing to
    do, when the case was last written."""
    done = (
        select(func.max(col(ChecklistItem.done_at)))
        .where(col(ChecklistItem.request_id) == col(CancellationCase.request_id))
        .correlate(CancellationCase)
        .scalar_subquery()
    )
    parts = (
        CancellationCase.claim_settled,
        CancellationCase.charge_settled,
        CancellationCase.payout_settled,
        CancellationCase.car_settled,
    )
    is_settled = and_(*(col(part) != SettleStatus.TODO for part in parts))
    return case((is_settled, func.coalesce(done, col(CancellationCase.updated_at))))


def _row(row: Any, last_on: date, too_late_from: datetime) -> CancellationSettlement:
    if row.settled_at is None:
        outcome = Outcome.OPEN
    else:
        outcome = Outcome.IN_TIME if row.settled_at < too_late_from else Outcome.LATE
    return CancellationSettlement(
        request_ref=row.ref,
        session_ref=row.session_ref,
        **people(row),
        claim=row.claim_settled,
        charge=row.charge_settled,
        payout=row.payout_settled,
        car=row.car_settled,
        ready_at=row.ready_at,
        last_on=last_on,
        settled_at=row.settled_at,
        outcome=outcome,
    )


def _month(one: CancellationSettlement) -> str:
    return f"{one.last_on:%Y-%m}"
