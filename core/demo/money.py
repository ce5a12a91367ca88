"""What a confirmation sets going: the client's charge and the provider's pay."""

from datetime import UTC, datetime, time, timedelta

from core.demo.book import book
from core.demo.dice import Dice
from core.demo.rows.care import ClientChargeRow, PayoutRow
from core.demo.sessions import Story
from core.demo.timeline import PLATFORM, Timeline
from core.vocabulary.care import ChargeStatus, PayerKind, PayoutStatus

MOS_PAY_CENTS = 10_000


def charge(story: Story, timeline: Timeline) -> ClientChargeRow | None:
    """The client's share, due the day after the confirmation; None where there is none."""
    session, amount = story.session, _share_cents(story)
    if session.confirmed_at is None or not amount:
        return None
    dice = Dice(f"charge {story.appointment.care.person.number} {session.confirmed_at}")
    due_on = session.confirmed_at.astimezone(PLATFORM).date() + timedelta(days=1)
    drawn_at = datetime.combine(due_on, time(6), PLATFORM) + dice.minutes(0, 240)
    charged_at = timeline.event(drawn_at)
    status = _charge_status(dice, story, charged_at, drawn_at)
    is_drawn = status in (CHARGED, ChargeStatus.REFUND_DUE, ChargeStatus.REFUNDED)
    return ClientChargeRow(
        charge_id=f"CH-{session.session_id[2:]}",
        session_id=session.session_id,
        amount_cents=amount,
        due_on=due_on,
        status=status,
        charged_at=charged_at if is_drawn else None,
        refunded_cents=amount if status == ChargeStatus.REFUNDED else 0,
    )


CHARGED = ChargeStatus.CHARGED


def _share_cents(story: Story) -> int:
    service, session = story.appointment.service, story.session
    if session.payer_kind == PayerKind.SELF_PAY and service:
        return service.billed_cents
    if session.payer_kind != PayerKind.INSURANCE or session.coverage_id is None:
        return 0
    coverages = story.appointment.care.membership.coverages
    coverage = next(one for one in coverages if one.coverage_id == session.coverage_id)
    return book().plans[coverage.plan_id].copay_cents


def _charge_status(
    dice: Dice, story: Story, charged_at: datetime | None, drawn_at: datetime
) -> ChargeStatus:
    session = story.session
    if session.cancelled_at and session.cancelled_at < drawn_at:
        return ChargeStatus.STOPPED
    if session.cancelled_at:
        return dice.weighted({ChargeStatus.REFUNDED: 3, ChargeStatus.REFUND_DUE: 1})
    if charged_at is None:
        return ChargeStatus.DUE
    return ChargeStatus.FAILED if dice.hits(0.02) else CHARGED


def payout(story: Story, timeline: Timeline) -> PayoutRow | None:
    """The provider's pay: pending, then scheduled, and paid within a month of the confirmation."""
    session, service = story.session, story.appointment.service
    if session.confirmed_at is None:
        return None
    is_mos = session.payer_kind == PayerKind.MOS
    began = session.actual_start or session.scheduled_start
    return PayoutRow(
        payout_id=f"PO-{session.session_id[2:]}",
        session_id=session.session_id,
        amount_cents=MOS_PAY_CENTS if is_mos or service is None else service.payout_cents,
        period=f"{began:%Y-%m}",
        status=_payout_status(story, session.confirmed_at, timeline),
    )


def _payout_status(story: Story, confirmed_at: datetime, timeline: Timeline) -> PayoutStatus:
    session = story.session
    paid_at = confirmed_at.astimezone(UTC) + timedelta(days=16)
    if session.cancelled_at is not None:
        was_paid = session.cancelled_at > paid_at
        settled = timeline.as_of - session.cancelled_at > timedelta(days=20)
        done = PayoutStatus.RECOVERED if settled else PayoutStatus.RECOVERY_DUE
        return done if was_paid else PayoutStatus.VOID
    if timeline.event(paid_at):
        return PayoutStatus.PAID
    is_new = timeline.as_of - confirmed_at < timedelta(days=5)
    return PayoutStatus.PENDING if is_new else PayoutStatus.SCHEDULED
