"""Sessions of Military OneSource that contradict their report, and money that must not be on them;
consultation calls that were billed (R32, R34, R38, R40, R54)."""

from typing import Any

from sqlalchemy import Select, and_, exists, literal, or_, select
from sqlmodel import col

from core.data_issues.checks.scope import CONFIRMED, NOT_HELD, STATUS, DataCheck
from core.models.care import CareSession, CarReport, Claim, ClientCharge, Payout
from core.models.people import Staff
from core.models.requests import CancellationCase, SupportRequest
from core.rules.sessions.money import GONE_CHARGES, GONE_CLAIMS, GONE_PAYOUTS
from core.rules.time.policy import PolicyBook
from core.vocabulary.care import CarOutcome, PayerKind, SessionKind, SessionStatus
from core.vocabulary.data_issues import DataIssueCode as F
from core.vocabulary.people import DESK_ADDRESS
from core.vocabulary.words import phrase

KEY: Any = col(CareSession.id)
IS_MOS: Any = col(CareSession.payer_kind) == PayerKind.MOS


def _not_held(_book: PolicyBook) -> Select[Any]:
    """One that a person has cancelled is no contradiction any more: there the report is corrected
    on purpose. One that the desk itself asked to cancel is, until it is cancelled."""
    ours = exists().where(
        col(CancellationCase.session_id) == KEY,
        col(CancellationCase.is_open),
        col(CancellationCase.request_id) == col(SupportRequest.id),
        col(SupportRequest.filed_by_id) == col(Staff.id),
        col(Staff.email) == DESK_ADDRESS,
    )
    is_asked = and_(STATUS == SessionStatus.CANCEL_REQUESTED, ours)
    return (
        select(KEY, col(CarReport.outcome))
        .join(CarReport, col(CarReport.session_id) == KEY)
        .where(IS_MOS, col(CarReport.outcome) != CarOutcome.TOOK_PLACE)
        .where(or_(STATUS == SessionStatus.CONFIRMED, is_asked))
    )


def _report_without_mos(_book: PolicyBook) -> Select[Any]:
    return (
        select(KEY, col(CareSession.payer_kind))
        .join(CarReport, col(CarReport.session_id) == KEY)
        .where(col(CareSession.payer_kind) != PayerKind.MOS)
    )


def _without_case(_book: PolicyBook) -> Select[Any]:
    has_none = col(CareSession.mos_case_id).is_(None)
    return select(KEY).where(IS_MOS, has_none, col(CareSession.kind) == SessionKind.SESSION)


def _charge(_book: PolicyBook) -> Select[Any]:
    is_left = col(ClientCharge.amount_cents) > col(ClientCharge.refunded_cents)
    return (
        select(KEY, literal("charge"), col(ClientCharge.ref))
        .join(ClientCharge, col(ClientCharge.session_id) == KEY)
        .where(IS_MOS, col(ClientCharge.status).not_in(GONE_CHARGES), is_left)
    )


def _missed_money(_book: PolicyBook) -> Select[Any]:
    claims = (
        select(KEY, literal("claim"), col(Claim.ref))
        .join(Claim, col(Claim.session_id) == KEY)
        .where(IS_MOS, STATUS.in_(NOT_HELD), col(Claim.status).not_in(GONE_CLAIMS))
    )
    payouts = (
        select(KEY, literal("payout"), col(Payout.ref))
        .join(Payout, col(Payout.session_id) == KEY)
        .where(IS_MOS, STATUS.in_(NOT_HELD), col(Payout.status).not_in(GONE_PAYOUTS))
        .where(col(Payout.amount_cents) > 0)
    )
    return select(claims.union_all(payouts).subquery())


def _consult_billed(_book: PolicyBook) -> Select[Any]:
    is_consult = col(CareSession.kind) == SessionKind.CONSULT
    confirmed = select(KEY, literal("a"), literal("confirmation")).where(
        is_consult, STATUS.in_(CONFIRMED)
    )
    claims = (
        select(KEY, literal("claim"), col(Claim.ref))
        .join(Claim, col(Claim.session_id) == KEY)
        .where(is_consult, col(Claim.status).not_in(GONE_CLAIMS))
    )
    return select(confirmed.union_all(claims).subquery())


def _named(kind: str, ref: str) -> str:
    return f"{kind} {ref}"


CHECKS = (
    DataCheck(F.CONFIRMED_NOT_HELD, "care_session", _not_held, phrase),
    DataCheck(F.REPORT_WITHOUT_MOS, "care_session", _report_without_mos, phrase),
    DataCheck(F.MOS_WITHOUT_CASE, "care_session", _without_case, str),
    DataCheck(F.MOS_CHARGE, "care_session", _charge, _named),
    DataCheck(F.MOS_MISSED_MONEY, "care_session", _missed_money, _named),
    DataCheck(F.CONSULT_BILLED, "care_session", _consult_billed, _named),
)
