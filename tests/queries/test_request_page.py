"""The page of a request: what it asks beside the record, its clocks, what comes next."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core.db.transaction import reading
from core.errors import NotFound
from core.models.audit import ReadingEntry
from core.queries.requests.correction import CorrectionDetail, correction_detail
from core.queries.requests.page import (
    HIDDEN,
    RequestDetail,
    request_page,
    request_stamp,
    work_queue,
)
from core.requests.approvals import AskApproval, ask_approval
from core.requests.assignment import TakeRequest, take_request
from core.requests.internal_notes import AddInternalNote, add_internal_note
from core.rules.requests.corrections import Line
from core.vocabulary.deadlines import DeadlineStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import ApprovalOutcome, RequestStage, RequestStatus
from tests.support import correction, working
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW

NAME_AND_BIRTH = (Line("first_name", "", "Jane"), Line("date_of_birth", "", "1991-02-03"))


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def page(desk: Desk, ref: str, role: Role = Role.AGENT) -> RequestDetail:
    with reading(desk.engine, desk.people[role], desk.now) as look:
        return request_page(look, ref)


def detail(desk: Desk, ref: str, role: Role = Role.AGENT) -> CorrectionDetail:
    with reading(desk.engine, desk.people[role], desk.now) as look:
        return correction_detail(look, ref)


def test_the_record_stands_beside_what_is_asked(desk):
    (line,) = detail(desk, desk.filed()).lines
    assert (line.field, line.record_value, line.correct_value) == ("first_name", "Jonh", "John")


def test_a_reference_counts_in_any_case(desk):
    ref = desk.filed()
    assert page(desk, f" {ref.lower()} ").ref == ref


def test_an_unknown_reference_is_not_found(desk):
    with pytest.raises(NotFound):
        page(desk, "R-NOBODY")


def test_what_is_missing_is_listed_in_words(desk):
    found = detail(desk, desk.filed(Line("email", "", ""), named_as=""))
    assert found.missing == ("the client's name on record", "the correct e-mail")


def test_a_ready_request_misses_nothing(desk):
    assert detail(desk, desk.filed()).missing == ()


def test_both_clocks_are_shown_with_how_they_stand(desk):
    ref = desk.taken()
    first, told = page(desk, ref).deadlines
    assert (first.status, told.status) == (DeadlineStatus.MET, DeadlineStatus.OPEN)


def test_an_incomplete_request_has_no_clocks(desk):
    assert page(desk, desk.filed(Line("email", "", ""))).deadlines == ()


def test_a_viewer_sees_no_value_of_the_client(desk):
    ref = desk.taken()
    desk.apply(ref)
    shown = page(desk, ref, Role.VIEWER)
    assert detail(desk, ref, Role.VIEWER).lines[0].correct_value == HIDDEN
    assert shown.named_as == HIDDEN
    assert "John" not in repr(shown.timeline)


def test_the_look_at_the_record_is_logged_with_the_request_as_its_reason(desk):
    ref = desk.filed()
    detail(desk, ref)
    assert [(row.entity_id, row.reason) for row in desk.rows(ReadingEntry)] == [
        (desk.client_id, ref)
    ]


def test_the_timeline_tells_the_newest_first(desk):
    ref = desk.taken()
    desk.apply(ref)
    assert [event.action for event in page(desk, ref).timeline] == [
        "request.done",
        "client.corrected",
        "request.taken",
        "request.filed",
    ]


def test_the_reply_names_the_request_and_the_fields_and_no_value(desk):
    ref = desk.filed()
    reply = detail(desk, ref).reply
    assert ref in reply
    assert "first name" in reply
    assert "John" not in reply


def test_the_words_that_were_told_are_shown(desk):
    ref = desk.taken()
    desk.apply(ref)
    desk.tell(ref, "All done.")
    shown = page(desk, ref)
    assert (shown.status, shown.replies[0].body) == (RequestStatus.CLOSED, "All done.")


def test_an_approval_is_offered_to_others_only(desk):
    ref = desk.taken(*NAME_AND_BIRTH)
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))
    may = {
        role: detail(desk, ref, role).approval.may_decide
        for role in (Role.AGENT, Role.LEAD, Role.MANAGER, Role.VIEWER)
    }
    assert may == {Role.AGENT: False, Role.LEAD: True, Role.MANAGER: True, Role.VIEWER: False}


def test_an_approval_that_is_asked_for_says_by_whom(desk):
    ref = desk.taken(*NAME_AND_BIRTH)
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))
    shown = detail(desk, ref)
    assert shown.approval.outcome == ApprovalOutcome.ASKED
    assert shown.approval.asked_by == desk.people[Role.AGENT].name
    assert shown.another == "First name and birth date both change."
    assert not shown.is_approved


def test_what_is_waited_for_is_shown_and_the_clock_stands_still(desk):
    ref = desk.taken()
    working.put_away(desk, ref)
    shown = page(desk, ref)
    assert (shown.stage, shown.wait.wake_on) == (RequestStage.SNOOZED, working.IN_A_WEEK)
    assert shown.deadlines[1].words == "Paused until Mon, Mar 23"


def test_on_its_day_it_is_back_and_its_clock_runs_from_where_it_stood(desk):
    ref = desk.taken()
    last = page(desk, ref).deadlines[1].deadline.last_on
    working.put_away(desk, ref)
    desk.now = NOW + timedelta(days=7)
    shown = page(desk, ref)
    assert (shown.stage, shown.wait.is_over) == (RequestStage.WOKEN, True)
    assert shown.deadlines[1].status == DeadlineStatus.OPEN
    assert shown.deadlines[1].deadline.last_on == last + timedelta(days=7)


def test_the_clock_on_the_page_is_the_one_in_lists(desk):
    ref = desk.taken()
    working.put_away(desk, ref)
    assert page(desk, ref).deadlines[1].deadline.too_late_from == desk.request(ref).due_at


def test_linked_requests_are_shown_on_both(desk):
    first, again = desk.filed(), desk.filed()
    working.duplicate(desk, again, first)
    (here,), (there,) = page(desk, first).links, page(desk, again).links
    assert (here.ref, here.is_from) == (again, False)
    assert (there.ref, there.is_from) == (first, True)


def test_notes_of_staff_are_shown_newest_first_and_hidden_from_a_viewer(desk):
    ref = desk.filed()
    for body in ("Called John.", "Called again."):
        desk.do(add_internal_note, AddInternalNote(ref, body))
    assert [one.body for one in page(desk, ref).comments] == ["Called again.", "Called John."]
    assert {one.body for one in page(desk, ref, Role.VIEWER).comments} == {HIDDEN}


def test_how_often_it_was_reopened_is_shown(desk):
    ref = working.closed(desk)
    working.reopen(desk, ref)
    assert page(desk, ref).reopen_count == 1


def test_other_open_requests_of_the_client_are_named(desk):
    first, second, ended = desk.taken(), desk.filed(), desk.taken()
    working.reject(desk, ended, reason="It is right as it is")
    (found,) = page(desk, second).also_open
    assert (found.ref, found.subject) == (first, "client")
    assert found.assignee == desk.people[Role.AGENT].name


def test_the_stamp_of_a_request_changes_with_each_change_and_note(desk):
    def stamp() -> tuple[int, int]:
        with reading(desk.engine, desk.people[Role.VIEWER], desk.now) as look:
            return request_stamp(look, ref)

    ref = desk.filed()
    shown = page(desk, ref)
    seen = [stamp()]
    assert seen == [(shown.version, len(shown.comments) + len(shown.replies))]
    for change in (
        lambda: desk.do(take_request, TakeRequest(ref, desk.request(ref).version)),
        lambda: desk.do(add_internal_note, AddInternalNote(ref, "Called Dana.")),
        lambda: working.reassign(desk, ref, desk.people[Role.LEAD].staff_id),
    ):
        change()
        assert stamp() not in seen
        seen.append(stamp())


def test_ones_queue_is_ones_own_and_unassigned_requests(desk):
    mine, free, other = desk.taken(), desk.filed(), desk.taken()
    working.reassign(desk, other, desk.people[Role.LEAD].staff_id)
    with reading(desk.engine, desk.people[Role.AGENT], desk.now) as look:
        assert set(work_queue(look)) == {mine, free}
