"""The desk: scopes, filters, heads and chart, and what a row says is next."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.db.transaction import reading
from core.models.requests import DirectoryLine, DirectorySubmission
from core.queries.requests.desk import PAGE, DeskBoard, DeskSearch, desk_board
from core.queries.requests.desk_rows import DeskRow
from core.requests.approvals import AskApproval, ask_approval
from core.rules.requests.corrections import Line
from core.rules.requests.next_step import NextStep
from core.vocabulary.people import Role
from core.vocabulary.requests import (
    DeskFilter,
    DeskScope,
    DirectoryTopic,
    DueGroup,
    EvernorthStatus,
    RequestKind,
    RequestStatus,
)
from tests.support import correction, working
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW
from tests.support.working import TODAY

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def board(desk: Desk, role: Role = Role.AGENT, **asked: object) -> DeskBoard:
    with reading(desk.engine, desk.people[role], desk.now) as look:
        return desk_board(look, DeskSearch(**asked))


def refs(desk: Desk, scope: DeskScope, role: Role = Role.AGENT, **asked: object) -> list[str]:
    found = board(desk, role, scope=scope, **asked)
    assert found.total == len(found.rows)
    return [row.request.ref for row in found.rows]


def row(desk: Desk, role: Role = Role.AGENT) -> DeskRow:
    (found,) = board(desk, role, scope=DeskScope.ALL_OPEN).rows
    return found


def test_a_new_request_is_unassigned_and_in_everyones_queue(desk):
    ref = desk.filed()
    lists = {scope: refs(desk, scope) for scope in board(desk).scopes}
    assert lists == {
        DeskScope.MY_QUEUE: [ref],
        DeskScope.MINE: [],
        DeskScope.UNASSIGNED: [ref],
        DeskScope.ALL_OPEN: [ref],
    }


def test_a_taken_request_is_mine_and_in_no_colleagues_queue(desk):
    ref = desk.taken()
    assert refs(desk, DeskScope.MINE) == [ref]
    assert refs(desk, DeskScope.UNASSIGNED) == []
    assert refs(desk, DeskScope.MY_QUEUE, Role.LEAD) == []
    assert refs(desk, DeskScope.ALL_OPEN, Role.LEAD) == [ref]


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.VIEWER, DeskScope.ALL_OPEN),
        (Role.AGENT, DeskScope.MY_QUEUE),
        (Role.MANAGER, DeskScope.ALL_OPEN),
    ],
)
def test_each_role_begins_with_the_requests_it_works_on(desk, role, first):
    assert board(desk, role).scope == first


def test_nobody_opens_a_scope_of_another_role(desk):
    assert board(desk, Role.VIEWER, scope=DeskScope.MY_APPROVALS).scope == DeskScope.ALL_OPEN


def test_a_closed_request_is_in_no_scope(desk):
    ref = desk.taken()
    desk.apply(ref)
    desk.tell(ref)
    assert set(board(desk).scopes.values()) == {0}


def test_what_is_due_first_comes_first_and_what_has_no_deadline_last(desk):
    late = desk.filed()
    desk.now = NOW + timedelta(days=2)
    later = desk.filed(Line("phone", "", "212-555-0123"))
    unknown = desk.filed(Line("email", "", ""))
    found = board(desk)
    assert refs(desk, DeskScope.MY_QUEUE) == [late, later, unknown]
    assert [row.group for row in found.rows] == [
        DueGroup.OVERDUE,
        DueGroup.SOON,
        DueGroup.PAUSED,
    ]


def test_twenty_rows_are_shown_and_all_are_counted(desk):
    for number in range(PAGE + 2):
        desk.filed(Line("phone", "", f"212-555-02{number:02}"))
    found, more = board(desk), board(desk, rows=2 * PAGE)
    assert (len(found.rows), found.total, len(more.rows)) == (PAGE, PAGE + 2, PAGE + 2)


def test_a_request_past_its_deadline_is_overdue_in_every_number(desk):
    ref = desk.filed()
    limit = row(desk).request.due_at
    for now, are_late in ((limit - timedelta(seconds=1), []), (limit, [ref])):
        desk.now = now
        assert refs(desk, DeskScope.ALL_OPEN, only=DeskFilter.OVERDUE) == are_late
        assert refs(desk, DeskScope.ALL_OPEN, day="overdue") == are_late
        assert board(desk).filters[DeskFilter.OVERDUE] == len(are_late)


@pytest.mark.parametrize("hours", range(0, 24 * 16, 32))
def test_every_number_is_that_of_the_rows_it_opens(desk, hours):
    first, second = desk.taken(), desk.filed(Line("phone", "", "212-555-0123"))
    working.put_away(desk, first, TODAY + timedelta(days=5))
    desk.filed(Line("email", "", ""))
    desk.now = NOW + timedelta(hours=hours)
    found = board(desk)
    for scope, many in found.scopes.items():
        assert len(refs(desk, scope)) == many
    for only, many in found.filters.items():
        assert len(refs(desk, DeskScope.MY_QUEUE, only=only)) == many
    for one in found.chart:
        code = found.days.code(one.place)
        assert len(refs(desk, DeskScope.MY_QUEUE, day=code, kind=one.kind)) == one.count
    heads = Counter(row.group for row in found.rows)
    assert heads == Counter({head: many for head, many in found.heads.items() if many})
    assert second in {row.request.ref for row in found.rows}


def test_an_approval_waits_for_those_who_may_give_it(desk):
    ref = desk.taken(Line("first_name", "", "Jane"), Line("date_of_birth", "", "1991-02-03"))
    assert row(desk).step.text == "Ask for approval"
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))
    assert refs(desk, DeskScope.MY_APPROVALS, Role.LEAD) == [ref]
    assert DeskScope.MY_APPROVALS not in board(desk).scopes
    assert (row(desk).status, row(desk).step.text) == ("Awaiting approval", "A lead decides")
    assert row(desk, Role.LEAD).step == NextStep("Decide")


def test_a_snoozed_request_comes_back_on_its_day(desk):
    ref = desk.taken()
    working.put_away(desk, ref, TODAY + timedelta(days=1))
    assert [one.ref for one in board(desk).coming_back] == [ref]
    assert (row(desk).group, row(desk).step.is_ours) == (DueGroup.PAUSED, False)
    desk.now = NOW + timedelta(days=1)
    assert board(desk).coming_back == ()
    assert refs(desk, DeskScope.MINE, only=DeskFilter.WOKEN) == [ref]
    assert row(desk).step == NextStep("Resume")


def test_a_duplicate_leaves_every_list(desk):
    first, again = desk.filed(), desk.filed()
    working.duplicate(desk, again, first)
    assert refs(desk, DeskScope.ALL_OPEN) == [first]


def test_a_row_says_the_kind_and_size_of_the_change_and_no_value(desk):
    desk.filed(Line("last_name", "Rivera", "Rivero"))
    found = row(desk)
    assert found.about == "Last name, 1 letter differs"
    assert found.whose == f"J. R. · {desk.client_ref}"
    assert "Rivero" not in repr(found)


def test_a_correction_is_applied_then_told(desk):
    ref = desk.taken()
    assert (row(desk).step.text, row(desk).status) == ("Apply correction", "In progress")
    desk.apply(ref)
    assert (row(desk).step.text, row(desk).status) == ("Tell provider", "Reply pending")


def at_evernorth(desk: Desk, **given: object) -> str:
    """A listing that Evernorth was to have right by yesterday."""
    ref = desk.filed()
    times = {"created_at": NOW, "updated_at": NOW}
    with db.writing(desk.engine) as work:
        request = work.merge(desk.request(ref))
        request.kind = RequestKind.DIRECTORY_UPDATE
        request.status = RequestStatus.IN_PROGRESS
        values = {"expected_on": TODAY - timedelta(days=3), "returned_on": None, **given}
        work.add(
            DirectorySubmission(
                **times,
                request_id=request.key,
                attempt=1,
                full_name="Dana Provider",
                npi="1234567893",
                submitted_on=TODAY - timedelta(days=9),
                submission_reference="EV-77",
                expected_on=values["expected_on"],
                late_after_on=TODAY - timedelta(days=1),
                returned_on=values["returned_on"],
            )
        )
        for seen in (TODAY, given.get("reflected_on")):
            work.add(
                DirectoryLine(
                    **times,
                    request_id=request.key,
                    topic=DirectoryTopic.PHONE,
                    evernorth_status=EvernorthStatus.SUBMITTED,
                    reflected_on=seen,
                )
            )
    return ref


def checks_due(desk: Desk) -> list[str]:
    return refs(desk, DeskScope.ALL_OPEN, only=DeskFilter.CHECK_DUE)


def test_a_listing_is_to_be_checked_while_not_all_of_it_was_seen_right(desk):
    ref = at_evernorth(desk)
    assert checks_due(desk) == [ref]
    assert row(desk).step == NextStep("Check listing")
    assert row(desk).status == "Submitted, day 6"


@pytest.mark.parametrize(
    "given",
    [{"expected_on": TOMORROW}, {"returned_on": TODAY}, {"reflected_on": TODAY}],
    ids=["expected tomorrow", "Evernorth sent it back", "all of it was seen"],
)
def test_other_listings_need_no_check(desk, given):
    at_evernorth(desk, **given)
    assert checks_due(desk) == []
