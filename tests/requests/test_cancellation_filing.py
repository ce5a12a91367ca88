"""Filing the cancellation of a confirmed session: what is held at once, what stands in the way."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine

from core import db
from core.errors import Conflict, DeskError, InvalidInput, NotFound, NotPermitted, Refused
from core.models.audit import AuditEntry
from core.models.care import CareSession, ClientCharge, Payout
from core.models.exchange import OutboundChange
from core.models.requests import CancellationCase, SupportRequest
from core.requests.cancellation.file import file_session_cancellation
from core.vocabulary.care import (
    ChargeStatus,
    ClaimStatus,
    PayerKind,
    PayoutStatus,
    SessionStatus,
)
from core.vocabulary.people import Role
from core.vocabulary.requests import RequesterType, RequestStatus, SettleStatus
from tests.support.cancelling import Cancelling, cancelling
from tests.support.filling import Filling
from tests.support.make import NOW


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Cancelling:
    return filled(engine, cancelling)


def untouched(desk: Cancelling) -> bool:
    nothing_filed = desk.rows(SupportRequest) == []
    return nothing_filed and desk.session().status == SessionStatus.CONFIRMED


def test_a_filed_cancellation_is_ready_and_the_session_awaits_it(desk):
    request = desk.request(desk.file())
    assert (request.status, request.ready_at) == (RequestStatus.READY, NOW)
    assert request.first_action_due_at < request.told_due_at
    assert (request.session_id, request.client_id) == (desk.session_id, desk.client_id)
    assert desk.session().status == SessionStatus.CANCEL_REQUESTED


def test_charge_and_payout_are_held_at_once(desk):
    desk.file()
    assert desk.of(ClientCharge).status == ChargeStatus.ON_HOLD
    assert desk.of(Payout).status == PayoutStatus.ON_HOLD


@pytest.mark.parametrize("status", [one for one in ChargeStatus if one != ChargeStatus.DUE])
def test_a_charge_that_cannot_be_held_stays_as_it_is(engine, status):
    desk = cancelling(engine, charge=status)
    desk.file()
    assert desk.of(ClientCharge).status == status


@pytest.mark.parametrize("status", list(PayoutStatus))
def test_only_a_payout_that_is_still_to_come_is_held(engine, status):
    desk = cancelling(engine, payout=status)
    desk.file()
    to_come = status in (PayoutStatus.PENDING, PayoutStatus.SCHEDULED)
    assert desk.of(Payout).status == (PayoutStatus.ON_HOLD if to_come else status)


@pytest.mark.parametrize("status", list(ChargeStatus))
def test_a_charge_on_a_military_onesource_session_is_never_moved(engine, status):
    desk = cancelling(engine, claim=None, charge=status, payer_kind=PayerKind.MOS)
    desk.file()
    assert desk.of(ClientCharge).status == status


def test_the_case_keeps_the_reason_and_the_lights(engine):
    desk = cancelling(engine, claim=ClaimStatus.PAID, charge=None)
    case = desk.case(desk.file())
    assert (case.reason, case.claim_status_at_open) == (
        "The client was not there",
        ClaimStatus.PAID,
    )
    assert (case.claim_settled, case.charge_settled, case.car_settled) == (
        SettleStatus.TODO,
        SettleStatus.NOT_APPLICABLE,
        SettleStatus.NOT_APPLICABLE,
    )


def test_each_moved_status_waits_for_the_platform(desk):
    desk.file()
    found = {(row.entity, row.field): (row.old, row.new) for row in desk.rows(OutboundChange)}
    assert found == {
        ("care_session", "status"): ("confirmed", "cancel_requested"),
        ("client_charge", "status"): ("due", "on_hold"),
        ("payout", "status"): ("scheduled", "on_hold"),
    }


def test_the_audit_trail_has_the_request_and_what_became_of_the_session(desk):
    ref = desk.file()
    filed, held = desk.rows(AuditEntry)[-2:]
    assert (filed.action, held.action) == ("request.filed", "session.cancellation_requested")
    assert (held.entity, held.entity_id) == ("care_session", desk.session_id)
    assert held.request_id == desk.request(ref).key
    assert '"status": "cancel_requested"' in held.after
    assert "The client was not there" in held.reason


def test_the_due_instants_are_those_of_the_session_as_it_is_now(desk):
    before = desk.session()
    desk.file()
    after = desk.session()
    assert (after.edit_until_at, after.note_due_at) == (before.edit_until_at, before.note_due_at)


def test_a_lead_files_too(desk):
    assert desk.request(desk.file(Role.LEAD)).status == RequestStatus.READY


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_only_agents_and_leads_file(desk, role):
    with pytest.raises(NotPermitted):
        desk.file(role)
    assert untouched(desk)


def test_the_same_click_twice_files_one_request(desk):
    command = desk.asking()
    first = desk.do(file_session_cancellation, command, key="k")
    assert desk.do(file_session_cancellation, command, key="k") == first
    assert len(desk.rows(SupportRequest)) == 1


def test_a_second_request_for_the_session_is_refused_and_names_the_first(desk):
    ref = desk.file()
    with pytest.raises(Refused) as caught:
        desk.file(Role.LEAD)
    (reason,) = caught.value.reasons
    assert (reason.code, ref in reason.next_step) == ("cancel_requested", True)


def test_of_two_people_at_once_one_files_and_the_other_is_told(desk):
    command, start = desk.asking(), Barrier(2)

    def file(role: Role) -> str:
        start.wait()
        try:
            return desk.do(file_session_cancellation, command, role).ref
        except DeskError as problem:
            return type(problem).__name__

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(file, [Role.AGENT, Role.LEAD]))
    assert sorted(answer.startswith("R-") for answer in answers) == [False, True]
    assert "Refused" in answers
    assert len(desk.rows(CancellationCase)) == len(desk.rows(SupportRequest)) == 1


def test_what_changed_since_the_preview_is_a_conflict(desk, engine):
    seen = desk.preview().record_version
    with db.writing(engine) as work:
        row = work.get(Payout, desk.of(Payout).key)
        row.status, row.version = PayoutStatus.PAID, row.version + 1
    with pytest.raises(Conflict):
        desk.file(record_version=seen)
    assert untouched(desk)


STANDING_IN_THE_WAY = [
    (SessionStatus.SCHEDULED, timedelta(days=1), "cancel_in_calendar"),
    (SessionStatus.SCHEDULED, timedelta(days=-2), "cancel_in_calendar"),
    (SessionStatus.SCHEDULED, timedelta(days=-60), "expired_30d"),
    (SessionStatus.CANCELLED, timedelta(days=-2), "not_held"),
    (SessionStatus.NO_SHOW, timedelta(days=-2), "not_held"),
    (SessionStatus.CANCEL_REQUESTED, timedelta(days=-2), "cancel_requested"),
    (SessionStatus.CANCELLED_AFTER_CONFIRM, timedelta(days=-2), "cancelled_after_confirm"),
]


@pytest.mark.parametrize(("status", "start", "code"), STANDING_IN_THE_WAY)
def test_a_session_that_is_not_confirmed_is_refused_with_who_can_help(engine, status, start, code):
    desk = cancelling(
        engine, claim=None, charge=None, payout=None, status=status, start=NOW + start
    )
    refusal = desk.preview().refusal
    assert refusal.code == code
    with pytest.raises(Refused) as caught:
        desk.file()
    assert caught.value.reasons == (refusal,)
    assert desk.rows(SupportRequest) == []


def test_an_unknown_session_is_not_found(desk):
    for ref in ("S-NOBODY", "", "S-\0"):
        with pytest.raises(NotFound):
            desk.file(session_ref=ref)


def problems(desk: Cancelling, **given: object) -> set[str]:
    with pytest.raises(InvalidInput) as caught:
        desk.file(**given)
    assert untouched(desk)
    return set(caught.value.fields)


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 401, "hidden \x07 sign"])
def test_a_reason_is_given_and_fits(desk, reason):
    assert problems(desk, reason=reason) == {"reason"}


@pytest.mark.parametrize("kind", [RequesterType.CLIENT, RequesterType.PAYER])
def test_a_client_is_sent_to_the_provider(desk, kind):
    asked = replace(desk.asking().requester, kind=kind)
    assert problems(desk, requester=asked) == {"requester_type"}


def test_who_asked_and_when_must_make_sense(desk):
    asked = desk.asking().requester
    wrong = replace(asked, name=" ", received_at=NOW + timedelta(minutes=1))
    assert problems(desk, requester=wrong) == {"requester_name", "received_at"}


def test_a_session_whose_platform_status_was_set_by_hand_is_read_afresh(desk, engine):
    with db.writing(engine) as work:
        work.get(CareSession, desk.session_id).status = SessionStatus.NO_SHOW
    with pytest.raises(Refused):
        desk.file()
