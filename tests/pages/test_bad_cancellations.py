"""What stands in the way of a cancellation is said where it is done, and nothing else happens."""

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import db
from core.models.care import Claim
from core.models.requests import SupportRequest
from core.requests.approvals import AskApproval, ask_approval
from core.requests.assignment import AssignRequest, TakeRequest, assign_request, take_request
from core.rules.requests.corrections import Line
from core.vocabulary.care import ClaimStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from tests.support import correction
from tests.support.app import (
    Open,
    beside,
    choose_action,
    in_dialog,
    labelled,
    labels,
    opener,
    shown,
)
from tests.support.cancelling import Cancelling, cancelling

REFERENCE, NUMBER = "Reference, or reason", "Payer control number"
CONFLICT = "changed this"


@pytest.fixture
def paid(engine: Engine) -> Cancelling:
    return cancelling(engine, ClaimStatus.PAID)


@pytest.fixture
def open_as(monkeypatch: pytest.MonkeyPatch):
    def as_role(desk: Cancelling, role: Role = Role.AGENT) -> Open:
        return opener(monkeypatch, desk.engine, desk.people[role])

    return as_role


def press(at: AppTest, words: str) -> AppTest:
    return labelled(at.button, words).click().run()


def test_without_a_reason_or_a_name_nothing_is_filed_and_both_are_said(paid, open_as):
    at = press(open_as(paid)("work/cancellation.py", session=paid.session_ref), "File")
    assert "Enter a reason" in beside(at, "Reason")
    assert "Enter who asked" in beside(at, "Requester's name")
    assert paid.rows(SupportRequest) == []


def test_a_void_without_the_payers_control_number_is_said_at_it(engine, open_as):
    desk = cancelling(engine, ClaimStatus.ACCEPTED)
    at = open_as(desk)("work/request.py", ref=desk.begun())
    labelled(at.text_input, REFERENCE).set_value("Call 4711, Kim")
    at = press(at, "Mark as void sent")
    assert "A claim can&#39;t be voided without it" in beside(at, NUMBER)
    assert labelled(at.text_input, REFERENCE).value == "Call 4711, Kim"
    assert desk.of(Claim).status == ClaimStatus.ACCEPTED


def test_a_step_without_its_reference_is_said_at_it(engine, open_as):
    desk = cancelling(engine, ClaimStatus.DENIED)
    at = press(open_as(desk)("work/request.py", ref=desk.begun()), "Mark as noted")
    assert "Enter the reference of what you did" in beside(at, REFERENCE)


def test_with_an_open_step_nothing_offers_to_finish_or_close(engine, open_as):
    desk = cancelling(engine)
    offered = labels(open_as(desk)("work/request.py", ref=desk.begun()))
    assert not {"Cancel session", "Close request"} & set(offered)


def test_a_step_that_opens_again_meanwhile_keeps_the_session_from_being_cancelled(engine, open_as):
    desk = cancelling(engine)
    ref = desk.begun()
    desk.step(ref, "claim", "withdrawn")
    at = open_as(desk)("work/request.py", ref=ref)
    with db.writing(engine) as work:
        claim = work.get_one(Claim, desk.of(Claim).key)
        claim.status, claim.version = ClaimStatus.PAID, claim.version + 1
    at = press(at, "Cancel session")
    assert "Someone changed this session or its money while you were looking at it" in shown(at)
    assert "Cancel session" not in labels(at)
    assert "Ask for approval" in labels(at)
    assert desk.request(ref).status == RequestStatus.IN_PROGRESS


def test_what_was_typed_outlives_a_request_given_away_and_back(paid, open_as):
    ref = paid.begun()
    paid.approve(ref)
    at = open_as(paid)("work/request.py", ref=ref)
    labelled(at.text_input, REFERENCE).set_value("Call 4711, Kim")
    for role in (Role.LEAD, Role.AGENT):
        to = paid.people[role].staff_id
        paid.do(
            assign_request, AssignRequest(ref, paid.request(ref).version, to, "Yours"), Role.LEAD
        )
    at = press(at, "Mark as refunded")
    assert CONFLICT in shown(at)
    assert labelled(at.text_input, REFERENCE).value == "Call 4711, Kim"
    assert paid.of(Claim).status == ClaimStatus.PAID


def asked(desk: Cancelling, role: Role = Role.AGENT) -> str:
    ref = desk.file(role)
    desk.do(take_request, TakeRequest(ref, desk.request(ref).version), role)
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version), role)
    return ref


def test_nobody_is_offered_to_approve_their_own(paid, open_as):
    offered = labels(open_as(paid, Role.LEAD)("work/request.py", ref=asked(paid, Role.LEAD)))
    assert not {"Approve", "Decline"} & set(offered)


def test_an_approval_of_what_changed_meanwhile_is_not_given(paid, open_as):
    ref = asked(paid)
    at = open_as(paid, Role.LEAD)("work/request.py", ref=ref)
    touch_claim(paid)
    at = press(at, "Approve")
    assert "Someone changed the record while you were looking at it" in shown(at)
    assert not paid.detail(ref).is_approved


def test_an_approval_dies_with_what_it_was_about_and_can_be_asked_for_again(paid, open_as):
    ref = paid.begun()
    paid.approve(ref)
    at = open_as(paid)("work/request.py", ref=ref)
    labelled(at.text_input, REFERENCE).set_value("Call 4711, Kim")
    touch_claim(paid)
    at = press(at, "Mark as refunded")
    assert "nobody has approved returning the money" in shown(at)
    assert "Ask for approval" in labels(at)
    assert paid.of(Claim).status == ClaimStatus.PAID


def touch_claim(desk: Cancelling) -> None:
    with db.writing(desk.engine) as work:
        claim = work.get_one(Claim, desk.of(Claim).key)
        claim.paid_cents, claim.version = claim.paid_cents + 1, claim.version + 1


def test_a_no_needs_its_reason(paid, open_as):
    at = press(open_as(paid, Role.LEAD)("work/request.py", ref=asked(paid)), "Decline")
    assert "Enter a reason" in beside(at, "Reason (required to decline)")


def test_a_wake_up_in_the_past_is_said_at_it(engine, monkeypatch):
    desk = correction.desk(engine)
    ref = desk.taken(Line("phone", "", "212-555-0111"))
    at = opener(monkeypatch, engine, desk.people[Role.AGENT])("work/request.py", ref=ref)
    at = choose_action(at, "Snooze request")
    labelled(at.text_input, "Waiting for").set_value("A letter")
    labelled(at.text_input, "Wake-up day").set_value("1/5/26")
    at = press(in_dialog(at, "Snooze request"), "Snooze request")
    assert "Choose tomorrow or a later day" in beside(at, "Wake-up day")
    assert labelled(at.text_input, "Waiting for").value == "A letter"
    assert desk.request(ref).status == RequestStatus.IN_PROGRESS
