"""Open requests by kind and by how long ago they were received (R46)."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Subquery, case, func, select
from sqlmodel import col

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.metrics.contract import Cases, Export, Figure, counted, first, picked, plain, stream
from core.metrics.population import of_requests
from core.models.care import CareSession
from core.models.people import Client, Provider, Staff
from core.models.requests import SupportRequest
from core.rules.metric_filters import MetricFilter, Pick, check
from core.vocabulary.metrics import Age
from core.vocabulary.requests import OPEN_STATUSES, RequestKind, RequestStatus

UNDER = {Age.TO_1: 2, Age.TO_3: 4, Age.TO_7: 8, Age.TO_14: 15}
"""Days, of 24 hours each, that a request of each age is younger than; the last age has no end."""


@dataclass(frozen=True)
class OpenRequest:
    """One open request; `due_at` is the first instant that is too late, `is_overdue` whether it
    has come."""

    request_ref: str
    kind: RequestKind
    status: RequestStatus
    assignee: str
    received_at: datetime
    age: Age
    due_at: datetime | None
    is_overdue: bool
    provider_ref: str
    client_ref: str
    session_ref: str


@guard(MANAGING)
def open_requests(context: ReadContext, wanted: MetricFilter) -> Figure:
    """The requests that are open at this moment, whatever the period, by kind and age. Raises
    InvalidInput by field."""
    return Figure(context.now, counted(context.db, _cases(context, wanted)))


@guard(MANAGING)
def open_request_rows(context: ReadContext, wanted: MetricFilter, pick: Pick) -> Cases[OpenRequest]:
    """The first requests behind a mark, the oldest first."""
    return first(_every(context, wanted, pick))


def _every(context: ReadContext, wanted: MetricFilter, pick: Pick) -> Generator[OpenRequest]:
    cases = _cases(context, wanted)
    columns: tuple[Any, ...] = (
        cases.c.part,
        col(SupportRequest.ref),
        col(SupportRequest.kind),
        col(SupportRequest.status),
        col(SupportRequest.received_at),
        col(SupportRequest.due_at),
        func.coalesce(col(Staff.name), "").label("assignee"),
        func.coalesce(col(Provider.ref), "").label("provider_ref"),
        func.coalesce(col(Client.ref), "").label("client_ref"),
        func.coalesce(col(CareSession.ref), "").label("session_ref"),
    )
    statement = (
        select(*columns)
        .select_from(cases)
        .join(SupportRequest, col(SupportRequest.id) == cases.c.id)
        .outerjoin(Staff, col(Staff.id) == col(SupportRequest.assignee_id))
        .outerjoin(Provider, col(Provider.id) == col(SupportRequest.provider_id))
        .outerjoin(Client, col(Client.id) == col(SupportRequest.client_id))
        .outerjoin(CareSession, col(CareSession.id) == col(SupportRequest.session_id))
        .order_by(col(SupportRequest.received_at), col(SupportRequest.id))
    )
    for row in stream(context.db, picked(statement, cases, pick)):
        yield _row(row, context.now)


EXPORT = Export(OpenRequest, _every)


def _cases(context: ReadContext, wanted: MetricFilter) -> Subquery:
    check(wanted)
    received_at = col(SupportRequest.received_at)
    whens = [
        (received_at > context.now - timedelta(days=days), age.value) for age, days in UNDER.items()
    ]
    columns: tuple[Any, ...] = (
        col(SupportRequest.id),
        plain(col(SupportRequest.kind)).label("bucket"),
        case(*whens, else_=Age.MORE.value).label("part"),
    )
    return (
        select(*columns)
        .outerjoin(CareSession, col(CareSession.id) == col(SupportRequest.session_id))
        .where(col(SupportRequest.status).in_(OPEN_STATUSES), *of_requests(wanted))
        .subquery("open_request")
    )


def _row(row: Any, now: datetime) -> OpenRequest:
    return OpenRequest(
        request_ref=row.ref,
        kind=row.kind,
        status=row.status,
        assignee=row.assignee,
        received_at=row.received_at,
        age=Age(row.part),
        due_at=row.due_at,
        is_overdue=row.due_at is not None and row.due_at <= now,
        provider_ref=row.provider_ref,
        client_ref=row.client_ref,
        session_ref=row.session_ref,
    )
