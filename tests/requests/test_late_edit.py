"""A late edit from filing to the reply: what changes, what goes out, what stands against it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refused
from core.models.care import CareSession, CarReport, Claim, Payout, SessionPlace
from core.models.exchange import OutboundChange
from core.models.requests import SupportRequest
from core.requests.assignment import TakeRequest, take_request
from core.requests.endings import (
    RedirectRequest,
    RejectRequest,
    ReopenRequest,
    WithdrawRequest,
    redirect_request,
    reject_request,
    reopen_request,
    withdraw_request,
)
from core.requests.late_edit.file import file_late_edit
from core.requests.replies import SendReply, send_reply
from core.vocabulary.care import CarOutcome, ClaimStatus, SessionStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import RequesterType, RequestStatus
from tests.support.checked_records import START
from tests.support.correction import DANA
from tests.support.filling import Filling
from tests.support.late_editing import (
    ASKED_ON_BEHALF,
    NEW_JERSEY,
    LateEditing,
    late_editing,
    mos_session,
)

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
KIM = replace(DANA, kind=RequesterType.STAFF, name="Kim Staff")
NEXT_DAY = {"start_at": START + DAY, "end_at": START + DAY + 45 * MINUTE}
EARLIER = {"start_at": START - DAY, "end_at": START - DAY + 45 * MINUTE}


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> LateEditing:
    return filled(engine, late_editing)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.code for one in refused.value.reasons}


def test_a_filed_edit_is_ready_and_changes_nothing_yet(desk):
    before = desk.session()
    request = desk.request(desk.file())
    assert (request.status, request.session_id) == (RequestStatus.READY, desk.session_id)
    assert request.first_action_due_at < request.told_due_at
    assert desk.session() == before
    assert desk.rows(OutboundChange) == []


def test_an_applied_code_is_in_the_session_and_goes_out(desk):
    ref = desk.begun(cpt="90837")
    desk.apply(ref)
    assert desk.session().cpt == "90837"
    (sent,) = desk.rows(OutboundChange)
    assert (sent.entity, sent.field, sent.old, sent.new) == (
        *("care_session", "cpt"),
        *("90834", "90837"),
    )
    assert desk.request(ref).status == RequestStatus.REPLY_PENDING
    assert [(one.old, one.new) for one in desk.detail(ref).lines] == [("90834", "90837")]


def test_another_day_moves_the_date_of_service_and_the_times_go_out(desk):
    desk.apply(desk.begun(**EARLIER))
    session = desk.session()
    assert session.date_of_service == date(2026, 3, 9)
    assert session.actual_start_at == START - DAY
    assert {one.field for one in desk.rows(OutboundChange)} == {
        *("actual_start_at", "actual_end_at"),
    }


def test_a_day_of_another_month_moves_the_payout(desk):
    start = START - 10 * DAY
    desk.apply(desk.begun(start_at=start, end_at=start + 45 * MINUTE))
    assert desk.of(Payout).period == "2026-02"


def test_new_diagnoses_replace_the_old_ones_and_go_out_as_one_cell(desk):
    desk.apply(desk.begun(diagnoses=("F41.1", "F33.1")))
    assert desk.preview().values.diagnoses == ("F41.1", "F33.1")
    (sent,) = desk.rows(OutboundChange)
    assert (sent.field, sent.new) == ("diagnoses", "F41.1;F33.1")


def test_a_new_street_goes_out_with_its_place(desk):
    desk.apply(desk.begun(line1="7 Elm Street", city="Albany", zip="12201"))
    place = desk.of(SessionPlace)
    assert (place.line1, place.city, place.zip) == ("7 Elm Street", "Albany", "12201")
    assert {one.entity for one in desk.rows(OutboundChange)} == {"session_place"}


def test_a_place_without_a_license_is_refused_with_the_reason(desk):
    with pytest.raises(Refused) as refused:
        desk.file(**NEW_JERSEY)
    assert "no_license" in codes(refused)
    assert desk.rows(SupportRequest) == []


def test_within_48_hours_the_provider_edits(desk):
    until = desk.session().edit_until_at
    asked = replace(DANA, received_at=until)
    desk.now = until
    with pytest.raises(Refused) as refused:
        desk.file(cpt="90837", requester=asked)
    assert codes(refused) == {"edit_by_provider"}
    desk.now = until + timedelta(seconds=1)
    assert desk.file(cpt="90837", requester=asked)


def test_an_unconfirmed_session_is_changed_in_the_calendar(engine):
    desk = late_editing(engine, status=SessionStatus.SCHEDULED, confirmed_at=None)
    with pytest.raises(Refused) as refused:
        desk.file()
    assert codes(refused) == {"edit_unconfirmed"}


def test_a_date_ahead_of_now_is_refused(desk):
    ahead = desk.now + DAY
    with pytest.raises(Refused) as refused:
        desk.file(start_at=ahead, end_at=ahead + 45 * MINUTE)
    assert "date_in_future" in codes(refused)


def test_a_date_that_puts_the_confirmation_past_day_30_is_refused(desk):
    start = START - 31 * DAY
    with pytest.raises(Refused) as refused:
        desk.file(start_at=start, end_at=start + 45 * MINUTE)
    assert "edit_outside_30d" in codes(refused)


def test_a_military_onesource_date_needs_its_car_date_again(engine):
    desk = mos_session(engine)
    with pytest.raises(Refused) as refused:
        desk.file(**EARLIER)
    assert "car_date" in codes(refused)
    desk.apply(desk.begun(**EARLIER, car_on=date(2026, 3, 10)))
    assert desk.of(CarReport).entered_on == date(2026, 3, 10)
    assert desk.of(CarReport).outcome == CarOutcome.TOOK_PLACE


def test_nothing_that_differs_is_nothing_to_file(desk):
    with pytest.raises(InvalidInput) as wrong:
        desk.file(cpt="90834")
    assert "Nothing here differs" in wrong.value.fields["start_at"]


def test_a_time_that_could_not_be_read_is_said_at_its_field(desk):
    with pytest.raises(InvalidInput) as wrong:
        desk.file(end_at=None)
    assert set(wrong.value.fields) == {"end_at"}


def test_an_unknown_session_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.do(*filing(desk, session_ref="S-NONE"))


def filing(desk: LateEditing, **given):
    return file_late_edit, replace(desk.asking(), **given)


def test_only_the_provider_asks_to_change_a_code(desk):
    with pytest.raises(InvalidInput) as wrong:
        desk.file(cpt="90837", requester=KIM, on_behalf=ASKED_ON_BEHALF)
    assert set(wrong.value.fields) == {"requester_type"}


def test_somebody_else_asks_with_a_reason_and_needs_an_approval(desk):
    with pytest.raises(InvalidInput) as wrong:
        desk.file(**EARLIER, requester=KIM)
    assert set(wrong.value.fields) == {"on_behalf"}
    ref = desk.begun(**EARLIER, requester=KIM, on_behalf=ASKED_ON_BEHALF)
    assert (desk.detail(ref).on_behalf, desk.detail(ref).needs_approval) == (ASKED_ON_BEHALF, True)
    with pytest.raises(Refused) as refused:
        desk.apply(ref)
    assert "approval_of_edit" in codes(refused)
    desk.approve(ref)
    desk.apply(ref)
    assert desk.session().actual_start_at == START - DAY


def test_a_second_edit_waits_for_the_first(desk):
    ref = desk.file()
    with pytest.raises(Refused) as refused:
        desk.file(**EARLIER)
    assert codes(refused) == {"late_edit_open"}
    withdraw = WithdrawRequest(ref, desk.request(ref).version, "Dana took it back")
    desk.do(withdraw_request, withdraw)
    assert desk.file(**EARLIER)


def test_a_viewer_files_nothing_and_sees_no_diagnosis(desk):
    with pytest.raises(NotPermitted):
        desk.file(role=Role.VIEWER)
    ref = desk.file(diagnoses=("F33.1",))
    assert {one.new for one in desk.detail(ref, Role.VIEWER).lines} == {"•••••"}


@pytest.mark.parametrize("status", list(ClaimStatus))
def test_a_claim_at_the_payer_is_corrected_before_the_reply(engine, status):
    desk = late_editing(engine, status)
    ref = desk.begun(cpt="90837")
    desk.apply(ref)
    is_there = status.value in ("submitted", "accepted", "denied", "paid")
    is_open = desk.request(ref).status == RequestStatus.IN_PROGRESS
    assert is_open == is_there
    if is_there:
        desk.correct(ref, desk.of(Claim).ref)
    assert desk.request(ref).status == RequestStatus.REPLY_PENDING


def test_the_correction_of_a_claim_needs_its_reference(engine):
    desk = late_editing(engine, ClaimStatus.PAID)
    ref, claim = desk.begun(), desk.of(Claim).ref
    with pytest.raises(Conflict):
        desk.correct(ref, claim)
    desk.apply(ref)
    with pytest.raises(InvalidInput) as wrong:
        desk.correct(ref, claim, " ")
    assert "reference" in wrong.value.fields
    desk.correct(ref, claim)
    with pytest.raises(Conflict):
        desk.correct(ref, claim)


def test_an_edit_is_applied_once_and_only_by_its_assignee(engine):
    desk = late_editing(engine, ClaimStatus.PAID)
    ref = desk.file()
    with pytest.raises(Refused) as refused:
        desk.apply(ref)
    assert codes(refused) == {"not_taken"}
    desk.do(take_request, TakeRequest(ref, desk.request(ref).version))
    desk.apply(ref)
    with pytest.raises(Conflict):
        desk.apply(ref)


def test_a_session_that_changed_meanwhile_is_a_conflict(desk):
    seen = desk.asking(cpt="90837")
    with pytest.raises(Conflict):
        desk.do(*filing(desk, record_version=seen.record_version - 1))
    ref = desk.begun(cpt="90837")
    with pytest.raises(Conflict):
        desk.apply(ref, record_version=desk.detail(ref).record_version - 1)
    assert desk.session().cpt == "90834"


END_EARLY = {
    RequestStatus.REJECTED: (reject_request, RejectRequest),
    RequestStatus.WITHDRAWN: (withdraw_request, WithdrawRequest),
    RequestStatus.REDIRECTED: (redirect_request, RedirectRequest),
}


@pytest.mark.parametrize("status", END_EARLY)
def test_before_it_is_applied_it_can_end_early_and_not_after(engine, status):
    action, command = END_EARLY[status]
    desk = late_editing(engine, ClaimStatus.PAID)
    ref = desk.begun()
    desk.apply(ref)
    with pytest.raises(Refused) as refused:
        desk.do(action, command(ref, desk.request(ref).version, "Not needed"))
    assert codes(refused) == {"edit_applied"}


@pytest.mark.parametrize("status", END_EARLY)
def test_an_edit_that_ended_early_left_the_session_alone(desk, status):
    action, command = END_EARLY[status]
    ref = desk.begun()
    desk.do(action, command(ref, desk.request(ref).version, "Not needed"))
    assert desk.request(ref).status == status
    assert desk.session().cpt == "90834"


def test_nothing_closes_before_the_edit_and_a_closed_one_stays_closed(desk):
    ref = desk.begun()
    reply = SendReply(ref, desk.request(ref).version, True, "Done")
    with pytest.raises(Conflict):
        desk.do(send_reply, reply)
    desk.apply(ref)
    desk.do(send_reply, SendReply(ref, desk.request(ref).version, True, desk.detail(ref).reply))
    assert desk.request(ref).status == RequestStatus.CLOSED
    with pytest.raises(Refused) as refused:
        desk.do(reopen_request, ReopenRequest(ref, desk.request(ref).version, "Wrong again"))
    assert codes(refused) == {"not_reopened"}


def test_the_reply_names_fields_and_no_values(desk):
    reply = desk.detail(desk.file(diagnoses=("F33.1",))).reply
    assert "What changed: diagnosis" in reply
    assert "F33.1" not in reply


def test_a_session_being_canceled_is_not_edited(engine):
    desk = late_editing(engine)
    ref = desk.begun()
    with db.writing(engine) as work:
        work.get_one(CareSession, desk.session_id).status = SessionStatus.CANCEL_REQUESTED
    with pytest.raises(Refused):
        desk.apply(ref)
