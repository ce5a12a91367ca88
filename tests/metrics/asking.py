"""How the tests of figures ask: every figure and its rows by kind, and a session to ask about."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from core import access
from core.db.transaction import ReadContext
from core.metrics.cancellations import settled_cancellation_rows, settled_cancellations
from core.metrics.confirmations import open_confirmation_rows, open_confirmations
from core.metrics.contract import Cases, Figure
from core.metrics.directory import directory_reflection_rows, directory_reflections
from core.metrics.expired import expired_session_rows, expired_sessions
from core.metrics.open_requests import open_request_rows, open_requests
from core.models.care import CareSession
from core.rules.metric_filters import MetricFilter, Pick
from core.vocabulary.metrics import MetricKind
from core.vocabulary.people import Role
from tests.support import make

NOW = make.NOW
DAYS = (date(2026, 1, 1), date(2026, 3, 31))
ALL = MetricFilter(*DAYS)
K = MetricKind
FIGURES: dict[MetricKind, Callable[[ReadContext, MetricFilter], Figure]] = {
    K.CONFIRMATIONS: open_confirmations,
    K.EXPIRED: expired_sessions,
    K.DIRECTORY: directory_reflections,
    K.REQUESTS: open_requests,
    K.CANCELLATIONS: settled_cancellations,
}
ROWS: dict[MetricKind, Callable[[ReadContext, MetricFilter, Pick], Cases[Any]]] = {
    K.CONFIRMATIONS: open_confirmation_rows,
    K.EXPIRED: expired_session_rows,
    K.DIRECTORY: directory_reflection_rows,
    K.REQUESTS: open_request_rows,
    K.CANCELLATIONS: settled_cancellation_rows,
}
KINDS = list(FIGURES)
FEW = 30
"""Sessions enough for a row behind a mark of each figure."""


def look(session: Session, now: datetime = NOW, role: Role = Role.MANAGER) -> ReadContext:
    return ReadContext(session, access.Actor("Someone", role), now)


def counts(found: Figure) -> dict[tuple[str, str], int]:
    return {(mark.bucket, mark.part): mark.count for mark in found.marks}


def open_session(session: Session, start: datetime, **given: Any) -> CareSession:
    provider = given.pop("provider", None) or make.provider(session)
    return make.care_session(session, provider, make.client(session), start=start, **given)
