"""Sessions not confirmed in time, and the pay that was lost (R01, R35)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.db.transaction import ReadContext
from core.errors import PolicyGap
from core.facts.policies import policy_book
from core.metrics import population
from core.metrics.contract import Column, Metric, Money, Rate
from core.models.care import CareSession, Payout
from core.rules.metric_filters import MetricFilter
from core.rules.time.deadlines import NOT_HELD
from core.rules.time.policy import PolicyBook
from core.vocabulary.care import PayerKind, PayoutStatus, SessionKind, SessionStatus
from core.vocabulary.metrics import ChartForm

MOS_PAY = "mos_pay_cents"
PAYING = (PayoutStatus.PENDING, PayoutStatus.SCHEDULED, PayoutStatus.PAID)
"""Payouts that show what a session pays; one on hold or recovered does not."""
OUTCOMES = {
    "expired": "Expired",
    "late": "Confirmed late",
    "on_time": "Confirmed on time",
    "unknown": "Confirmed at an unknown time",
}


def _population(context: ReadContext, wanted: MetricFilter) -> Select[Any]:
    confirmed_at = col(CareSession.confirmed_at)
    blocked_from, last_on = col(CareSession.confirm_blocked_from), col(CareSession.confirm_last_on)
    is_expired = col(CareSession.status) == SessionStatus.SCHEDULED
    outcome = case(
        (is_expired, "expired"),
        (confirmed_at < blocked_from, "on_time"),
        (confirmed_at.is_not(None), "late"),
        else_="unknown",
    )
    columns: tuple[Any, ...] = (
        col(CareSession.id),
        population.month_of(context.db, last_on).label("group"),
        outcome.label("series"),
        outcome.label("outcome"),
        *population.FILTERED,
        case((is_expired, _pay(policy_book(context))), else_=0).label("cents"),
    )
    return select(*columns).where(
        last_on.between(wanted.from_on, wanted.to_on),
        blocked_from <= context.now,
        col(CareSession.kind) == SessionKind.SESSION,
        col(CareSession.status).not_in(NOT_HELD),
        *population.of_sessions(wanted),
    )


def _pay(book: PolicyBook) -> ColumnElement[int | None]:
    """What a session would have paid, in cents; NULL where nothing tells."""
    is_mos = col(CareSession.payer_kind) == PayerKind.MOS
    return case((is_mos, _mos_pay(book)), else_=_last_paid())


def _mos_pay(book: PolicyBook) -> ColumnElement[int | None]:
    day = col(CareSession.date_of_service)
    spans = [value for value in book.all() if value.key == MOS_PAY]
    if not spans:
        raise PolicyGap(f"No value of the policy '{MOS_PAY}' is in force.")
    whens = [
        (day.between(span.effective_from, span.effective_to or date.max), span.number)
        for span in spans
    ]
    return case(*whens)


def _last_paid() -> Any:
    before = aliased(CareSession)
    return (
        select(col(Payout.amount_cents))
        .join(before, col(before.id) == col(Payout.session_id))
        .where(
            col(before.provider_id) == col(CareSession.provider_id),
            col(before.payer_kind) == col(CareSession.payer_kind),
            col(before.cpt) == col(CareSession.cpt),
            col(before.date_of_service) < col(CareSession.date_of_service),
            col(Payout.status).in_(PAYING),
        )
        .order_by(col(before.date_of_service).desc(), col(Payout.id).desc())
        .limit(1)
        .correlate(CareSession)
        .scalar_subquery()
    )


def _lost(outcome: str, cents: int | None) -> Money | None:
    return Money(cents) if outcome == "expired" and cents is not None else None


EXPIRED_SESSIONS = Metric(
    code="expired_sessions",
    name="Expired sessions",
    title="Sessions not confirmed on time, by month of the last day",
    question="How many sessions were not confirmed in time, and what pay was lost?",
    formula="Sessions expired or confirmed late ÷ sessions whose last day to confirm has passed. "
    "Pay of an expired session: for Military OneSource the pay of that day, for other payers what "
    "the provider was paid for the last earlier session of the same code and payer.",
    cohort="Sessions whose last day to confirm falls in the period and has passed, and that were "
    "neither canceled nor no-shows.",
    exclusions=(
        "Consultation calls",
        "Sessions confirmed at an unknown time: shown, not part of the rate",
        "Expired sessions without a price: shown, not part of the amount",
    ),
    unit=("session", "sessions"),
    record_name="Sessions",
    opens="session",
    chart=ChartForm.BARS_BY_PERIOD,
    grouping=population.BY_MONTH,
    series_name="Outcome",
    series=OUTCOMES,
    outcomes=OUTCOMES,
    # beside the many that were confirmed on time, these would not be seen
    charted=("expired", "late"),
    first_series="expired",
    rate=Rate("not confirmed on time", ("expired", "late"), ("expired", "late", "on_time")),
    money_name="Pay lost",
    population=_population,
    kept_by=col(CareSession.confirm_last_on),
    is_kept_by_filters=True,
    records=population.session_records,
    columns=(
        population.SESSION,
        Column("Outcome", ("outcome",), OUTCOMES.__getitem__),
        Column("Last day to confirm", (col(CareSession.confirm_last_on),)),
        Column("Confirmed", (col(CareSession.confirmed_at),), is_instant=True),
        Column("Pay lost", ("outcome", "cents"), _lost),
        Column("Payer", (col(CareSession.payer_kind),)),
        population.PROVIDER,
        population.CLIENT,
    ),
    order=(col(CareSession.confirm_last_on), col(CareSession.id)),
    target_policy="confirm_days",
)
