"""Cancellations whose claim, charge, payout and CAR were settled in time (R16)."""

from dataclasses import replace
from typing import Any

from sqlalchemy import FromClause, Select, Subquery, case, not_, select
from sqlmodel import col

from core.db.transaction import ReadContext
from core.facts.requests import had_ended_early
from core.metrics import population
from core.metrics.contract import Column, Metric, Rate
from core.models.care import CareSession
from core.models.people import Client, Provider
from core.models.requests import CancellationCase, SupportRequest
from core.rules.metric_filters import MetricFilter
from core.vocabulary.metrics import ChartForm

TARGET = "cancel_settle_bd"
PARTS = {
    "Claim": col(CancellationCase.claim_settled),
    "Charge": col(CancellationCase.charge_settled),
    "Payout": col(CancellationCase.payout_settled),
    "CAR": col(CancellationCase.car_settled),
}
OUTCOMES = {"late": "Settled late", "open": "Not settled", "on_time": "Settled on time"}


def _population(context: ReadContext, wanted: MetricFilter) -> Select[Any]:
    settled_at, ready_at = col(CancellationCase.settled_at), col(SupportRequest.ready_at)
    last_on = col(CancellationCase.settle_last_on)
    late_from = col(CancellationCase.settle_late_from)
    outcome = case(
        (settled_at.is_(None), "open"),
        (settled_at < late_from, "on_time"),
        else_="late",
    )
    columns: tuple[Any, ...] = (
        col(CancellationCase.id),
        population.month_of(context.db, last_on).label("group"),
        outcome.label("series"),
        outcome.label("outcome"),
        *population.FILTERED,
        ready_at.label("started_at"),
        settled_at.label("ended_at"),
    )
    return (
        select(*columns)
        .select_from(CancellationCase)
        .join(SupportRequest, col(SupportRequest.id) == col(CancellationCase.request_id))
        .join(CareSession, col(CareSession.id) == col(CancellationCase.session_id))
        .where(
            last_on.between(wanted.from_on, wanted.to_on),
            late_from <= context.now,
            not_(had_ended_early(late_from)),
            *population.of_sessions(replace(wanted, provider_ref="")),
            *population.of_requests(replace(wanted, state_code=None, payer_kind=None)),
        )
    )


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
    kept_by=col(CancellationCase.settle_last_on),
    is_kept_by_filters=True,
    records=_records,
    columns=(
        population.REQUEST,
        Column("Outcome", ("outcome",), OUTCOMES.__getitem__),
        Column("Ready", ("started_at",), is_instant=True),
        Column("Deadline", (col(CancellationCase.settle_last_on),)),
        Column("Settled", ("ended_at",), is_instant=True),
        *(Column(name, (part,)) for name, part in PARTS.items()),
        population.SESSION,
        population.PROVIDER,
        population.CLIENT,
    ),
    order=(col(CancellationCase.settle_last_on), col(CancellationCase.id)),
    target_policy=TARGET,
)
