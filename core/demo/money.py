"""What a confirmation starts: claims, the client's charge and the provider's pay."""

from collections.abc import Iterator
from dataclasses import dataclass
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
from core.vocabulary.care import ChargeStatus, PayerKind, PayoutStatus
from core.vocabulary.care import ClaimStatus as S

MOS_PAY_CENTS = 10_000
SUBMITTED_AFTER, ACCEPTED_AFTER = timedelta(hours=30), timedelta(days=3)
DECIDED_AFTER, PAID_OUT_AFTER = timedelta(days=12), timedelta(days=16)
DECISIONS = {S.PAID: 91.5, S.DENIED: 4.5, S.ACCEPTED: 1.5, S.FRONT_END_REJECTED: 1.5}
DECISIONS |= {S.REPLACED: 0.7, S.REFUNDED_TO_PAYER: 0.3}
PAID = {S.PAID, S.REPLACED, S.REFUNDED_TO_PAYER}
DECIDED = PAID | {S.DENIED}
CHARGED = (ChargeStatus.CHARGED, ChargeStatus.REFUND_DUE, ChargeStatus.REFUNDED)


@dataclass(frozen=True)
class BilledSession:
    """The money of one session, confirmed at `at` and perhaps canceled since."""

    chance: Chance
    session: SessionRow
    at: datetime
    appointment: Appointment
    period: Period

    def rows(self) -> Iterator[ExtractRow]:
        """Claims, where an insurer pays; the charge, where the client pays; the payout."""
        service, session = self.appointment.service, self.session
        if session.payer_kind in (PayerKind.INSURANCE, PayerKind.EAP) and service:
            yield from self._claims(service.billed_cents)
        if amount := self._share_cents():
            yield self._charge(amount)
        yield PayoutRow(
            ref=f"PO-{session.ref[2:]}",
            session_id=session.ref,
            amount_cents=service.payout_cents if service else MOS_PAY_CENTS,
            period=f"{self.appointment.start:%Y-%m}",
            status=self._payout_status(),
        )

    def _claims(self, billed_cents: int) -> Iterator[ClaimRow]:
        """One claim, or one and its replacement or the one to the second insurer."""
        first, number = self._claim(billed_cents), self.session.ref[2:]
        if self.session.cancelled_at:
            yield ClaimRow(**first | self._taken_back(first, self.session.cancelled_at))
            return
        yield ClaimRow(**first)
        second = first | {"ref": f"CM-{number}-2", "seq": 2}
        if first["status"] == S.REPLACED:
            again = {"frequency": 7, "replaces_claim_id": first["ref"], "status": S.PAID}
            again |= {f"{whose}_control_number": f"{number}R" for whose in ("own", "payer")}
            yield ClaimRow(**second | again)
        day, coverages = self.appointment.start.date(), self.appointment.care.membership.coverages
        others = [one.ref for one in coverages if one.rank == 2 and covers(one, day)]
        if first["status"] == S.PAID and others:
            rest = {"own_control_number": f"SD{number}S", "paid_cents": billed_cents // 10}
            yield ClaimRow(**second | rest | {"coverage_id": others[0]})

    def _claim(self, billed_cents: int) -> dict[str, Any]:
        """The claim as it is in the end, or was when the session was canceled."""
        until = self.session.cancelled_at or self.period.until
        number, age, status = self.session.ref[2:], until - self.at, self.chance.weighted(DECISIONS)
        if age < ACCEPTED_AFTER:
            status = S.QUEUED if age < SUBMITTED_AFTER else S.SUBMITTED
        elif age < DECIDED_AFTER and status != S.FRONT_END_REJECTED:
            status = S.ACCEPTED
        decided_at = self.at + DECIDED_AFTER - self.chance.hours(0, 72)
        is_known = status in DECIDED or status == S.ACCEPTED
        return {
            "ref": f"CM-{number}-1",
            "session_id": self.session.ref,
            "seq": 1,
            "coverage_id": self.session.coverage_id,
            "status": status,
            "submitted_at": None if status == S.QUEUED else self.at + SUBMITTED_AFTER,
            "own_control_number": f"SD{number}",
            "payer_control_number": f"ICN{number}" if is_known else None,
            "billed_cents": billed_cents,
            "paid_cents": billed_cents * 6 // 10 if status in PAID else 0,
            "adjudicated_at": decided_at if status in DECIDED else None,
        }

    def _taken_back(self, claim: dict[str, Any], canceled_at: datetime) -> dict[str, Any]:
        """What becomes of the claim of a session that was canceled after the confirmation."""
        if claim["status"] in (S.QUEUED, S.SUBMITTED):
            return {"status": S.WITHDRAWN, "submitted_at": None}
        if claim["status"] == S.FRONT_END_REJECTED:
            return {}
        accepted_at = self.period.happened(canceled_at + self.chance.hours(96, 400))
        asked = {"void_requested_at": canceled_at, "void_accepted_at": accepted_at}
        is_recouped, is_rejected = self.chance.hits(0.7), self.chance.hits(0.5)
        if accepted_at is None:
            return asked | {"status": S.VOID_REJECTED if is_rejected else S.VOID_REQUESTED}
        if claim["paid_cents"] and is_recouped:
            return asked | {"status": S.RECOUPED, "recouped_cents": claim["paid_cents"]}
        return asked | {"status": S.VOIDED}

    def _share_cents(self) -> int:
        """What the client pays: all of it, the copay, or nothing."""
        service, session = self.appointment.service, self.session
        coverages = self.appointment.care.membership.coverages
        plan_ids = [one.plan_id for one in coverages if one.ref == session.coverage_id]
        if session.payer_kind == PayerKind.INSURANCE and plan_ids:
            return catalog().plans[plan_ids[0]].copay_cents
        is_own = session.payer_kind == PayerKind.SELF_PAY and service
        return service.billed_cents if service and is_own else 0

    def _charge(self, amount: int) -> ChargeRow:
        """The client's share, due the day after the confirmation."""
        due_on = self.at.astimezone(PLATFORM).date() + timedelta(days=1)
        drawn_at = datetime.combine(due_on, time(13), PLATFORM) + self.chance.minutes(0, 240)
        is_refunded, is_failed = self.chance.hits(0.75), self.chance.hits(0.02)
        status = ChargeStatus.FAILED if is_failed else ChargeStatus.CHARGED
        if self.session.cancelled_at:
            status = ChargeStatus.REFUNDED if is_refunded else ChargeStatus.REFUND_DUE
            status = ChargeStatus.STOPPED if self.session.cancelled_at < drawn_at else status
        elif drawn_at > self.period.until:
            status = ChargeStatus.DUE
        return ChargeRow(
            ref=f"CH-{self.session.ref[2:]}",
            session_id=self.session.ref,
            amount_cents=amount,
            due_on=due_on,
            status=status,
            charged_at=drawn_at if status in CHARGED else None,
            refunded_cents=amount if status == ChargeStatus.REFUNDED else 0,
        )

    def _payout_status(self) -> PayoutStatus:
        """Pending, then scheduled, and paid within a month of the confirmation."""
        paid_at, until, canceled_at = (
            self.at + PAID_OUT_AFTER,
            self.period.until,
            self.session.cancelled_at,
        )
        if canceled_at is not None:
            is_settled = until - canceled_at > timedelta(days=20)
            done = PayoutStatus.RECOVERED if is_settled else PayoutStatus.RECOVERY_DUE
            return done if canceled_at > paid_at else PayoutStatus.VOID
        is_new = until - self.at < timedelta(days=5)
        usual = PayoutStatus.PENDING if is_new else PayoutStatus.SCHEDULED
        return PayoutStatus.PAID if paid_at <= until else usual
