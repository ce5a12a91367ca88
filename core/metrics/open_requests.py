"""Open requests by kind and by how long ago they were received (R46)."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Subquery, case, func, select
from sqlmodel import col

from core.access import guard
from core.metrics.figure import Cases, Export, Figure, counted, first, picked, plain, stream
from core.metrics.population import of_requests
from core.models.care import CareSession
from core.models.people import Client, Provider, Staff
from core.models.requests import SupportRequest
from core.rules.figures import FigureFilter, Pick, check
from core.transaction import Reading
from core.vocabulary.figures import Age
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


@guard
def open_requests(reading: Reading, wanted: FigureFilter) -> Figure:
    """The requests that are open at this moment, whatever the period, by kind and age. Raises
    InvalidInput by field."""
    return Figure(reading.now, counted(reading.db, _cases(reading, wanted)))


@guard
def open_request_rows(reading: Reading, wanted: FigureFilter, pick: Pick) -> Cases[OpenRequest]:
    """The first requests behind a mark, the oldest first."""
    return first(_every(reading, wanted, pick))


def _every(reading: Reading, wanted: FigureFilter, pick: Pick) -> Generator[OpenRequest]:
    cases = _cases(reading, wanted)
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
    for row in stream(reading.db, picked(statement, cases, pick)):
        yield _row(row, reading.now)


EXPORT = Export(OpenRequest, _every)


def _cases(reading: Reading, wanted: FigureFilter) -> Subquery:
    check(wanted)
    received_at = col(SupportRequest.received_at)
    whens = [
        (received_at > reading.now - timedelta(days=days), age.value) for age, days in UNDER.items()
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
