"""What a confirmation starts: claims, the client's charge and the provider's pay."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from core.demo.appointments import Appointment
from core.demo.catalog import catalog
from core.demo.chance import Chance
from core.demo.coverages import covers
from core.demo.period import PLATFORM, Period
from core.exchange.care_rows import SessionRow
from core.exchange.extract_row import ExtractRow
from core.exchange.money_rows import ChargeRow, ClaimRow, PayoutRow
from core.vocabulary.care import ChargeStatus, PayerKind, PayoutStatus, SessionStatus
from core.vocabulary.care import ClaimStatus as S

MOS_PAY_CENTS = 10_000
SUBMITTED_AFTER, ACCEPTED_AFTER = timedelta(hours=30), timedelta(days=3)
DECIDED_AFTER, PAID_OUT_AFTER = timedelta(days=12), timedelta(days=16)
DECISIONS = {
    S.PAID: 91.5,
    S.DENIED: 4.5,
    S.ACCEPTED: 1.5,
    S.FRONT_END_REJECTED: 1.5,
    S.REPLACED: 0.7,
    S.REFUNDED_TO_PAYER: 0.3,
}
PAID = {S.PAID, S.REPLACED, S.REFUNDED_TO_PAYER}
DECIDED = PAID | {S.DENIED}
CHARGED = (ChargeStatus.CHARGED, ChargeStatus.REFUND_DUE, ChargeStatus.REFUNDED)


def money_rows(
    chance: Chance, session: SessionRow, appointment: Appointment, period: Period
) -> Iterator[ExtractRow]:
    """The claims, the charge and the payout of a session; nothing before it is confirmed."""
    if session.confirmed_at is None:
        return
    service, at = appointment.service, session.confirmed_at
    if session.payer_kind in (PayerKind.INSURANCE, PayerKind.EAP) and service:
        yield from _claims(chance, session, at, appointment, period, service.billed_cents)
    if amount := _share_cents(session, appointment):
        yield _charge(chance, session, at, amount, period)
    yield PayoutRow(
        ref=f"PO-{session.ref[2:]}",
        session_id=session.ref,
        amount_cents=service.payout_cents if service else MOS_PAY_CENTS,
        period=f"{appointment.start:%Y-%m}",
        status=_payout_status(session, at, period),
    )


def _claims(
    chance: Chance,
    session: SessionRow,
    confirmed_at: datetime,
    appointment: Appointment,
    period: Period,
    billed_cents: int,
) -> Iterator[ClaimRow]:
    """One claim, or one and its replacement or the one to the second insurer."""
    until = min(session.cancelled_at or period.until, period.until)
    first = _claim(chance, session, confirmed_at, until, billed_cents)
    own, known, status = f"SD{session.ref[2:]}", f"ICN{session.ref[2:]}", first["status"]
    second = {"ref": f"{first['ref'][:-1]}2", "seq": 2}
    if session.status == SessionStatus.CANCELLED_AFTER_CONFIRM:
        yield ClaimRow(**first | _taken_back(chance, first, until, period))
        return
    yield ClaimRow(**first)
    other = _second_coverage(appointment)
    if status == S.REPLACED:
        again = {"frequency": 7, "replaces_claim_id": first["ref"], "status": S.PAID}
        numbers = {"own_control_number": f"{own}R", "payer_control_number": f"{known}R"}
        yield ClaimRow(**first | second | again | numbers)
    elif status == S.PAID and other:
        rest = {"own_control_number": f"{own}S", "paid_cents": billed_cents // 10}
        yield ClaimRow(**first | second | rest | {"coverage_id": other})


def _claim(
    chance: Chance, session: SessionRow, confirmed_at: datetime, until: datetime, billed_cents: int
) -> dict[str, Any]:
    """The claim as it is at `until`."""
    number, status = session.ref[2:], _claim_status(chance, until - confirmed_at)
    decided_at = confirmed_at + DECIDED_AFTER - chance.hours(0, 72)
    is_known = status in DECIDED or status == S.ACCEPTED
    return {
        "ref": f"CM-{number}-1",
        "session_id": session.ref,
        "seq": 1,
        "coverage_id": session.coverage_id,
        "status": status,
        "submitted_at": None if status == S.QUEUED else confirmed_at + SUBMITTED_AFTER,
        "own_control_number": f"SD{number}",
        "payer_control_number": f"ICN{number}" if is_known else None,
        "billed_cents": billed_cents,
        "paid_cents": billed_cents * 6 // 10 if status in PAID else 0,
        "adjudicated_at": decided_at if status in DECIDED else None,
    }


def _claim_status(chance: Chance, age: timedelta) -> S:
    decision = chance.weighted(DECISIONS)
    if age < ACCEPTED_AFTER:
        return S.QUEUED if age < SUBMITTED_AFTER else S.SUBMITTED
    is_decided = age >= DECIDED_AFTER or decision == S.FRONT_END_REJECTED
    return decision if is_decided else S.ACCEPTED


def _taken_back(
    chance: Chance, claim: dict[str, Any], canceled_at: datetime, period: Period
) -> dict[str, Any]:
    """What becomes of the claim of a session that was canceled after the confirmation."""
    if claim["status"] in (S.QUEUED, S.SUBMITTED):
        return {"status": S.WITHDRAWN, "submitted_at": None}
    if claim["status"] == S.FRONT_END_REJECTED:
        return {}
    accepted_at = period.happened(canceled_at + chance.hours(96, 400))
    asked = {"void_requested_at": canceled_at, "void_accepted_at": accepted_at}
    if accepted_at is None:
        return asked | {"status": chance.weighted({S.VOID_REQUESTED: 3, S.VOID_REJECTED: 1})}
    if claim["paid_cents"] and chance.hits(0.7):
        return asked | {"status": S.RECOUPED, "recouped_cents": claim["paid_cents"]}
    return asked | {"status": S.VOIDED}


def _second_coverage(appointment: Appointment) -> str | None:
    day, coverages = appointment.start.date(), appointment.care.membership.coverages
    return next((one.ref for one in coverages if one.rank == 2 and covers(one, day)), None)


def _share_cents(session: SessionRow, appointment: Appointment) -> int:
    """What the client pays: all of it, the copay, or nothing."""
    if session.payer_kind == PayerKind.SELF_PAY and appointment.service:
        return appointment.service.billed_cents
    coverages = appointment.care.membership.coverages
    plan_ids = [one.plan_id for one in coverages if one.ref == session.coverage_id]
    is_insured = session.payer_kind == PayerKind.INSURANCE and plan_ids
    return catalog().plans[plan_ids[0]].copay_cents if is_insured else 0


def _charge(
    chance: Chance, session: SessionRow, confirmed_at: datetime, amount: int, period: Period
) -> ChargeRow:
    """The client's share, due the day after the confirmation."""
    due_on = confirmed_at.astimezone(PLATFORM).date() + timedelta(days=1)
    drawn_at = datetime.combine(due_on, time(13), PLATFORM) + chance.minutes(0, 240)
    is_refunded, is_failed = chance.hits(0.75), chance.hits(0.02)
    status = ChargeStatus.FAILED if is_failed else ChargeStatus.CHARGED
    if session.cancelled_at:
        status = ChargeStatus.REFUNDED if is_refunded else ChargeStatus.REFUND_DUE
        status = ChargeStatus.STOPPED if session.cancelled_at < drawn_at else status
    elif drawn_at > period.until:
        status = ChargeStatus.DUE
    return ChargeRow(
        ref=f"CH-{session.ref[2:]}",
        session_id=session.ref,
        amount_cents=amount,
        due_on=due_on,
        status=status,
        charged_at=drawn_at if status in CHARGED else None,
        refunded_cents=amount if status == ChargeStatus.REFUNDED else 0,
    )


def _payout_status(session: SessionRow, confirmed_at: datetime, period: Period) -> PayoutStatus:
    """Pending, then scheduled, and paid within a month of the confirmation."""
    paid_at = confirmed_at + PAID_OUT_AFTER
    if session.cancelled_at is not None:
        is_settled = period.until - session.cancelled_at > timedelta(days=20)
        done = PayoutStatus.RECOVERED if is_settled else PayoutStatus.RECOVERY_DUE
        return done if session.cancelled_at > paid_at else PayoutStatus.VOID
    if paid_at <= period.until:
        return PayoutStatus.PAID
    is_new = period.until - confirmed_at < timedelta(days=5)
    return PayoutStatus.PENDING if is_new else PayoutStatus.SCHEDULED
