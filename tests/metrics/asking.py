"""How the tests of metrics ask, and a session to ask about."""

from collections import Counter
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from core import access
from core.db.transaction import ReadContext
from core.metrics.contract import MetricResult
from core.metrics.exports import export_rows
from core.metrics.registry import METRICS
from core.metrics.results import metric_result, metric_rows
from core.models.care import CareSession
from core.rules.metric_filters import DrillDown, MetricFilter
from core.vocabulary.people import Role
from tests.support import make

NOW = make.NOW
DAYS = (date(2026, 1, 1), date(2026, 3, 31))
ALL = MetricFilter(*DAYS)
CODES = list(METRICS)
FEW = 30
"""Sessions enough for a row of each metric."""


def reader(session: Session, now: datetime = NOW, role: Role = Role.MANAGER) -> ReadContext:
    return ReadContext(session, access.Actor("Someone", role), now)


def result(
    session: Session, code: str, wanted: MetricFilter = ALL, now: datetime = NOW
) -> MetricResult:
    return metric_result(reader(session, now), code, wanted)


def count(session: Session, code: str, now: datetime = NOW) -> int:
    return result(session, code, now=now).count()


def points(found: MetricResult) -> Counter[tuple[str, str, str]]:
    return Counter({(one.group, one.series, one.outcome): one.count for one in found.points})


def outcomes(session: Session, code: str, now: datetime = NOW) -> dict[tuple[str, str], int]:
    """By group and outcome."""
    found = result(session, code, now=now)
    return {(one.group, one.outcome): one.count for one in found.points}


def rows(
    session: Session,
    code: str,
    wanted: MetricFilter = ALL,
    drill_down: DrillDown = DrillDown(),  # noqa: B008 - frozen
    now: datetime = NOW,
) -> list[dict[str, Any]]:
    """The page's rows, by the names of the columns."""
    names = [column.name for column in METRICS[code].columns]
    found = metric_rows(reader(session, now), code, wanted, drill_down)
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def csv(
    session: Session,
    code: str,
    wanted: MetricFilter = ALL,
    drill_down: DrillDown = DrillDown(),  # noqa: B008 - frozen
) -> list[dict[str, Any]]:
    heads, *lines = chain.from_iterable(export_rows(reader(session), code, wanted, drill_down))
    return [dict(zip(map(str, heads), line, strict=True)) for line in lines]


def open_session(session: Session, start: datetime, **given: Any) -> CareSession:
    provider = given.pop("provider", None) or make.provider(session)
    return make.care_session(session, provider, make.client(session), start=start, **given)
