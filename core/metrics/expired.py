"""Sessions whose time to confirm ran out, and what they would have paid, by month (R01, R35)."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.errors import PolicyGap
from core.facts.policies import policy_book
from core.metrics.contract import Cases, Export, Figure, counted, first, month_of, picked, stream
from core.metrics.population import PEOPLE, Where, of_sessions, people
from core.models.care import CareSession, Payout
from core.models.people import Client, Provider
from core.rules.metric_filters import MetricFilter, Pick, check
from core.rules.time.deadlines import NOT_HELD
from core.rules.time.policy import PolicyBook
from core.vocabulary.care import PayerKind, PayoutStatus, SessionKind, SessionStatus
from core.vocabulary.metrics import ConfirmationOutcome as Outcome

MOS_PAY = "mos_pay_cents"
STANDING = (PayoutStatus.PENDING, PayoutStatus.SCHEDULED, PayoutStatus.PAID)
"""Payouts that tell what a session pays; one held back or taken back does not."""


@dataclass(frozen=True)
class ConfirmationCase:
    """One session whose last day to confirm has passed. `expected_cents` is given for an expired
    one, None where nothing tells what it would have paid."""

    session_ref: str
    provider_ref: str
    provider: str
    client_ref: str
    client: str
    payer_kind: PayerKind
    zone: str
    date_of_service: date
    last_on: date
    confirmed_at: datetime | None
    outcome: Outcome
    expected_cents: int | None


@guard(MANAGING)
def expired_sessions(context: ReadContext, wanted: MetricFilter) -> Figure:
    """The sessions that took place, or are not said not to have, and whose last day to confirm
    lies in the period and has passed: how they came out, and what the expired would have paid.

    A Military OneSource session pays what the policy of its day says; any other what its provider
    was paid for the last one before it of the same code and payer kind. Raises InvalidInput.
    """
    return Figure(context.now, counted(context.db, _cases(context, wanted)))


@guard(MANAGING)
def expired_session_rows(
    context: ReadContext, wanted: MetricFilter, pick: Pick
) -> Cases[ConfirmationCase]:
    """The first sessions behind a mark, by their last day to confirm."""
    return first(_every(context, wanted, pick))


def _every(context: ReadContext, wanted: MetricFilter, pick: Pick) -> Generator[ConfirmationCase]:
    cases = _cases(context, wanted)
    columns: tuple[Any, ...] = (
        cases.c.part,
        cases.c.cents,
        col(CareSession.ref),
        col(CareSession.payer_kind),
        col(CareSession.zone),
        col(CareSession.date_of_service),
        col(CareSession.confirm_last_on),
        col(CareSession.confirmed_at),
        *PEOPLE,
    )
    statement = (
        select(*columns)
        .select_from(cases)
        .join(CareSession, col(CareSession.id) == cases.c.id)
        .join(Provider, col(Provider.id) == col(CareSession.provider_id))
        .join(Client, col(Client.id) == col(CareSession.client_id))
        .order_by(col(CareSession.confirm_last_on), col(CareSession.id))
    )
    for row in stream(context.db, picked(statement, cases, pick)):
        yield _row(row)


EXPORT = Export(ConfirmationCase, _every)


def _cases(context: ReadContext, wanted: MetricFilter) -> Subquery:
    confirmed_at = col(CareSession.confirmed_at)
    is_expired = col(CareSession.status) == SessionStatus.SCHEDULED
    outcome = case(
        (is_expired, Outcome.EXPIRED.value),
        (confirmed_at < col(CareSession.confirm_blocked_from), Outcome.IN_TIME.value),
        (confirmed_at.is_not(None), Outcome.LATE.value),
        else_=Outcome.UNKNOWN.value,
    )
    pay = case((is_expired, _pay(policy_book(context))))
    columns: tuple[Any, ...] = (
        col(CareSession.id),
        month_of(context.db, col(CareSession.confirm_last_on)).label("bucket"),
        outcome.label("part"),
        pay.label("cents"),
    )
    found = select(*columns).where(*_population(wanted, context.now)).subquery("confirmation")
    unpriced = case((and_(found.c.part == Outcome.EXPIRED.value, found.c.cents.is_(None)), 1))
    return select(*found.c, unpriced.label("unpriced")).subquery("confirmation_case")


def _population(wanted: MetricFilter, now: datetime) -> Where:
    check(wanted)
    blocked = col(CareSession.confirm_blocked_from)
    midnight = datetime.combine(wanted.from_on, time(0), tzinfo=UTC)
    days = wanted.to_on - wanted.from_on + timedelta(days=2)
    return [
        # the last days as instants, generously, for the index; then exactly
        blocked.between(midnight, midnight + days),
        col(CareSession.confirm_last_on).between(wanted.from_on, wanted.to_on),
        blocked <= now,
        col(CareSession.kind) == SessionKind.SESSION,
        col(CareSession.status).not_in(NOT_HELD),
        *of_sessions(wanted),
    ]


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
            col(Payout.status).in_(STANDING),
        )
        .order_by(col(before.date_of_service).desc(), col(Payout.id).desc())
        .limit(1)
        .correlate(CareSession)
        .scalar_subquery()
    )


def _row(row: Any) -> ConfirmationCase:
    return ConfirmationCase(
        session_ref=row.ref,
        **people(row),
        payer_kind=row.payer_kind,
        zone=row.zone,
        date_of_service=row.date_of_service,
        last_on=row.confirm_last_on,
        confirmed_at=row.confirmed_at,
        outcome=Outcome(row.part),
        expected_cents=row.cents,
    )
