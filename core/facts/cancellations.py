"""A session and its money as a cancellation sees them: rows, and frozen facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.facts.clients import COVERAGES, ClientCoverage
from core.facts.gather import Kind, gather
from core.facts.sessions import session_fact
from core.models.base import ImportedRow
from core.models.care import CareSession, CarReport, Claim, ClientCharge, Payout
from core.models.coverage import Coverage, Plan
from core.models.requests import CancellationCase, ChecklistItem, SupportRequest
from core.rules.requests.cancellation_facts import (
    CancellationFacts,
    ClaimFact,
    PaymentFact,
)
from core.rules.sessions.stage import stage
from core.rules.time.instants import local_date, zone
from core.vocabulary.coverage import GOVERNMENT_LINES, CorrectionMethod, LineOfBusiness
from core.vocabulary.requests import CancellationPart, SettleStatus

OPEN_REQUESTS: Kind[str] = Kind(
    CancellationCase.session_id,
    (SupportRequest.ref,),
    str,
    order=(SupportRequest.id,),
    source=lambda found: found.join(
        SupportRequest, col(SupportRequest.id) == col(CancellationCase.request_id)
    ).where(col(CancellationCase.is_open)),
)
"""The reference of the request that is canceling a session."""


@dataclass(frozen=True)
class ClaimTerms:
    """How the plan of a claim takes corrections; `filing_days` None: no limit is known."""

    line: LineOfBusiness | None
    method: CorrectionMethod | None
    filing_days: int | None


@dataclass(frozen=True)
class CancellationRows:
    """One session and its money, each kind in the order it arose; the terms of each claim by its
    id, the client's coverages, and the reference of the request that is canceling it already."""

    session: CareSession
    claims: tuple[Claim, ...]
    charges: tuple[ClientCharge, ...]
    payouts: tuple[Payout, ...]
    car: CarReport | None
    terms: Mapping[int, ClaimTerms]
    coverages: tuple[ClientCoverage, ...]
    open_request: str | None

    @property
    def version(self) -> int:
        """A number that goes up with each change of any of them."""
        every = (self.session, *self.claims, *self.charges, *self.payouts, self.car)
        return sum(row.version for row in every if row is not None)

    def of(self, part: CancellationPart, ref: str) -> ImportedRow | None:
        """The row that a step is about; None where there is none."""
        if part == CancellationPart.CAR:
            return self.car
        kinds: dict[str, tuple[ImportedRow, ...]] = {
            CancellationPart.CLAIM: self.claims,
            CancellationPart.CHARGE: self.charges,
            CancellationPart.PAYOUT: self.payouts,
        }
        return next((row for row in kinds[part] if row.ref == ref), None)


def cancellation_rows(db: Session, session: CareSession, *, hold: bool = False) -> CancellationRows:
    """The session's money as the database has it; `hold` locks its rows until the commit."""
    cars = db.scalars(_of(CarReport, session, hold)).all()
    claims = db.execute(_of(Claim, session, hold)).all()
    charges = db.scalars(_of(ClientCharge, session, hold)).all()
    payouts = db.scalars(_of(Payout, session, hold)).all()
    found = gather(db, ([session.key], (OPEN_REQUESTS,)), ([session.client_id], (COVERAGES,)))
    return CancellationRows(
        session=session,
        claims=tuple(claim for claim, *_ in claims),
        charges=tuple(charges),
        payouts=tuple(payouts),
        car=cars[0] if cars else None,
        terms={claim.key: ClaimTerms(*terms) for claim, *terms in claims},
        coverages=found[COVERAGES][session.client_id],
        open_request=next(iter(found[OPEN_REQUESTS][session.key]), None),
    )


def cancellation_facts(found: CancellationRows, now: datetime) -> CancellationFacts:
    """The facts of these rows for the cancellation rules, at `now`."""
    session = found.session
    return CancellationFacts(
        stage=stage(session_fact(session, (), ()), session.confirm_blocked_from, now),
        payer_kind=session.payer_kind,
        claims=tuple(_claim(one, found) for one in found.claims),
        charges=tuple(PaymentFact(one.ref, one.status, one.amount_cents) for one in found.charges),
        payouts=tuple(PaymentFact(one.ref, one.status, one.amount_cents) for one in found.payouts),
        car=found.car.outcome if found.car else None,
        open_request=found.open_request,
        confirm_last_on=session.confirm_last_on,
        today=local_date(now, zone(session.zone)),
    )


def case_of(db: Session, request: SupportRequest) -> CancellationCase:
    """The cancellation of this request."""
    mine = col(CancellationCase.request_id) == request.key
    return db.scalars(select(CancellationCase).where(mine)).one()


def items_of(db: Session, request: SupportRequest) -> dict[str, ChecklistItem]:
    """The answers to the steps of this request, by the step's code."""
    mine = col(ChecklistItem.request_id) == request.key
    return {item.code: item for item in db.scalars(select(ChecklistItem).where(mine))}


def answered(items: dict[str, ChecklistItem]) -> dict[str, SettleStatus]:
    """The settled steps by code: done, or not applicable."""
    settled = {}
    for code, item in items.items():
        if item.not_applicable_reason is not None:
            settled[code] = SettleStatus.NOT_APPLICABLE
        elif item.done_at is not None:
            settled[code] = SettleStatus.DONE
    return settled


def claims_version(db: Session, session_id: int | None) -> int:
    """A number that goes up with each change of a claim of this session, and with a new one."""
    versions = select(col(Claim.version)).where(col(Claim.session_id) == session_id)
    return sum(db.scalars(versions))


def _of(table: type[ImportedRow], session: CareSession, hold: bool) -> Select[Any]:
    mine = getattr(table, "session_id") == session.key  # noqa: B009 - not on the base
    statement: Select[Any] = select(table).where(mine).order_by(col(table.id))
    if table is Claim:
        statement = _with_terms(statement)
    if hold:
        statement = statement.with_for_update(of=table)
        statement = statement.execution_options(populate_existing=True)
    return statement


def _with_terms(statement: Select[Any]) -> Select[Any]:
    terms = (col(Plan.line), col(Plan.correction_method), col(Plan.timely_filing_calendar_days))
    return (
        statement.add_columns(*terms)
        .outerjoin(Coverage, col(Coverage.id) == col(Claim.coverage_id))
        .outerjoin(Plan, col(Plan.id) == col(Coverage.plan_id))
    )


def _claim(one: Claim, found: CancellationRows) -> ClaimFact:
    terms = found.terms[one.key]
    return ClaimFact(
        ref=one.ref,
        status=one.status,
        paid_cents=one.paid_cents,
        recouped_cents=one.recouped_cents,
        control_number=one.payer_control_number or "",
        is_government=terms.line in GOVERNMENT_LINES,
        method=terms.method or CorrectionMethod.REPLACE_VOID,
        frequency=one.frequency,
        file_by=_file_by(found.session.date_of_service, terms.filing_days),
    )


def _file_by(day: date, days: int | None) -> date | None:
    return day + timedelta(days=days) if days else None
