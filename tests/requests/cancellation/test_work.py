"""Settling a cancellation: claim by claim, charge, payout and CAR, to its end, and what is kept."""

from datetime import date

import pytest
from sqlmodel import select

from core import db
from core.errors import Refused
from core.models.audit import AuditEntry
from core.models.care import CareSession, CarReport, Claim, ClientCharge, Payout
from core.models.exchange import OutboundChange
from core.requests.replies import SendReply, send_reply
from core.vocabulary.care import (
    CarOutcome,
    ChargeStatus,
    ClaimStatus,
    PayerKind,
    PayoutStatus,
    SessionStatus,
)
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus, SettleStatus
from tests.support import make
from tests.support.cancelling import MINUTE, REFERENCE, cancelling

C, H, O = ClaimStatus, ChargeStatus, PayoutStatus  # noqa: E741 - claim, charge, payout


CLAIMS = {
    None: ("noted", None),
    C.QUEUED: ("withdrawn", C.WITHDRAWN),
    C.WITHDRAWN: ("", C.WITHDRAWN),
    C.SUBMITTED: ("accepted void_requested voided", C.VOIDED),
    C.FRONT_END_REJECTED: ("noted", C.FRONT_END_REJECTED),
    C.ACCEPTED: ("void_requested void_rejected void_requested voided", C.VOIDED),
    C.DENIED: ("noted", C.DENIED),
    C.PAID: ("yes void_requested voided recouped", C.RECOUPED),
    C.VOID_REQUESTED: ("voided", C.VOIDED),
    C.VOID_REJECTED: ("void_requested voided", C.VOIDED),
    C.VOIDED: ("", C.VOIDED),
    C.RECOUPED: ("", C.RECOUPED),
    C.REFUNDED_TO_PAYER: ("", C.REFUNDED_TO_PAYER),
    C.REPLACED: ("", C.REPLACED),
}

CHARGES = {
    None: ("", None),
    H.DUE: ("", H.STOPPED),
    H.ON_HOLD: ("", H.STOPPED),
    H.STOPPED: ("", H.STOPPED),
    H.CHARGED: ("refund_due refunded", H.REFUNDED),
    H.FAILED: ("", H.STOPPED),
    H.REFUND_DUE: ("refunded", H.REFUNDED),
    H.REFUNDED: ("", H.REFUNDED),
}

PAYOUTS = {
    None: ("", None),
    O.PENDING: ("", O.VOID),
    O.SCHEDULED: ("", O.VOID),
    O.ON_HOLD: ("", O.VOID),
    O.PAID: ("recovery_due recovered", O.RECOVERED),
    O.RECOVERY_DUE: ("recovered", O.RECOVERED),
    O.RECOVERED: ("", O.RECOVERED),
    O.VOID: ("", O.VOID),
}

WAYS = {"claim": (Claim, CLAIMS), "charge": (ClientCharge, CHARGES), "payout": (Payout, PAYOUTS)}


@pytest.mark.parametrize(
    ("part", "status"), [(part, status) for part, (_, ways) in WAYS.items() for status in ways]
)
def test_each_part_is_settled_from_wherever_it_is(engine, part, status):
    table, ways = WAYS[part]
    way, end = ways[status]
    desk = cancelling(engine, **{"claim": C.WITHDRAWN, part: status})
    ref = desk.begun()
    for answer in way.split():
        if answer == "yes":
            desk.approve(ref)
        else:
            desk.step(ref, part, answer, number="ICN 1" if part == "claim" else "")
    desk.finish(ref)
    assert desk.session().status == SessionStatus.CANCELLED_AFTER_CONFIRM
    assert [row.status for row in desk.rows(table)] == ([end] if end else [])


@pytest.mark.parametrize("outcome", [CarOutcome.CANCELLED, CarOutcome.NO_SHOW])
def test_the_car_of_a_military_onesource_session_shows_the_true_outcome(engine, outcome):
    desk = cancelling(engine, claim=None, charge=None, payer_kind=PayerKind.MOS)
    with db.writing(engine) as work:
        make.car(work, work.get(CareSession, desk.session_id))
    ref = desk.begun()
    with pytest.raises(Refused):
        desk.finish(ref)
    desk.step(ref, "car", outcome, reference="CAR 77")
    desk.finish(ref)
    car = desk.of(CarReport)
    assert (car.outcome, car.reference) == (outcome, "CAR 77")
    assert desk.of(Payout).status == O.VOID


def test_a_missing_car_is_settled_by_its_reference_and_none_is_made_up(engine):
    desk = cancelling(engine, claim=None, charge=None, payer_kind=PayerKind.MOS)
    ref = desk.begun()
    desk.step(ref, "car", CarOutcome.NO_SHOW)
    desk.finish(ref)
    assert desk.rows(CarReport) == []
    assert desk.case(ref).car_settled == SettleStatus.DONE


def test_a_charge_on_a_military_onesource_session_is_reported_and_stays_as_it_is(engine):
    desk = cancelling(engine, claim=None, payer_kind=PayerKind.MOS)
    ref = desk.begun()
    desk.step(ref, "charge", "noted")
    desk.step(ref, "car", "no_show")
    desk.finish(ref)
    assert desk.of(ClientCharge).status == H.DUE


# what is kept


def test_a_cancellation_goes_from_filing_to_closed(desk):
    ref = desk.begun()
    desk.step(ref, "claim", "withdrawn")
    desk.finish(ref)
    finished_at = desk.now - MINUTE
    desk.do(send_reply, SendReply(ref, desk.request(ref).version, True, "It is done."))
    assert desk.request(ref).status == RequestStatus.CLOSED
    session, case = desk.session(), desk.case(ref)
    assert (session.cancelled_at, session.cancelled_by_party) == (finished_at, "provider")
    assert session.cancel_reason == case.reason == "The client was not there"
    assert case.is_open is False
    assert (case.claim_settled, case.charge_settled, case.payout_settled, case.car_settled) == (
        SettleStatus.DONE,
        SettleStatus.DONE,
        SettleStatus.DONE,
        SettleStatus.NOT_APPLICABLE,
    )


def test_a_cancelled_session_has_no_clocks_left(desk):
    ref = desk.begun()
    assert desk.session().edit_until_at is not None
    desk.step(ref, "claim", "withdrawn")
    desk.finish(ref)
    session = desk.session()
    assert (session.edit_until_at, session.note_due_at, session.charge_due_on) == (None,) * 3


def test_a_step_keeps_its_reference_who_did_it_and_when(desk):
    ref = desk.begun()
    desk.step(ref, "claim", "withdrawn")
    (step,) = [one for one in desk.detail(ref).steps if one.step.part.value == "claim"]
    agent = desk.people[Role.AGENT].name
    assert (step.light, step.reference, step.by, step.at) == (
        SettleStatus.DONE,
        REFERENCE,
        agent,
        desk.now - MINUTE,
    )


def test_amounts_follow_the_money(engine):
    desk = cancelling(engine, claim=C.PAID, charge=H.CHARGED)
    ref = desk.begun()
    desk.approve(ref)
    desk.step(ref, "claim", "refunded_to_payer")
    desk.step(ref, "charge", "refund_due")
    desk.step(ref, "charge", "refunded")
    assert desk.of(Claim).recouped_cents == 9000
    assert desk.of(ClientCharge).refunded_cents == desk.of(ClientCharge).amount_cents


def test_the_amounts_are_named_before_they_are_refunded_and_recovered(engine):
    desk = cancelling(engine, claim=C.PAID, charge=H.CHARGED, payout=O.PAID)
    with db.writing(engine) as work:
        work.scalars(select(Payout)).one().amount_cents = 10050
    texts = [step.text for step in desk.preview().steps]
    assert texts[0].startswith("The payer paid $90.00.")
    assert texts[1].startswith("The client paid $25.00.")
    assert texts[2].startswith("The provider was paid $100.50.")


def test_each_step_is_audited_on_the_session_with_its_reference(desk):
    ref = desk.begun()
    desk.step(ref, "claim", "withdrawn")
    entry = desk.rows(AuditEntry)[-1]
    assert (entry.action, entry.entity) == ("session.cancellation_step", "care_session")
    assert ("withdrawn" in entry.after, REFERENCE in entry.reason) == (True, True)


def test_every_changed_column_waits_for_the_platform(engine):
    desk = cancelling(engine, claim=C.ACCEPTED, charge=None, payout=None)
    ref = desk.begun()
    desk.step(ref, "claim", "void_requested", number="ICN 1")
    found = {row.field: row.new for row in desk.rows(OutboundChange) if row.entity == "claim"}
    assert found == {
        "status": "void_requested",
        "payer_control_number": "ICN 1",
        "void_requested_at": "2026-03-16T15:02:00Z",
    }


def test_a_step_that_does_not_apply_says_why_and_moves_nothing(engine):
    desk = cancelling(engine, charge=H.CHARGED)
    ref = desk.begun()
    desk.step(ref, "charge", "not_applicable", reference="Paid back in cash")
    assert desk.of(ClientCharge).status == H.CHARGED
    assert desk.case(ref).charge_settled == SettleStatus.NOT_APPLICABLE


def test_a_plans_filing_limit_is_shown_but_stops_nothing(engine):
    desk = cancelling(engine)
    with db.writing(engine) as work:
        work.scalars(select(make.Plan)).one().timely_filing_calendar_days = 5
    ref = desk.begun()
    (step, *_) = desk.detail(ref).steps
    assert step.step.warnings == (
        "The plan lists Sun, Mar 15 as its last day for claims and corrections.",
    )
    assert desk.session().date_of_service == date(2026, 3, 10)
    desk.step(ref, "claim", "withdrawn")
