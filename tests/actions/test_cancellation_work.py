"""Settling a cancellation: claim by claim, charge, payout and CAR; finished, or withdrawn."""

from datetime import date

import pytest
from sqlalchemy import Engine

from core import db
from core.actions.endings import RejectRequest, reject_request
from core.actions.requests import TellRequester, tell_requester
from core.errors import Conflict, InvalidInput, NotPermitted, Refused
from core.models.care import CareSession, CarReport, Claim, ClientCharge, Payout
from core.models.ledger import AuditEntry, PlatformChange
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
from tests.support.cancelling import MINUTE, REFERENCE, Cancelling, cancelling

C, H, O = ClaimStatus, ChargeStatus, PayoutStatus  # noqa: E741 - claim, charge, payout


@pytest.fixture
def desk(engine: Engine) -> Cancelling:
    return cancelling(engine)


# every thing on a session, taken back


WAYS = {
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


@pytest.mark.parametrize("status", WAYS)
def test_a_claim_is_taken_back_from_wherever_it_is(engine, status):
    desk, (way, end) = cancelling(engine, claim=status), WAYS[status]
    ref = desk.begun()
    for answer in way.split():
        if answer == "yes":
            desk.approve(ref)
        else:
            desk.step(ref, "claim", answer, number="ICN 1")
    desk.finish(ref)
    assert desk.session().status == SessionStatus.CANCELLED_AFTER_CONFIRM
    assert [row.status for row in desk.rows(Claim)] == ([end] if end else [])


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


@pytest.mark.parametrize("status", CHARGES)
def test_a_charge_ends_stopped_or_refunded(engine, status):
    desk, (way, end) = cancelling(engine, claim=C.WITHDRAWN, charge=status), CHARGES[status]
    ref = desk.begun()
    for answer in way.split():
        desk.step(ref, "charge", answer)
    desk.finish(ref)
    assert [row.status for row in desk.rows(ClientCharge)] == ([end] if end else [])


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


@pytest.mark.parametrize("status", PAYOUTS)
def test_a_payout_ends_void_or_recovered(engine, status):
    desk, (way, end) = cancelling(engine, claim=C.WITHDRAWN, payout=status), PAYOUTS[status]
    ref = desk.begun()
    for answer in way.split():
        desk.step(ref, "payout", answer)
    desk.finish(ref)
    assert [row.status for row in desk.rows(Payout)] == ([end] if end else [])


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
    desk.do(tell_requester, TellRequester(ref, desk.request(ref).version, True, "It is done."))
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
    found = {row.field: row.new for row in desk.rows(PlatformChange) if row.entity == "claim"}
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


# what is refused


@pytest.mark.parametrize("reference", ["", "   ", "x" * 121])
def test_a_step_needs_its_reference(desk, reference):
    ref = desk.begun()
    with pytest.raises(InvalidInput) as caught:
        desk.step(ref, "claim", "withdrawn", reference=reference)
    assert set(caught.value.fields) == {"reference"}
    assert desk.of(Claim).status == C.QUEUED


def test_without_the_payers_control_number_nothing_is_voided(engine):
    desk = cancelling(engine, claim=C.ACCEPTED)
    ref = desk.begun()
    with pytest.raises(InvalidInput) as caught:
        desk.step(ref, "claim", "void_requested")
    assert set(caught.value.fields) == {"control_number"}
    assert desk.of(Claim).status == C.ACCEPTED


def test_an_open_step_keeps_the_request_from_being_finished(desk):
    ref = desk.begun()
    with pytest.raises(Refused) as caught:
        desk.finish(ref)
    assert [one.code for one in caught.value.reasons] == ["open_step"]
    assert desk.session().status == SessionStatus.CANCEL_REQUESTED


def test_a_settled_step_is_not_settled_again(desk):
    ref = desk.begun()
    desk.step(ref, "claim", "withdrawn")
    with pytest.raises(Conflict):
        desk.step(ref, "claim", "withdrawn")


def test_the_same_click_twice_moves_one_step(engine):
    desk = cancelling(engine, charge=H.CHARGED)
    ref = desk.begun()
    version = desk.request(ref).version
    first = desk.step(ref, "charge", "refund_due", version=version, key="k")
    assert desk.step(ref, "charge", "refund_due", version=version, key="k") == first
    assert desk.of(ClientCharge).status == H.REFUND_DUE


def test_a_status_that_moved_meanwhile_is_a_conflict(desk, engine):
    ref = desk.begun()
    with db.writing(engine) as work:
        row = work.get(Claim, desk.of(Claim).key)
        row.status, row.version = C.SUBMITTED, row.version + 1
    with pytest.raises(Conflict):
        desk.step(ref, "claim", "withdrawn")


def test_a_stale_page_settles_and_finishes_nothing(desk):
    ref = desk.begun()
    with pytest.raises(Conflict):
        desk.step(ref, "claim", "withdrawn", version=1)
    desk.step(ref, "claim", "withdrawn")
    with pytest.raises(Conflict):
        desk.finish(ref, version=1)
    with pytest.raises(Conflict):
        desk.finish(ref, record_version=1)


def test_steps_are_for_who_has_the_request(desk):
    ref = desk.file()
    for role in (Role.AGENT, Role.LEAD):
        with pytest.raises(Refused):
            desk.step(ref, "claim", "withdrawn", role=role)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_other_roles_settle_finish_and_withdraw_nothing(desk, role):
    ref = desk.begun()
    with pytest.raises(NotPermitted):
        desk.step(ref, "claim", "withdrawn", role=role)
    with pytest.raises(NotPermitted):
        desk.finish(ref, role=role)
    with pytest.raises(NotPermitted):
        desk.withdraw(ref, role=role)


def test_a_cancellation_is_not_rejected_past_what_it_holds(desk):
    ref = desk.begun()
    with pytest.raises(Refused):
        desk.do(reject_request, RejectRequest(ref, desk.request(ref).version, "No"))
    assert desk.session().status == SessionStatus.CANCEL_REQUESTED


# a second person


def test_a_paid_claim_waits_for_a_second_person(engine):
    desk = cancelling(engine, claim=C.PAID)
    ref = desk.begun()
    for answer in ("void_requested", "refunded_to_payer", "not_applicable"):
        with pytest.raises(Refused) as caught:
            desk.step(ref, "claim", answer, number="ICN 1")
        assert [one.code for one in caught.value.reasons] == ["second_person"]
    assert desk.of(Claim).status == C.PAID


@pytest.mark.parametrize("role", [Role.LEAD, Role.MANAGER])
def test_a_lead_or_manager_says_yes(engine, role):
    desk = cancelling(engine, claim=C.PAID)
    ref = desk.begun()
    desk.approve(ref, role)
    assert desk.detail(ref).is_approved
    desk.step(ref, "claim", "refunded_to_payer")


def test_the_filer_never_approves_even_as_a_lead(engine):
    desk = cancelling(engine, claim=C.PAID)
    ref = desk.begun()
    with db.writing(engine) as work:
        work.get(make.Staff, desk.people[Role.AGENT].staff_id).role = Role.LEAD
    with pytest.raises(Refused) as caught:
        desk.approve(ref, Role.AGENT)
    assert [(one.code, one.rule) for one in caught.value.reasons] == [("own_request", "R16")]


def test_an_unpaid_claim_asks_for_nobody(desk):
    ref = desk.begun()
    with pytest.raises(Refused) as caught:
        desk.approve(ref)
    assert [one.code for one in caught.value.reasons] == ["no_approval_needed"]


def test_the_approval_dies_when_a_claim_changes(engine):
    desk = cancelling(engine, claim=C.PAID)
    ref = desk.begun()
    desk.approve(ref)
    with db.writing(engine) as work:
        row = work.get(Claim, desk.of(Claim).key)
        row.paid_cents, row.version = 12000, row.version + 1
    assert not desk.detail(ref).is_approved
    with pytest.raises(Refused):
        desk.step(ref, "claim", "refunded_to_payer")


def test_a_step_of_the_approved_work_does_not_kill_the_approval(engine):
    desk = cancelling(engine, claim=C.PAID)
    with db.writing(engine) as work:
        session = work.get(CareSession, desk.session_id)
        make.claim(work, session, seq=2, status=C.PAID, paid_cents=900)
    ref = desk.begun()
    desk.approve(ref)
    first, second = (one.step.code for one in desk.detail(ref).steps[:2])
    desk.settle(ref, first, "refunded_to_payer")
    desk.settle(ref, second, "refunded_to_payer")
    desk.finish(ref)
    assert {row.status for row in desk.rows(Claim)} == {C.REFUNDED_TO_PAYER}


def test_a_claim_that_was_paid_after_it_was_settled_keeps_the_request_open(engine):
    desk = cancelling(engine, claim=C.DENIED)
    ref = desk.begun()
    desk.step(ref, "claim", "noted")
    with db.writing(engine) as work:
        row = work.get(Claim, desk.of(Claim).key)
        row.status, row.paid_cents, row.version = C.PAID, 9000, row.version + 1
    with pytest.raises(Refused):
        desk.finish(ref)
    desk.approve(ref)
    with pytest.raises(Refused) as refused:
        desk.finish(ref)
    assert [reason.code for reason in refused.value.reasons] == ["open_step"]
    desk.step(ref, "claim", "refunded_to_payer")
    desk.finish(ref)


# withdrawn


STEPS_ON_THE_WAY = {
    "just filed": (),
    "a yes was given": ("yes",),
    "the payer took it in": ("claim accepted",),
    "the claim came back": ("claim front_end_rejected",),
    "a step does not apply": ("claim not_applicable",),
}


@pytest.mark.parametrize("way", STEPS_ON_THE_WAY.values(), ids=STEPS_ON_THE_WAY)
def test_withdrawn_puts_back_exactly_what_was_held(engine, way):
    claim = C.PAID if "yes" in way else C.SUBMITTED
    desk = cancelling(engine, claim=claim)
    before = desk.money()
    ref = desk.begun()
    for one in way:
        if one == "yes":
            desk.approve(ref)
        else:
            desk.step(ref, *one.split(), number="ICN 1")
    claims = {row.ref: row for row in desk.rows(Claim)}
    desk.withdraw(ref)
    after = desk.money()
    news = {key: after[key] for key in claims}
    assert {**after, **dict.fromkeys(news)} == {**before, **dict.fromkeys(news)}
    assert {row.ref: row.status for row in desk.rows(Claim)} == {
        key: row.status for key, row in claims.items()
    }
    request = desk.request(ref)
    assert (request.status, request.outcome) == (RequestStatus.WITHDRAWN, "Dana wants it kept")


@pytest.mark.parametrize("charge", [None, *H])
@pytest.mark.parametrize("payout", [None, O.PENDING, O.SCHEDULED, O.ON_HOLD, O.PAID])
def test_withdrawn_at_once_leaves_every_charge_and_payout_as_it_was(engine, charge, payout):
    desk = cancelling(engine, charge=charge, payout=payout)
    before = desk.money()
    desk.withdraw(desk.begun())
    assert desk.money() == before


@pytest.mark.parametrize(
    ("part", "answer"),
    [("claim", "withdrawn"), ("charge", "refund_due"), ("payout", "recovery_due")],
)
def test_after_something_was_taken_back_there_is_no_way_back(engine, part, answer):
    desk = cancelling(engine, charge=H.CHARGED, payout=O.PAID)
    ref = desk.begun()
    desk.step(ref, part, answer)
    before = desk.money()
    with pytest.raises(Refused) as caught:
        desk.withdraw(ref)
    assert [one.code for one in caught.value.reasons] == ["taken_back", "finish_instead"]
    assert desk.money() == before


def test_what_the_platform_changed_meanwhile_is_not_put_back(desk, engine):
    ref = desk.begun()
    with db.writing(engine) as work:
        row = work.get(ClientCharge, desk.of(ClientCharge).key)
        row.status, row.version = H.CHARGED, row.version + 1
    desk.withdraw(ref)
    assert desk.of(ClientCharge).status == H.CHARGED
    assert desk.of(Payout).status == O.SCHEDULED


def test_a_withdrawn_session_can_be_cancelled_again(desk):
    desk.withdraw(desk.begun())
    ref = desk.begun()
    assert desk.case(ref).is_open
    assert desk.session().status == SessionStatus.CANCEL_REQUESTED


@pytest.mark.parametrize("reason", ["", "  ", "x" * 401])
def test_withdrawing_says_why(desk, reason):
    ref = desk.begun()
    with pytest.raises(InvalidInput) as caught:
        desk.withdraw(ref, reason)
    assert set(caught.value.fields) == {"reason"}


def test_nobody_withdraws_what_another_has_but_a_lead(desk, engine):
    ref = desk.begun()
    with db.writing(engine) as work:
        desk.people[Role.VIEWER] = make.actor(work, Role.AGENT)
    with pytest.raises(Refused):
        desk.withdraw(ref, role=Role.VIEWER)
    desk.withdraw(ref, role=Role.LEAD)


def test_withdrawing_is_audited_on_the_session(desk):
    desk.withdraw(desk.begun())
    found = [row for row in desk.rows(AuditEntry) if row.entity == "care_session"]
    assert [row.action for row in found] == [
        "session.cancellation_requested",
        "session.cancellation_withdrawn",
    ]
    assert '"status": "confirmed"' in found[-1].after


def test_a_finished_cancellation_is_neither_withdrawn_nor_settled(desk):
    ref = desk.begun()
    desk.step(ref, "claim", "withdrawn")
    desk.finish(ref)
    with pytest.raises(Conflict):
        desk.withdraw(ref)
    with pytest.raises(Conflict):
        desk.finish(ref)


def test_a_plans_filing_limit_is_shown_but_stops_nothing(engine):
    desk = cancelling(engine)
    with db.writing(engine) as work:
        work.query(make.Plan).update({"timely_filing_calendar_days": 5})
    ref = desk.begun()
    (step, *_) = desk.detail(ref).steps
    assert step.step.warnings == ("The plan takes claims and corrections until Sun 15 Mar 2026.",)
    assert desk.session().date_of_service == date(2026, 3, 10)
    desk.step(ref, "claim", "withdrawn")
