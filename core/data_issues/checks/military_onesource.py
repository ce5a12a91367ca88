"""Sessions of Military OneSource that contradict their report, and money that must not be on them;
consultation calls that were billed (R32, R34, R35, R37, R38, R40, R54)."""

from datetime import date
from typing import Any

from sqlalchemy import Select, String, and_, cast, exists, func, literal, or_, select
from sqlmodel import col

from core.data_issues.checks.scope import (
    CONFIRMED,
    DAY,
    IS_MOS,
    KEY,
    NOT_HELD,
    STATUS,
    CheckTime,
    DataCheck,
    on_day,
)
from core.models.care import CareSession, CarReport, Claim, ClientCharge, Payout
from core.models.people import Staff
from core.models.requests import CancellationCase, SupportRequest
from core.rules.sessions.money import GONE_CHARGES, GONE_CLAIMS, GONE_PAYOUTS
from core.rules.time.formats import money_text
from core.vocabulary.care import CarOutcome, PayerKind, SessionKind, SessionStatus
from core.vocabulary.data_issues import DataIssueCode as F
from core.vocabulary.people import DESK_ADDRESS
from core.vocabulary.words import phrase


def _not_held(_at: CheckTime) -> Select[Any]:
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


def _report_without_mos(_at: CheckTime) -> Select[Any]:
    return (
        select(KEY, col(CareSession.payer_kind))
        .join(CarReport, col(CarReport.session_id) == KEY)
        .where(col(CareSession.payer_kind) != PayerKind.MOS)
    )


def _without_case(_at: CheckTime) -> Select[Any]:
    has_none = col(CareSession.mos_case_id).is_(None)
    return select(KEY).where(IS_MOS, has_none, col(CareSession.kind) == SessionKind.SESSION)


def _charge(_at: CheckTime) -> Select[Any]:
    is_left = col(ClientCharge.amount_cents) > col(ClientCharge.refunded_cents)
    return (
        select(KEY, literal("charge"), col(ClientCharge.ref))
        .join(ClientCharge, col(ClientCharge.session_id) == KEY)
        .where(IS_MOS, col(ClientCharge.status).not_in(GONE_CHARGES), is_left)
    )


def _missed_money(_at: CheckTime) -> Select[Any]:
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


def _claims(_at: CheckTime) -> Select[Any]:
    """Those of a session that did not take place are found with its other money."""
    return (
        select(KEY, literal("claim"), col(Claim.ref))
        .join(Claim, col(Claim.session_id) == KEY)
        .where(IS_MOS, STATUS.not_in(NOT_HELD), col(Claim.status).not_in(GONE_CLAIMS))
    )


def _pay(at: CheckTime) -> Select[Any]:
    """Of sessions that took place: the others earn nothing at all."""
    amount, wanted = col(Payout.amount_cents), on_day(at.book, "mos_pay_cents")
    return _payouts(col(Payout.ref), amount, wanted).where(
        STATUS.not_in(NOT_HELD), amount != wanted
    )


def _amounts(ref: str, amount: int, wanted: int) -> str:
    return f"payout {ref} is {money_text(amount)} instead of {money_text(wanted)}"


def _wrong_month(_at: CheckTime) -> Select[Any]:
    month = func.substr(cast(DAY, String), 1, 7)
    return _payouts(col(Payout.ref), col(Payout.period), DAY).where(col(Payout.period) != month)


def _months(ref: str, period: str, day: date) -> str:
    return f"payout {ref} counts for {period} instead of {day:%Y-%m}"


def _payouts(*columns: Any) -> Select[Any]:
    """Payouts of Military OneSource sessions that are made or to be made."""
    joined = col(Payout.session_id) == KEY
    return (
        select(KEY, *columns)
        .join(Payout, joined)
        .where(IS_MOS, col(Payout.status).not_in(GONE_PAYOUTS))
    )


def _consult_billed(_at: CheckTime) -> Select[Any]:
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
    DataCheck(F.MOS_CLAIM, "care_session", _claims, _named),
    DataCheck(F.MOS_PAY, "care_session", _pay, _amounts),
    DataCheck(F.PAYOUT_PERIOD, "care_session", _wrong_month, _months),
    DataCheck(F.CONSULT_BILLED, "care_session", _consult_billed, _named),
)
