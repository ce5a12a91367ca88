"""What is refused on the way through a cancellation, and what waits for a second person."""

import pytest

from core import db
from core.errors import Conflict, InvalidInput, NotPermitted, Refused
from core.models.care import CareSession, Claim, ClientCharge
from core.requests.endings import RejectRequest, reject_request
from core.vocabulary.care import (
    ChargeStatus,
    ClaimStatus,
    SessionStatus,
)
from core.vocabulary.people import Role
from tests.support import make
from tests.support.cancelling import cancelling

C, H = ClaimStatus, ChargeStatus


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


def test_a_paid_claim_waits_for_an_approval(engine):
    desk = cancelling(engine, claim=C.PAID)
    ref = desk.begun()
    for answer in ("void_requested", "refunded_to_payer", "not_applicable"):
        with pytest.raises(Refused) as caught:
            desk.step(ref, "claim", answer, number="ICN 1")
        assert [one.code for one in caught.value.reasons] == ["approval_of_money"]
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
