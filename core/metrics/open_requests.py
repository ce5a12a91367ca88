"""Open requests by kind and age (R46)."""

from datetime import timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    FromClause,
    Select,
    Subquery,
    bindparam,
    case,
    func,
    select,
)
from sqlmodel import col

from core.db.transaction import ReadContext
from core.facts.policies import policy_book
from core.facts.requests import IS_OPEN, is_overdue
from core.metrics import population
from core.metrics.contract import Column, DataPoint, Grouping, Metric
from core.models.care import CareSession
from core.models.people import Provider, Staff
from core.models.requests import SupportRequest
from core.rules.metric_filters import MetricFilter
from core.rules.time.platform_clock import platform_day
from core.vocabulary.metrics import ChartForm
from core.vocabulary.requests import RequestKind
from core.vocabulary.words import label

YOUNGER_THAN = {"0-1": 2, "2-3": 4, "4-7": 8, "8-14": 15}
"""Days of 24 hours that a request of each age is younger than; the last age has no end."""
AGES = {
    "0-1": "0–1 days",
    "2-3": "2–3 days",
    "4-7": "4–7 days",
    "8-14": "8–14 days",
    "15+": "15 days or more",
}
KIND = population.plain(col(SupportRequest.kind))
_YOUNGER: list[Any] = [
    func.count().filter(col(SupportRequest.received_at) > bindparam(code)) for code in YOUNGER_THAN
]
_COUNTS = select(KIND, *_YOUNGER, func.count()).where(IS_OPEN).group_by(KIND)


def _points(context: ReadContext, wanted: MetricFilter) -> list[DataPoint]:
    """Of each kind, how many are younger than each age: the database tells that in half the time
    that it takes to give each request its age."""
    since = {code: context.now - timedelta(days=days) for code, days in YOUNGER_THAN.items()}
    counts = _COUNTS.where(*population.of_requests(wanted))
    points: list[DataPoint] = []
    for kind, *numbers in context.db.connection().execute(counts, since):
        younger = 0
        for age, up_to in zip(AGES, numbers, strict=True):
            if up_to > younger:
                points.append(DataPoint(kind, age, age, up_to - younger))
            younger = up_to
    return sorted(points, key=attrgetter("group", "series"))


def _population(context: ReadContext, wanted: MetricFilter) -> Select[Any]:
    received_at = col(SupportRequest.received_at)
    whens = [
        (received_at > context.now - timedelta(days=days), code)
        for code, days in YOUNGER_THAN.items()
    ]
    age = case(*whens, else_="15+")
    overdue = is_overdue(context.now, platform_day(context.now, policy_book(context)))
    columns: tuple[Any, ...] = (
        col(SupportRequest.id),
        KIND.label("group"),
        age.label("series"),
        age.label("outcome"),
        case((overdue, "Overdue"), else_="").label("overdue"),
    )
    return select(*columns).where(IS_OPEN, *population.of_requests(wanted))


def _records(cases: Subquery) -> FromClause:
    return (
        cases.join(SupportRequest, col(SupportRequest.id) == cases.c.id)
        .outerjoin(Staff, col(Staff.id) == col(SupportRequest.assignee_id))
        .outerjoin(Provider, col(Provider.id) == col(SupportRequest.provider_id))
        .outerjoin(CareSession, col(CareSession.id) == col(SupportRequest.session_id))
    )


KINDS = {kind.value: label(kind) for kind in RequestKind}
OPEN_REQUESTS = Metric(
    code="open_requests",
    name="Open requests",
    title="Open requests, by kind and age",
    question="How many requests are open, and how old are they?",
    formula="Number of requests. Age counts from receipt, in days of 24 hours.",
    cohort="Requests that are open now. A request without a session has no payer, and the states "
    "of its provider or client.",
    exclusions=(),
    unit=("open request", "open requests"),
    record_name="Requests",
    opens="request",
    chart=ChartForm.BARS_NOW,
    grouping=Grouping("Kind", KINDS.__getitem__, tuple(KINDS)),
    series_name="Age",
    series=AGES,
    outcomes=AGES,
    population=_population,
    points=_points,
    records=_records,
    columns=(
        population.REQUEST,
        Column("Kind", (col(SupportRequest.kind),)),
        Column("Status", (col(SupportRequest.status),)),
        Column("Received", (col(SupportRequest.received_at),), is_instant=True),
        Column("Due", (col(SupportRequest.due_at),), is_instant=True),
        Column("Overdue", ("overdue",)),
        Column("Assignee", (col(Staff.name),)),
        Column("Provider", (col(Provider.ref),)),
        population.SESSION,
    ),
    order=(col(SupportRequest.received_at), col(SupportRequest.id)),
)
