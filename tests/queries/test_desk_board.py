"""The desk: mine, nobody's, what is due next, what waits for my approval."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.db.transaction import reading
from core.models.requests import DirectoryLine, DirectorySubmission
from core.queries.requests.desk import DeskBoard, desk_board
from core.requests.approvals import AskApproval, ask_approval
from core.rules.requests.corrections import Line
from core.vocabulary.people import Role
from core.vocabulary.requests import DirectoryTopic, EvernorthStatus, RequestKind
from tests.support import correction, working
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW
from tests.support.working import TODAY


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def board(desk: Desk, role: Role = Role.AGENT) -> DeskBoard:
    with reading(desk.engine, desk.people[role], desk.now) as look:
        return desk_board(look)


def refs(found) -> list[str]:
    return [row.ref for row in found.rows]


def test_a_new_request_is_nobodys(desk):
    ref = desk.filed()
    assert refs(board(desk).unassigned) == [ref]
    assert refs(board(desk).mine) == []


def test_a_taken_request_is_mine_and_not_anothers(desk):
    ref = desk.taken()
    assert refs(board(desk).mine) == [ref]
    assert refs(board(desk, Role.LEAD).mine) == []
    assert refs(board(desk).unassigned) == []


def test_a_closed_request_is_on_no_list(desk):
    ref = desk.taken()
    desk.apply(ref)
    desk.tell(ref)
    found = board(desk)
    assert (found.mine.count, found.unassigned.count, found.due.count) == (0, 0, 0)


def test_what_is_due_first_comes_first_and_what_has_no_clock_is_not_due(desk):
    late = desk.filed()
    desk.now = NOW + timedelta(days=2)
    later = desk.filed(Line("phone", "", "212-555-0123"))
    desk.filed(Line("email", "", ""))
    assert refs(board(desk).due) == [late, later]


def test_of_the_teams_next_the_first_six_are_shown_and_all_counted(desk):
    first, *_ = [desk.filed(Line("phone", "", f"212-555-012{number}")) for number in range(7)]
    found = board(desk).due
    assert (refs(found)[0], len(found.rows), found.count) == (first, 6, 7)


def test_a_request_past_its_limit_is_overdue(desk):
    desk.filed()
    limit = board(desk).due.rows[0].due_at
    desk.now = limit - timedelta(seconds=1)
    assert board(desk).overdue_count == 0
    desk.now = limit
    assert board(desk).overdue_count == 1


def test_an_approval_waits_for_those_who_may_give_it(desk):
    ref = desk.taken(Line("first_name", "", "Jane"), Line("date_of_birth", "", "1991-02-03"))
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))
    waits = {role: refs(board(desk, role).approvals) for role in (Role.AGENT, Role.LEAD)}
    assert waits == {Role.AGENT: [], Role.LEAD: [ref]}


def test_what_waited_is_back_on_its_day_and_until_then_neither_due_nor_overdue(desk):
    ref = desk.taken()
    working.put_away(desk, ref, TODAY + timedelta(days=1))
    assert (refs(board(desk).woken), refs(board(desk).due)) == ([], [])
    desk.now = NOW + timedelta(days=1)
    assert (refs(board(desk).woken), refs(board(desk).due)) == ([ref], [ref])


def test_a_duplicate_leaves_every_list(desk):
    first, again = desk.filed(), desk.filed()
    working.duplicate(desk, again, first)
    assert refs(board(desk).unassigned) == [first]


def at_evernorth(desk: Desk, **given: object) -> str:
    """A listing that Evernorth was to have right by yesterday."""
    ref = desk.filed()
    times = {"created_at": NOW, "updated_at": NOW}
    with db.writing(desk.engine) as work:
        request = work.merge(desk.request(ref))
        request.kind = RequestKind.DIRECTORY_UPDATE
        values = {"late_after_on": TODAY - timedelta(days=1), "returned_on": None, **given}
        work.add(
            DirectorySubmission(
                **times,
                request_id=request.key,
                attempt=1,
                full_name="Dana Provider",
                npi="1234567893",
                submitted_on=TODAY - timedelta(days=9),
                submission_reference="EV-77",
                expected_on=TODAY - timedelta(days=3),
                late_after_on=values["late_after_on"],
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


def test_a_listing_is_late_while_not_all_of_it_was_seen_after_its_day(desk):
    ref = at_evernorth(desk)
    assert refs(board(desk).late) == [ref]


@pytest.mark.parametrize(
    "given",
    [{"late_after_on": TODAY}, {"returned_on": TODAY}, {"reflected_on": TODAY}],
    ids=["its last day is today", "Evernorth sent it back", "all of it was seen"],
)
def test_other_listings_are_not_late(desk, given):
    at_evernorth(desk, **given)
    assert refs(board(desk).late) == []
