"""A session with everything that hangs on it, as a cancellation sees it: rows, and frozen facts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.models.base import ImportedRow
from core.models.care import CareSession, CarReport, Claim, ClientCharge, Payout
from core.models.coverage import Coverage, Plan
from core.models.requests import CancellationCase, ChecklistItem, SupportRequest
from core.rules.requests.cancellation_facts import (
    CancellationFacts,
    ChargeFact,
    ClaimFact,
    PayoutFact,
)
from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.sessions.stage import stage
from core.rules.time.instants import zone
from core.vocabulary.coverage import GOVERNMENT_LINES, CorrectionMethod
from core.vocabulary.requests import CancellationPart, SettleStatus

R = TypeVar("R", bound=ImportedRow)


@dataclass(frozen=True)
class CancellationRows:
    """One session and its money, each kind in the order it arose."""

    session: CareSession
    claims: tuple[Claim, ...]
    charges: tuple[ClientCharge, ...]
    payouts: tuple[Payout, ...]
    car: CarReport | None

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
    """What hangs on `session` as the database has it; `hold` keeps others off until the commit."""
    cars = _of(db, CarReport, session, hold)
    return CancellationRows(
        session=session,
        claims=_of(db, Claim, session, hold),
        charges=_of(db, ClientCharge, session, hold),
        payouts=_of(db, Payout, session, hold),
        car=cars[0] if cars else None,
    )


def cancellation_facts(db: Session, found: CancellationRows, now: datetime) -> CancellationFacts:
    """What the rules of cancelling are told about these rows at `now`."""
    session = found.session
    return CancellationFacts(
        stage=stage(_session_facts(session), session.confirm_blocked_from, now),
        payer_kind=session.payer_kind,
        claims=_claims(db, found),
        charges=tuple(ChargeFact(one.ref, one.status) for one in found.charges),
        payouts=tuple(PayoutFact(one.ref, one.status) for one in found.payouts),
        car=found.car.outcome if found.car else None,
        open_request=_open_request(db, session),
        confirm_last_on=session.confirm_last_on,
    )


def case_of(db: Session, request: SupportRequest) -> CancellationCase:
    """The cancellation that this request is about."""
    mine = col(CancellationCase.request_id) == request.key
    return db.scalars(select(CancellationCase).where(mine)).one()


def items_of(db: Session, request: SupportRequest) -> dict[str, ChecklistItem]:
    """What was answered to the steps of this request, by the step's code."""
    mine = col(ChecklistItem.request_id) == request.key
    return {item.code: item for item in db.scalars(select(ChecklistItem).where(mine))}


def answered(items: dict[str, ChecklistItem]) -> dict[str, SettleStatus]:
    """The steps that are settled, by code: done, or not applicable for a reason."""
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


def _of(db: Session, table: type[R], session: CareSession, hold: bool) -> tuple[R, ...]:
    mine = getattr(table, "session_id") == session.key  # noqa: B009 - not on the base
    statement = select(table).where(mine).order_by(col(table.id))
    if hold:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return tuple(db.scalars(statement))


def _claims(db: Session, found: CancellationRows) -> tuple[ClaimFact, ...]:
    covered = [one.coverage_id for one in found.claims]
    plans = {
        row.id: row
        for row in db.execute(
            select(
                col(Coverage.id),
                col(Plan.line),
                col(Plan.correction_method),
                col(Plan.timely_filing_calendar_days),
            )
            .join(Plan, col(Plan.id) == col(Coverage.plan_id))
            .where(col(Coverage.id).in_(covered))
        )
    }
    return tuple(
        ClaimFact(
            ref=one.ref,
            status=one.status,
            paid_cents=one.paid_cents,
            recouped_cents=one.recouped_cents,
            has_payer_number=bool(one.payer_control_number),
            is_government=plan is not None and plan.line in GOVERNMENT_LINES,
            method=plan.correction_method if plan else CorrectionMethod.REPLACE_VOID,
            file_by=_file_by(found.session.date_of_service, plan),
        )
        for one in found.claims
        for plan in (plans.get(one.coverage_id),)
    )


def _file_by(day: date, plan: object) -> date | None:
    days = getattr(plan, "timely_filing_calendar_days", None)
    return day + timedelta(days=days) if days else None


def _open_request(db: Session, session: CareSession) -> str | None:
    statement = (
        select(col(SupportRequest.ref))
        .join(CancellationCase, col(CancellationCase.request_id) == col(SupportRequest.id))
        .where(col(CancellationCase.session_id) == session.key, col(CancellationCase.is_open))
    )
    return db.scalar(statement)


def _session_facts(session: CareSession) -> SessionFacts:
    return SessionFacts(
        scheduled_start_at=session.scheduled_start_at,
        scheduled_end_at=session.scheduled_end_at,
        tz=zone(session.zone),
        payer_kind=session.payer_kind,
        kind=session.kind,
        status=session.status,
        actual_start_at=session.actual_start_at,
        actual_end_at=session.actual_end_at,
        confirmed_at=session.confirmed_at,
    )
