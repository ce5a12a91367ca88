"""A cancellation that the provider takes back: everything that was held is as it was."""

from itertools import product

import pytest

from core import db
from core.errors import Conflict, InvalidInput, Refused
from core.models.audit import AuditEntry
from core.models.care import Claim, ClientCharge, Payout
from core.vocabulary.care import (
    ChargeStatus,
    ClaimStatus,
    PayoutStatus,
    SessionStatus,
)
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from tests.support import correction, make
from tests.support.cancelling import cancelling

C, H, O = ClaimStatus, ChargeStatus, PayoutStatus  # noqa: E741 - claim, charge, payout


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


PAYOUTS = [None, O.PENDING, O.SCHEDULED, O.ON_HOLD, O.PAID]


def test_withdrawn_at_once_leaves_every_charge_and_payout_as_it_was(engine):
    people = correction.desk(engine)
    for charge, payout in product([None, *H], PAYOUTS):
        desk = cancelling(engine, charge=charge, payout=payout, desk=people)
        before = desk.money()
        desk.withdraw(desk.begun())
        assert desk.money() == before, (charge, payout)


@pytest.mark.parametrize(
    ("part", "answer"),
    [("claim", "withdrawn"), ("charge", "refund_due"), ("payout", "recovery_due")],
)
def test_after_money_was_changed_there_is_no_way_back(engine, part, answer):
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
